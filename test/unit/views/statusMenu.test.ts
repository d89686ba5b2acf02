import assert from 'node:assert/strict';
import { test } from 'node:test';
import packageJson from '../../../package.json';
import type { Standing } from '../../../src/views/standing';
import { statusMenu } from '../../../src/views/statusMenu';
import { READY, TRAINING, UNTRAINED } from './statuses';

const TYPESCRIPT = { language: 'typescript' };

/** The labels without their icons. */
function labels(standing: Standing): string[] {
  return statusMenu(standing).map(({ label }) => label.replace(/^\$\([\w-]+\) /, ''));
}

test('before there is anything that suggests, one can train and play', () => {
  assert.deepEqual(labels({ ...UNTRAINED, canSuggest: false, document: TYPESCRIPT }), [
    'Train on Workspace',
    'Show Training',
    'Open Sample Generator',
    'Settings',
  ]);
});

test('while the memory or a model suggests, completions can be turned off: all, those of a language, or for a while', () => {
  for (const standing of [UNTRAINED, READY]) {
    assert.deepEqual(labels({ ...standing, document: TYPESCRIPT }), [
      'Train on Workspace',
      'Show Training',
      'Turn Completions Off',
      'Turn Completions Off for “typescript”',
      'Snooze Completions…',
      'Open Sample Generator',
      'Settings',
    ]);
  }
});

test('a language that is off can be turned on', () => {
  const offered = labels({ ...READY, document: { ...TYPESCRIPT, refusal: 'language' } });
  assert.ok(offered.includes('Turn Completions On for “typescript”'));
});

test('the language is not offered where there is none, or where it would change nothing', () => {
  const others = [undefined, { ...TYPESCRIPT, refusal: 'secret' }] as const;
  for (const document of others) {
    assert.equal(labels({ ...READY, document }).filter((label) => label.includes('typescript')).length, 0);
  }
});

test('completions that are off or snoozed can be had back', () => {
  const offered = (completions: 'off' | 'snoozed') =>
    labels({ ...READY, completions, document: TYPESCRIPT }).filter((label) => /Completions|Snooze/.test(label));
  assert.deepEqual(offered('off'), ['Turn Completions On']);
  assert.deepEqual(offered('snoozed'), ['End Snooze']);
});

test('while a training is under way no other is offered', () => {
  for (const phase of ['reading', 'training', 'paused'] as const) {
    assert.equal(labels({ ...READY, training: { ...TRAINING, phase } })[0], 'Show Training');
  }
  assert.equal(labels({ ...READY, training: { ...TRAINING, phase: 'failed' } })[0], 'Train on Workspace');
});

test('a model that cannot be loaded leads to the log', () => {
  assert.equal(labels({ ...READY, model: 'failed' })[0], 'Show Log');
});

test('every entry is a command that exists', () => {
  const commands = packageJson.contributes.commands.map(({ command }) => command);
  const own = statusMenu({ ...READY, model: 'failed', document: TYPESCRIPT })
    .map(({ command }) => command)
    .filter((command) => command.startsWith('mygpt.'));
  assert.deepEqual(
    own.filter((command) => !commands.includes(command)),
    [],
  );
  assert.equal(own.length, 7);
});
