import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characterName } from '../../../src/characterName';
import { isGeneratorPageMessage, isGeneratorViewMessage } from '../../../src/views/generator/protocol';
import {
  DEFAULT_GENERATOR_SETTINGS,
  firstProblem,
  isGeneratorSettings,
  seedFrom,
  settingProblem,
} from '../../../src/views/generator/settings';

const REQUEST = { prompt: 'The ', length: 300, temperature: 0.8, topK: 0, seed: 1337 };

test('a character that can be seen is its own name', () => {
  for (const character of ['e', '<', 'é', '漢', '😀', '∑']) assert.equal(characterName(character), character);
});

test('a character that cannot be seen has a named glyph', () => {
  assert.equal(characterName(' '), '␣ space');
  assert.equal(characterName('\n'), '↵ newline');
  assert.equal(characterName('\t'), '⇥ tab');
  assert.equal(characterName('\u200b'), 'U+200B');
  assert.equal(characterName('\u0301'), 'U+0301');
  assert.equal(characterName('\u{e0001}'), 'U+E0001');
});

test('numbers are held to what the model can do', () => {
  assert.equal(settingProblem('temperature', 0), undefined);
  assert.equal(settingProblem('temperature', 5.1), 'Temperature must be a number from 0 to 5.');
  assert.equal(settingProblem('length', 1.5), 'Length must be a whole number from 1 to 10000.');
  assert.equal(settingProblem('topK', -1), 'Top-k must be a whole number from 0 to 65536.');
  assert.match(settingProblem('seed', NaN) ?? '', /^Seed must be/);
});

test('the first of several problems is told', () => {
  assert.match(firstProblem({ ...REQUEST, length: 0, seed: -1 }) ?? '', /^Length/);
  assert.equal(firstProblem(REQUEST), undefined);
});

test('remembered settings are taken only whole and within limits', () => {
  assert.ok(isGeneratorSettings(DEFAULT_GENERATOR_SETTINGS));
  assert.equal(isGeneratorSettings(REQUEST), false);
  assert.equal(isGeneratorSettings({ ...DEFAULT_GENERATOR_SETTINGS, length: 1e9 }), false);
  assert.equal(isGeneratorSettings(undefined), false);
});

test('a drawn seed is one that may be asked for', () => {
  for (const random of [0, 0.5, 1 - 2 ** -53]) assert.equal(settingProblem('seed', seedFrom(random)), undefined);
  assert.notEqual(seedFrom(0.1), seedFrom(0.2));
});

test('the page may ask what the generator offers, within its limits', () => {
  for (const message of [
    { type: 'predict', prompt: '' },
    { type: 'generate', request: REQUEST },
    { type: 'stop' },
    { type: 'train' },
  ]) {
    assert.ok(isGeneratorViewMessage(message), message.type);
  }
  for (const message of [
    { type: 'predict' },
    { type: 'generate', request: { ...REQUEST, length: 1e9 } },
    { type: 'generate', request: { ...REQUEST, seed: null } },
    { type: 'delete' },
  ]) {
    assert.equal(isGeneratorViewMessage(message), false, message.type);
  }
});

test('the page takes every message that the extension sends', () => {
  for (const message of [
    { type: 'model', model: { state: 'loading' } },
    { type: 'model', model: { state: 'none' } },
    { type: 'model', model: { state: 'failed', message: 'm' } },
    { type: 'model', model: { state: 'ready', name: 'n', parameters: 1, contextLength: 64, vocabularySize: 2 } },
    { type: 'generation', generation: { state: 'running', prompt: '', text: '' } },
    { type: 'generation', generation: { state: 'failed', prompt: '', text: '', message: 'm' } },
    { type: 'text', text: 'a' },
    { type: 'predictions', prompt: 'a', predictions: [{ character: 'b', probability: 0.5 }] },
    { type: 'predictionFailed', prompt: 'a', message: 'm' },
  ]) {
    assert.ok(isGeneratorPageMessage(message), JSON.stringify(message));
  }
});

test('the page refuses what is not whole', () => {
  for (const message of [
    { type: 'model', model: { state: 'ready', name: 'n' } },
    { type: 'model', model: { state: 'failed' } },
    { type: 'generation', generation: { state: 'asleep', prompt: '', text: '' } },
    { type: 'predictions', prompt: 'a', predictions: [{ character: 'b' }] },
    { type: 'text' },
  ]) {
    assert.equal(isGeneratorPageMessage(message), false, JSON.stringify(message));
  }
});
