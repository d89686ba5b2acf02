import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { until } from '../../host/until';
import { acceptSuggestion, openText } from '../editor';
import { type Busyness, watchEventLoop } from '../eventLoop';
import { note } from '../mocha';

const LONGEST_BLOCK = 10;
/** What a single turn may take: loading code for the first time, or collecting garbage. */
const LONGEST_SINGLE_BLOCK = 50;
const TEXT = 'ROMEO:\nWhat say you to ';

function describeBusyness({ longest, secondLongest, share }: Busyness): string {
  const turns = `${longest.toFixed(1)} ms, ${secondLongest.toFixed(1)} ms`;
  return `longest turns ${turns}; busy ${(share * 100).toFixed(1)} % of the time`;
}

/** Over and above what the host does without us. */
function assertNotBlocked(busyness: Busyness, idle: Busyness): void {
  assert.ok(busyness.secondLongest <= LONGEST_BLOCK + idle.longest, describeBusyness(busyness));
  assert.ok(busyness.longest <= LONGEST_SINGLE_BLOCK, describeBusyness(busyness));
}

/** Sets completions by the setting, as the toggle does. */
async function completionsAre(on: boolean): Promise<void> {
  const enabled = () => vscode.workspace.getConfiguration('mygpt').get('completion.enabled');
  if (enabled() !== on) await vscode.commands.executeCommand('mygpt.toggleCompletions');
  await until(`completions are ${on ? 'on' : 'off'}`, () => enabled() === on);
}

describe('training and completing', function () {
  this.timeout(240_000);
  let idle: Busyness;

  it('suggests what the workspace says before there is a model', async () => {
    const editor = await openText('MENENIUS:\nThere was a time when all the bod');
    const suggestion = await until('a suggestion', async () => acceptSuggestion(editor));
    assert.ok("y's members".startsWith(suggestion) || suggestion.startsWith("y's members"), suggestion);
  });

  it('suggests what an open document says before it is saved, and nothing once the memory is off', async () => {
    const editor = await openText('A quokkaberry pudding is best.\nA quokkaberry pudding is best.\nA quokkab');
    assert.match(await until('a suggestion', async () => acceptSuggestion(editor)), /^erry/);
    await vscode.workspace.getConfiguration('mygpt').update('completion.memory', false);
    await until('no suggestion', async () => (await acceptSuggestion(await openText(TEXT))) === undefined);
  });

  it('trains without blocking the extension host, and then suggests what the editor can commit', async () => {
    const idleWatch = watchEventLoop();
    await sleep(5000); // a stretch of idleness to compare with
    idle = idleWatch.stop();

    const watch = watchEventLoop();
    await vscode.commands.executeCommand('mygpt.trainOnWorkspace');
    const suggestion = await until('a suggestion', async () => acceptSuggestion(await openText(TEXT)), {
      seconds: 200,
    });
    const training = watch.stop();

    note(`the extension host idle: ${describeBusyness(idle)}; training: ${describeBusyness(training)}`);
    assert.ok(suggestion.length > 0);
    assertNotBlocked(training, idle);
  });

  it('computes suggestions without blocking the extension host', async () => {
    const editor = await openText(TEXT);
    const watch = watchEventLoop();
    let accepted = 0;
    for (let i = 0; i < 10; i++) accepted += (await acceptSuggestion(editor)) === undefined ? 0 : 1;
    const suggesting = watch.stop();

    note(`${accepted} suggestions accepted; the extension host ${describeBusyness(suggesting)}`);
    assert.ok(accepted > 0);
    assertNotBlocked(suggesting, idle);
  });

  for (const [what, command] of [
    ['a word', 'acceptNextWord'],
    ['a line', 'acceptNextLine'],
  ] as const) {
    it(`accepts ${what} of a suggestion by VS Code's own command`, async () => {
      const editor = await openText(TEXT);
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      await until(what, async () => {
        await vscode.commands.executeCommand(`editor.action.inlineSuggest.${command}`);
        return editor.document.getText() !== TEXT;
      });
      assert.ok(editor.document.getText().startsWith(TEXT));
    });
  }

  it('suggests nothing while completions are off, and again when they are on', async () => {
    await completionsAre(false);
    assert.equal(await acceptSuggestion(await openText(TEXT)), undefined);
    await completionsAre(true);
    await until('a suggestion', async () => acceptSuggestion(await openText(TEXT)));
  });
});
