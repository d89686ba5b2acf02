// @ts-check
// Programs that come with the operating system.
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { run, say, SetupError } from './terminal.mjs';

/** @returns {string | undefined} Where the first of these programs is that is installed. */
export function findProgram(/** @type {readonly string[]} */ names) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  const candidates = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return candidates.find(isExecutable);
}

/**
 * Installs those of some programs that are missing, each from the package of its name.
 * @param {readonly string[]} programs
 * @param {string} purpose What needs them, as the subject of a sentence.
 */
export async function setUpPrograms(programs, purpose) {
  const missing = programs.filter((program) => findProgram([program]) === undefined);
  if (missing.length > 0) await installDebianPackages(missing, purpose);
}

/**
 * Installs packages of Debian's.
 * @param {readonly string[]} packages
 * @param {string} purpose What needs them, as the subject of a sentence.
 */
export async function installDebianPackages(packages, purpose) {
  const command = `apt-get install ${packages.join(' ')}`;
  if (!existsSync('/etc/debian_version')) {
    throw new SetupError(`${purpose} needs what Debian has by "${command}"; please install the like of it.`);
  }
  if (process.getuid?.() !== 0) throw new SetupError(`${purpose} needs more: please run "sudo ${command}" once.`);

  say(`${purpose} needs ${packages.join(', ')}: installing by apt-get …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env, quiet: true });
  const options = ['-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600'];
  await run('apt-get', ['install', ...options, ...packages], { env, quiet: true });
}

function isExecutable(/** @type {string} */ file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
