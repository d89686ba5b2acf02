// @ts-check
// `npm start`: sets up what is needed and shows MyGPT at work, in a real VS Code on a sample workspace.
// `npm start -- --headless [FOLDER] [--minutes N]`: trains on a folder in the terminal and prints completions.
import { parseArgs } from 'node:util';
import { setUpDependencies } from './dependencies.mjs';
import { packageExtension } from './package.mjs';
import { SAMPLE_WORKSPACE } from './paths.mjs';
import { main, run, SetupError } from './terminal.mjs';
import { trainAndComplete } from './headless.mjs';
import { setUpVsCode } from './vscode-server.mjs';

const USAGE = 'npm start, or npm start -- --headless [FOLDER] [--minutes N]';

await main(async () => {
  const { headless, folder, minutes } = parseCommandLine();
  await setUpDependencies();
  if (headless) {
    await run(process.execPath, ['esbuild.mjs'], { quiet: true });
    await trainAndComplete(folder ?? SAMPLE_WORKSPACE, minutes);
  } else {
    await setUpVsCode();
    await packageExtension();
    await run(process.execPath, ['--import', 'tsx', 'test/host/show.ts']);
  }
});

function parseCommandLine() {
  try {
    const { values, positionals } = parseArgs({
      options: { headless: { type: 'boolean', default: false }, minutes: { type: 'string', default: '2' } },
      allowPositionals: true,
    });
    const minutes = Number(values.minutes);
    if (!(minutes > 0) || positionals.length > (values.headless ? 1 : 0)) throw new Error('wrong arguments');
    return { headless: values.headless, folder: positionals[0], minutes };
  } catch {
    throw new SetupError(`Usage: ${USAGE}`);
  }
}
