import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROGRAMS = ['7zz', '7z', '7za'];
const METHOD = '-m0=PPMd:o=16:mem=256m';

/**
 * What PPMd of order 16 (Shkarin's variant H, in 7-Zip) needs for a held-out text after the training text, which it also
 * learns from as it reads: nats per character.
 *
 * @returns undefined where 7-Zip is not installed
 */
export function ppmdNatsPerCharacter(training: string, heldOut: string): number | undefined {
  const program = PROGRAMS.find(isInstalled);
  if (program === undefined) return undefined;
  const bytes = compressedSize(program, `${training}\n${heldOut}`) - compressedSize(program, training);
  return (bytes * 8 * Math.LN2) / (heldOut.length + 1);
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Through a pipe: of a file 7-Zip knows the size, and takes less memory than it was told, which PPMd pays for. */
function compressedSize(program: string, text: string): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'mygpt-ppmd-'));
  try {
    const archive = path.join(folder, 'text.7z');
    execFileSync(program, ['a', '-si', METHOD, archive], { input: text, stdio: ['pipe', 'ignore', 'ignore'] });
    return statSync(archive).size;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
