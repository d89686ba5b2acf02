// @ts-check
// The main job without VS Code: the command line trains on a folder and completes its text.
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run, runToEnd, say } from './terminal.mjs';

const COMMAND_LINE = 'dist/cli.js';
const COMPLETIONS = 5;
/** Text before the cursor, in characters, as an editor would pass it. */
const PREFIX_LENGTH = 400;
const MAX_PROMPT_FILE_BYTES = 1_000_000;
/** Hidden files and folders, and those of package managers. */
const TOOL_FOLDERS = /(^|[/\\])([.]|node_modules)/;

/** Trains for some minutes on the text of a folder, and prints how the model goes on with pieces of it. */
export async function trainAndComplete(/** @type {string} */ folder, /** @type {number} */ minutes) {
  const home = mkdtempSync(path.join(tmpdir(), 'mygpt-start-'));
  const model = path.join(home, 'model');
  say(`Training on ${folder} for at most ${minutes} minutes; Ctrl+C ends it.`);
  await run(process.execPath, [COMMAND_LINE, 'train', folder, '--out', model, '--minutes', String(minutes)]);

  say('\nWhat the model would type next, where the bar stands:');
  for (const [index, prompt] of findPrompts(folder).entries()) {
    const file = path.join(home, `prompt-${index}.txt`);
    writeFileSync(file, prompt);
    say(`  ${lastLine(prompt)}│${await complete(model, file)}`);
  }
  say(`\nThe model is in ${model}. For more of it:`);
  say(`  node ${COMMAND_LINE} generate --model ${model} --prompt "The " --length 200 --temperature 0.8`);
}

/** @returns {Promise<string>} The suggestion for a text that ends at the cursor. */
async function complete(/** @type {string} */ model, /** @type {string} */ prefixFile) {
  const args = [COMMAND_LINE, 'complete', '--model', model, '--prefix-file', prefixFile];
  const { output } = await runToEnd(process.execPath, args, { quiet: true });
  return output.trimEnd();
}

/** @returns {string[]} Texts of some of the folder's files, each cut in the middle of a line. */
function findPrompts(/** @type {string} */ folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !TOOL_FOLDERS.test(name));
  const files = names.map((name) => path.join(folder, name)).filter(isPromptFile);
  const every = Math.max(1, Math.floor(files.length / COMPLETIONS));
  const chosen = files.filter((_, index) => index % every === 0).map((file) => readFileSync(file, 'utf8'));
  const texts = chosen.filter((text) => !text.includes('\0'));
  return texts.slice(0, COMPLETIONS).map(cutInLine);
}

function isPromptFile(/** @type {string} */ file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size > 2 * PREFIX_LENGTH && stats.size < MAX_PROMPT_FILE_BYTES;
}

/** The text up to the middle of a line that is neither the first nor short. */
function cutInLine(/** @type {string} */ text) {
  const middle = text.indexOf('\n', text.length / 2) + 1;
  const line = /^.{12,}$/m.exec(text.slice(middle));
  const end = line === null ? text.length - 1 : middle + line.index + Math.floor(line[0].length / 2);
  return text.slice(Math.max(0, end - PREFIX_LENGTH), end);
}

function lastLine(/** @type {string} */ text) {
  return text.slice(text.lastIndexOf('\n') + 1);
}
