import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { CancelledError } from '../../../src/errors';
import type { GenerateRequest, LanguageModel, Prediction, Suggestion } from '../../../src/inference/types';
import type { Generation, GeneratorPageMessage } from '../../../src/views/generator/protocol';
import { GeneratorSession, type GeneratorSource, type NamedModel } from '../../../src/views/generator/session';

const REQUEST: GenerateRequest = { prompt: 'The ', length: 3, temperature: 0, topK: 0, seed: 1 };

/** A model whose answers the test gives by hand, in any order. */
class HandOperatedModel implements LanguageModel {
  readonly information = { folder: '/model', contextLength: 64, vocabularySize: 96, parameters: 10 };
  readonly predictions: { prompt: string; signal: AbortSignal; answer: (predictions: Prediction[]) => void }[] = [];
  readonly generations: {
    signal: AbortSignal;
    write: (text: string) => void;
    end: () => void;
    fail: (error: Error) => void;
  }[] = [];

  predict(prompt: string, _top: number, signal = new AbortController().signal): Promise<readonly Prediction[]> {
    return new Promise((answer) => this.predictions.push({ prompt, signal, answer }));
  }

  generate(
    _request: GenerateRequest,
    write: (text: string) => void,
    signal = new AbortController().signal,
  ): Promise<void> {
    return new Promise((end, fail) => {
      signal.addEventListener('abort', () => fail(new CancelledError()));
      this.generations.push({ signal, write, end, fail });
    });
  }

  suggest(): Promise<Suggestion> {
    return Promise.reject(new Error('The generator asks for no suggestions.'));
  }
}

class OneModelSource implements GeneratorSource {
  trainings = 0;
  constructor(public loaded: NamedModel | undefined) {}
  model(): Promise<NamedModel | undefined> {
    return Promise.resolve(this.loaded);
  }
  train(): void {
    this.trainings++;
  }
}

function setUp() {
  const model = new HandOperatedModel();
  const source = new OneModelSource({ model, name: 'workspace' });
  const sent: GeneratorPageMessage[] = [];
  const session = new GeneratorSession(source, (message) => {
    sent.push(message);
    return Promise.resolve();
  });
  const generations = () => sent.filter((message) => message.type === 'generation').map(({ generation }) => generation);
  return { model, source, sent, session, lastGeneration: (): Generation | undefined => generations().at(-1) };
}

test('a new page is told the model', async () => {
  const { session, sent } = setUp();
  session.ready();
  await setImmediate();
  assert.deepEqual(sent, [
    { type: 'model', model: { state: 'loading' } },
    {
      type: 'model',
      model: { state: 'ready', name: 'workspace', parameters: 10, contextLength: 64, vocabularySize: 96 },
    },
  ]);
});

test('a page without a model is told so, and can start a training', async () => {
  const { session, source, sent } = setUp();
  source.loaded = undefined;
  session.modelChanged();
  await setImmediate();
  assert.deepEqual(sent.at(-1), { type: 'model', model: { state: 'none' } });
  session.receive({ type: 'train' });
  assert.equal(source.trainings, 1);
});

test('a model that cannot be loaded is told in its own words', async () => {
  const { sent } = setUp();
  const broken: GeneratorSource = {
    model: () => Promise.reject(new Error('model.onnx is damaged.')),
    train: () => undefined,
  };
  const session = new GeneratorSession(broken, (message) => Promise.resolve(void sent.push(message)));
  session.ready();
  await setImmediate();
  assert.deepEqual(sent.at(-1), { type: 'model', model: { state: 'failed', message: 'model.onnx is damaged.' } });
});

test('of two predictions the later wins, even if the earlier is answered last', async () => {
  const { session, model, sent } = setUp();
  session.receive({ type: 'predict', prompt: 'a' });
  await setImmediate();
  session.receive({ type: 'predict', prompt: 'ab' });
  await setImmediate();
  const e = { character: 'e', probability: 1 };
  for (const prediction of model.predictions.toReversed()) prediction.answer([e]);
  await setImmediate();
  assert.deepEqual(sent, [{ type: 'predictions', prompt: 'ab', predictions: [e] }]);
});

