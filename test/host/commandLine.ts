import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { VSCODE_NODE } from './paths.mjs';
import type { VsCodeServer } from './server';

/** Runs the `mygpt` that comes with the installed extension. Returns what it prints. */
export async function mygpt(server: VsCodeServer, ...args: readonly string[]): Promise<string> {
  const program = path.join(server.extension, 'dist/cli.js');
  const { stdout } = await promisify(execFile)(VSCODE_NODE, [program, ...args]);
  return stdout;
}

/** The model folder that the extension has written, if there is one. */
export function findModel(server: VsCodeServer): string | undefined {
  const files = readdirSync(server.data, { recursive: true, encoding: 'utf8' });
  const manifest = files.find((file) => path.basename(file) === 'manifest.json' && files.includes(siblingModel(file)));
  return manifest === undefined ? undefined : path.join(server.data, path.dirname(manifest));
}

function siblingModel(file: string): string {
  return path.join(path.dirname(file), 'model.onnx');
}
