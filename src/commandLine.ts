import { execFile } from 'node:child_process';
import { UserError } from './errors';

/** The exit code of the command line when the user can mend what is wrong; the sentence is on its standard error. */
const MISTAKE = 2;

/**
 * Runs a verb of the command line in a process of its own: what takes long there does not hold up whoever asks.
 *
 * @param script the built `cli.js`
 * @throws UserError with what the command line said
 */
export async function runCommandLine(script: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  await new Promise<void>((resolve, reject) => {
    execFile(process.execPath, [script, ...args], { env }, (error, _output, messages) => {
      if (!error) resolve();
      else if (error.code === MISTAKE) reject(new UserError(messages.trim().replace(/^mygpt: /, '')));
      else reject(new Error(error.message));
    });
  });
}