test('an earlier prediction that already runs is cancelled', async () => {
  const { session, model } = setUp();
  session.receive({ type: 'predict', prompt: 'a' });
  await setImmediate();
  session.receive({ type: 'predict', prompt: 'ab' });
  await setImmediate();
  assert.deepEqual(
    model.predictions.map(({ prompt, signal }) => [prompt, signal.aborted]),
    [
      ['a', true],
      ['ab', false],
    ],
  );
});

test('generated text is streamed, and then told whole', async () => {
  const { session, model, sent, lastGeneration } = setUp();
  session.receive({ type: 'generate', request: REQUEST });
  await setImmediate();
  model.generations[0]?.write('ca');
  await setImmediate();
  model.generations[0]?.write('t');
  await setImmediate();
  model.generations[0]?.end();
  await setImmediate();
  assert.deepEqual(sent[0], { type: 'generation', generation: { state: 'running', prompt: 'The ', text: '' } });
  assert.deepEqual(sent.slice(1, 3), [
    { type: 'text', text: 'ca' },
    { type: 'text', text: 't' },
  ]);
  assert.deepEqual(lastGeneration(), { state: 'finished', prompt: 'The ', text: 'cat' });
});

test('a fast model does not flood a slow page', async () => {
  const model = new HandOperatedModel();
  const sent: GeneratorPageMessage[] = [];
  let taken: () => void = () => undefined;
  const session = new GeneratorSession(new OneModelSource({ model, name: 'm' }), (message) => {
    sent.push(message);
    return new Promise((resolve) => (taken = resolve));
  });
  session.receive({ type: 'generate', request: REQUEST });
  await setImmediate();
  for (const character of 'abcd') model.generations[0]?.write(character);
  taken();
  await setImmediate();
  assert.deepEqual(sent.slice(1), [
    { type: 'text', text: 'a' },
    { type: 'text', text: 'bcd' },
  ]);
});

test('a page that is shown anew gets the text so far', async () => {
  const { session, model, lastGeneration } = setUp();
  session.receive({ type: 'generate', request: REQUEST });
  await setImmediate();
  model.generations[0]?.write('ca');
  session.ready();
  assert.deepEqual(lastGeneration(), { state: 'running', prompt: 'The ', text: 'ca' });
});

test('stop cancels the generation and keeps its text', async () => {
  const { session, model, lastGeneration } = setUp();
  session.receive({ type: 'generate', request: REQUEST });
  await setImmediate();
  model.generations[0]?.write('ca');
  session.receive({ type: 'stop' });
  model.generations[0]?.write('late');
  await setImmediate();
  assert.equal(model.generations[0]?.signal.aborted, true);
  assert.deepEqual(lastGeneration(), { state: 'stopped', prompt: 'The ', text: 'ca' });
});

test('stop before the model is there generates nothing', async () => {
  const { session, model, lastGeneration } = setUp();
  session.receive({ type: 'generate', request: REQUEST });
  session.receive({ type: 'stop' });
  await setImmediate();
  assert.equal(model.generations.length, 0);
  assert.equal(lastGeneration()?.state, 'stopped');
});

test('a new generation cancels the one that runs, and nothing of the old one is shown', async () => {
  const { session, model, lastGeneration } = setUp();
  session.receive({ type: 'generate', request: REQUEST });
  await setImmediate();
  session.receive({ type: 'generate', request: { ...REQUEST, prompt: 'A ' } });
  await setImmediate();
  model.generations[0]?.write('old');
  model.generations[1]?.write('new');
  model.generations[1]?.end();
  await setImmediate();
  assert.equal(model.generations[0]?.signal.aborted, true);
  assert.deepEqual(lastGeneration(), { state: 'finished', prompt: 'A ', text: 'new' });
});

test('a failed generation keeps its text and says why', async () => {
  const { session, model, lastGeneration } = setUp();
  session.receive({ type: 'generate', request: REQUEST });
  await setImmediate();
  model.generations[0]?.write('c');
  model.generations[0]?.fail(new Error('The model process ended.'));
  await setImmediate();
  assert.deepEqual(lastGeneration(), {
    state: 'failed',
    prompt: 'The ',
    text: 'c',
    message: 'The model process ended.',
  });
});

test('closing the panel cancels everything', async () => {
  const { session, model } = setUp();
  session.receive({ type: 'generate', request: REQUEST });
  session.receive({ type: 'predict', prompt: 'a' });
  await setImmediate();
  session.cancel();
  assert.ok(model.generations[0]?.signal.aborted && model.predictions[0]?.signal.aborted);
});
