import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import packageJson from '../../package.json';

/** The settings that the code reads: `read…(section, 'name')`, where the variable has the name of the section. */
function settingsRead(): string[] {
  const source = readFileSync(path.join(__dirname, '../../src/settings.ts'), 'utf8');
  const reads = source.matchAll(/\bread\w*(?:<.+>)?\((completion|corpus|training), '(\w+)'\)/g);
  const positive = source.matchAll(/\bpositive\('(\w+)', /g);
  const names = [
    ...[...reads].map(([, section, name]) => `mygpt.${section}.${name}`),
    ...[...positive].map(([, name]) => `mygpt.training.${name}`),
  ];
  return [...new Set(names)].sort();
}

test('the settings of package.json are those that the code reads: none is dead, none is missing', () => {
  const declared = packageJson.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  assert.deepEqual(settingsRead(), declared.sort());
});
