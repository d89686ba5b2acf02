// Typing what ghost text suggests: it must stay on the screen, in every frame, until all of it is typed.
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { beginFrameLog, endFrameLog, type Frame } from '../host/frameLog';
import { packageFile } from '../host/paths.mjs';
import { VsCodeServer } from '../host/server';
import { until } from '../host/until';
import { VsCodeWindow } from '../host/window';

/** Lines, and where their ghost text is waited for. */
const PROSE = ['The quic', 'k brown fox jumps over the lazy dog near the river bank.'] as const;
const CODE = ['con', 'nect(server, port);'] as const;
/** Milliseconds between two keys: faster than the model is asked, and slower. */
const PACES = [20, 150];

let server: VsCodeServer;
let window: VsCodeWindow;

before(async () => {
  server = await VsCodeServer.start({
    extension: packageFile('linux-x64'),
    // The memory knows the lines by heart, so it needs no model.
    workspace: {
      'fox.txt': `${PROSE.join('')}\n`.repeat(50),
      'server.ts': `${CODE.join('')}\n`.repeat(50),
      'new.txt': '',
      'new.ts': '',
    },
    settings: {
      'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
      'editor.parameterHints.enabled': false,
      'editor.autoClosingBrackets': 'always',
      'mygpt.completion.confidence': 'eager',
    },
  });
  window = await VsCodeWindow.launch();
  await window.open(server);
});

after(async () => {
  await window.close();
  await server.stop();
});

afterEach(async (context) => {
  await window.screenshot(`typing through - ${context.name}`);
});

/**
 * Types a line at a file's end, again and again, until the ghost text behind its first characters is as wanted, and then the
 * rest key by key. Returns the frames from then on.
 */
async function typeThrough(
  file: string,
  [begun, rest]: readonly [string, string],
  wanted: RegExp,
  pace: number,
): Promise<readonly Frame[]> {
  await window.openFile(file);
  await window.goToEnd();
  await until(`ghost text like ${String(wanted)}`, async () => {
    await window.type(begun);
    if (wanted.test(await window.waitForGhostText())) return true;
    await window.type(`${rest}\n`);
    return false;
  });
  await beginFrameLog(window.page);
  await window.page.keyboard.type(rest, { delay: pace });
  await until('all is shown', async () => (await window.ghostText()) === '');
  const { frames } = await endFrameLog(window.page);
  await window.page.keyboard.press('Enter');
  return frames;
}

/** In every frame before all that was promised is typed there is ghost text, and it says nothing but that. */
function assertSteady(frames: readonly Frame[], promised: string): void {
  const unfinished = frames
    .map(({ line, ghost }) => ({ typed: commonBeginning(line, promised), ghost }))
    .filter(({ typed }) => typed.length < promised.length);
  const described = frames.map(({ time, line, ghost }) => `${time.toFixed(0)} ms: ${line}|${ghost}`).join('\n');
  assert.ok(unfinished.length >= 10, described);
  for (const { typed, ghost } of unfinished) {
    const shown = typed + ghost;
    const isSteady = ghost !== '' && (promised.startsWith(shown) || shown.startsWith(promised));
    assert.ok(isSteady, `${typed}|${ghost} in\n${described}`);
  }
}

/** What the editor closed by itself right of the cursor is no part of it. */
function commonBeginning(line: string, promised: string): string {
  let length = 0;
  while (length < promised.length && line[length] === promised[length]) length++;
  return promised.slice(0, length);
}

for (const pace of PACES) {
  test(`words and spaces, a key every ${pace} ms`, async () => {
    const frames = await typeThrough('new.txt', PROSE, / .* /, pace);
    assertSteady(frames, (frames[0]?.line ?? '') + (frames[0]?.ghost ?? ''));
  });

  test(`brackets that the editor closes, a key every ${pace} ms`, async () => {
    // VS Code itself keeps a suggestion over this key only if it says the closing bracket, too.
    const frames = await typeThrough('new.ts', CODE, /\(.*\)/, pace);
    assertSteady(frames, CODE.join('').replace(/\).*/, ''));
  });
}
