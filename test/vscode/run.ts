// Runs the tests of this folder with mocha inside the extension host of a real VS Code, where the packaged extension is
// installed. A folder here is a window: its tests run in a VS Code of their own that has the folder's workspace open.
//     node --import tsx test/vscode/run.ts RESULTS.json [PATTERN]
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { packageFile, RESULTS, SAMPLE_WORKSPACE } from '../host/paths.mjs';
import { type ServerOptions, VsCodeServer } from '../host/server';
import { until } from '../host/until';
import { VsCodeWindow } from '../host/window';
import type { TestResult, WindowResults } from './mocha';

/** What is open in a window. */
interface Window {
  readonly name: string;
  readonly workspace: ServerOptions['workspace'];
  readonly settings?: ServerOptions['settings'];
}

const WINDOWS: readonly Window[] = [
  {
    name: 'workspace',
    workspace: SAMPLE_WORKSPACE,
    settings: {
      'mygpt.training.steps': 100,
      'mygpt.training.evaluationInterval': 50,
      // So early in its training the model is unsure of everything.
      'mygpt.completion.confidence': 'eager',
    },
  },
];

const PATIENCE_IN_SECONDS = 300;
const SYMBOLS = { passed: '✔', failed: '✖', skipped: '﹣' };

async function main(resultsFile: string, pattern: string): Promise<void> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const window of WINDOWS) {
    const files = testFiles(window.name).filter((file) => file.includes(pattern));
    if (files.length === 0) continue;
    const { tests, notes } = await runWindow(window, files);
    for (const test of tests) {
      counts[test.outcome]++;
      console.log(describeResult(test));
    }
    for (const note of notes) console.log(`ℹ ${note}`);
  }
  writeFileSync(resultsFile, JSON.stringify(counts));
}

/** Paths relative to this folder. */
function testFiles(window: string): string[] {
  const files = readdirSync(path.join(__dirname, window)).filter((file) => file.endsWith('.test.ts'));
  return files.sort().map((file) => `./${window}/${file}`);
}

async function runWindow(window: Window, files: readonly string[]): Promise<WindowResults> {
  const folder = await bundle(window.name, files);
  const results = path.join(folder, 'results.json');
  rmSync(results, { force: true });
  const { workspace, settings = {} } = window;
  const server = await VsCodeServer.start({
    workspace,
    settings,
    extension: packageFile('linux-x64'),
    environment: { MYGPT_TEST_RESULTS: results },
    // Without it, the window ignores the address of the tests in silence.
    args: ['--vscode-option', 'enable-smoke-test-driver'],
  });
  try {
    await runInExtensionHost(server, folder);
    return JSON.parse(readFileSync(results, 'utf8')) as WindowResults;
  } finally {
    await server.stop();
  }
}

/** Writes an extension whose only content is the tests. Returns its folder. */
async function bundle(window: string, files: readonly string[]): Promise<string> {
  const folder = path.join(RESULTS, 'vscode', window);
  mkdirSync(folder, { recursive: true });
  const imports = files.map((file) => `await import(${JSON.stringify(file)});`);
  await build({
    stdin: {
      contents: `import { runMocha } from './mocha';
        export const run = () => runMocha(async () => { ${imports.join('\n')} });
        export const activate = () => {};`,
      resolveDir: __dirname,
    },
    outfile: path.join(folder, 'tests.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
  });
  const manifest = {
    name: 'mygpt-tests',
    publisher: 'mygpt',
    version: '0.0.0',
    engines: { vscode: '*' },
    main: './tests',
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  return folder;
}

/** Opens a window that runs the tests and waits for their end. */
async function runInExtensionHost(server: VsCodeServer, folder: string): Promise<void> {
  const window = await VsCodeWindow.launch();
  try {
    let ended = false;
    await window.page.exposeFunction('codeAutomationExit', () => (ended = true));
    await window.page.exposeFunction('codeAutomationLog', () => undefined); // VS Code's own console, full of noise
    const payload = [
      ['extensionDevelopmentPath', server.remoteUri(folder)],
      ['extensionTestsPath', server.remoteUri(path.join(folder, 'tests.js'))],
    ];
    await window.open(server, { folder: server.workspace, payload: JSON.stringify(payload) });
    await until('the tests in the extension host ended', () => ended, { seconds: PATIENCE_IN_SECONDS });
  } finally {
    await window.close();
  }
}

function describeResult({ title, outcome, milliseconds, error }: TestResult): string {
  const line = `${SYMBOLS[outcome]} ${title} (${milliseconds} ms)`;
  return error === undefined ? line : `${line}\n${error}`;
}

const [resultsFile, pattern = ''] = process.argv.slice(2);
if (resultsFile === undefined) throw new Error('Name the file for the results.');
void main(resultsFile, pattern).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
