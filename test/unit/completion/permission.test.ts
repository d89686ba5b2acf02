import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DocumentFacts, isLanguageOn, type PermissionRules, refusalOf } from '../../../src/completion/permission';
import { matchGlobs } from '../../../src/corpus/globs';

const RULES: PermissionRules = {
  isLanguageOn: true,
  isExcluded: matchGlobs(['notes/*.md', '**/private']),
  excludeSecrets: true,
  maxLength: 2_000_000,
};

const PROSE = 'It was the best of times, it was the worst of times.\n'.repeat(50);
const PACKED = `!function(e){${'var a=1;b(a);'.repeat(1000)}}();`;

function refusal(path: string, rules: Partial<PermissionRules> = {}, facts: Partial<DocumentFacts> = {}) {
  return refusalOf({ path, length: PROSE.length, beginning: PROSE, ...facts }, { ...RULES, ...rules });
}

test('in an ordinary document suggestions are permitted', () => {
  for (const path of ['src/main.ts', 'Untitled-1', 'notes/deep/a.md', 'tokenizer.json']) {
    assert.equal(refusal(path), undefined, path);
  }
});

test('what a glob names is excluded, and so is what lies in a folder that it names', () => {
  for (const path of ['notes/a.md', 'private', 'a/private/b/c.txt']) assert.equal(refusal(path), 'excluded', path);
});

test('where secrets tend to be nothing is suggested, unless the user wants it', () => {
  for (const path of ['.env', 'a/.env.local', 'home/me/.ssh/config', '.aws/anything.txt', 'server.pem']) {
    assert.equal(refusal(path), 'secret', path);
    assert.equal(refusal(path, { excludeSecrets: false }), undefined, path);
  }
});

test('a document is large beyond the limit only', () => {
  assert.equal(refusal('a.txt', {}, { length: 2_000_000 }), undefined);
  assert.equal(refusal('a.txt', {}, { length: 2_000_001 }), 'large');
});

test('a minified document is told by its text', () => {
  assert.equal(refusal('a.js', {}, { beginning: PACKED }), 'minified');
  assert.equal(refusal('a.min.js'), undefined);
});

test('the language is the reason only where switching it would help', () => {
  assert.equal(refusal('a.txt', { isLanguageOn: false }), 'language');
  assert.equal(refusal('.env', { isLanguageOn: false }), 'secret');
});

test('a language is on as its own switch says, else as that of all others does', () => {
  assert.equal(isLanguageOn({ '*': true, markdown: false }, 'markdown'), false);
  assert.equal(isLanguageOn({ '*': true, markdown: false }, 'latex'), true);
  assert.equal(isLanguageOn({ '*': false, latex: true }, 'latex'), true);
  assert.equal(isLanguageOn({ '*': false, latex: true }, 'markdown'), false);
});

test('where nothing is said of a language it is on, whatever else somebody has set', () => {
  for (const languages of [{}, null, [], { '*': 'no' }, { markdown: null }]) {
    assert.equal(isLanguageOn(languages, 'markdown'), true, JSON.stringify(languages));
  }
  assert.equal(isLanguageOn({}, 'constructor'), true);
});
