import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { ProbeMemory } from '../../../../src/training/engines/providers/probeMemory';

const DAY = 86_400_000;

const folder = mkdtempSync(path.join(os.tmpdir(), 'mygpt-probes-'));
after(() => rmSync(folder, { recursive: true }));

function memory(name: string, { version = '1.30.0', now = 0 } = {}): ProbeMemory {
  return new ProbeMemory(path.join(folder, name, 'providers.json'), version, () => now);
}

test('what was tried in vain is remembered with its reason, each provider for itself', async () => {
  await memory('week').keep('webgpu', 'took longer than 20 s');
  await memory('week').keep('cuda', 'is not faster');
  assert.equal(await memory('week', { now: 6 * DAY }).recall('webgpu'), 'took longer than 20 s');
  assert.equal(await memory('week', { now: 6 * DAY }).recall('cuda'), 'is not faster');
  assert.equal(await memory('week').recall('dml'), undefined);
});

test('it is forgotten after a week, and by another ONNX Runtime', async () => {
  await memory('forgotten').keep('webgpu', 'took longer than 20 s');
  assert.equal(await memory('forgotten', { now: 8 * DAY }).recall('webgpu'), undefined);
  assert.equal(await memory('forgotten', { version: '1.31.0' }).recall('webgpu'), undefined);
});

test('a file that is damaged, or cannot be written, remembers nothing and disturbs nobody', async () => {
  writeFileSync(path.join(folder, 'file'), '{"webgpu": {"at": "yesterday"}');
  const damaged = new ProbeMemory(path.join(folder, 'file'), '1.30.0');
  assert.equal(await damaged.recall('webgpu'), undefined);
  const impossible = new ProbeMemory(path.join(folder, 'file', 'inside', 'providers.json'), '1.30.0');
  await impossible.keep('webgpu', 'took longer than 20 s');
  assert.equal(await impossible.recall('webgpu'), undefined);
});
