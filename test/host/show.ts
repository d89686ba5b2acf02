// Shows VS Code with the packaged extension on a copy of the sample workspace, until Ctrl+C.
import { spawn } from 'node:child_process';
import { findProgram } from './debian.mjs';
import { packageFile, SAMPLE_WORKSPACE } from './paths.mjs';
import { VsCodeServer } from './server';

async function main(): Promise<void> {
  const server = await VsCodeServer.start({ extension: packageFile('linux-x64'), workspace: SAMPLE_WORKSPACE });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void server.stop().then(() => process.exit(0)));
  }

  const shown = await openInBrowser(server.url());
  console.log(`
VS Code with MyGPT is ${shown ? 'opening in your browser' : 'ready; open this address in a browser on this machine'}:

    ${server.url()}

1. Press F1 and run "MyGPT: Train on Workspace". Watch the loss fall and the samples become words.
2. Open a file and type: grey text is what your model would type next. Tab accepts it.
3. Press F1 and run "MyGPT: Open Sample Generator" to play with the model.

The workspace is a copy, deleted at the end. Ctrl+C ends VS Code.`);
}

/** Opens an address where there is a display and a browser to open it. Returns whether that worked. */
async function openInBrowser(address: string): Promise<boolean> {
  const hasDisplay = (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';
  const opener = hasDisplay ? findProgram(['xdg-open', 'sensible-browser', 'x-www-browser']) : undefined;
  if (opener === undefined) return false;
  const child = spawn(opener, [address], { stdio: 'ignore', detached: true });
  child.unref();
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
