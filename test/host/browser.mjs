// @ts-check
// The browser in which the tests see VS Code.
import { existsSync } from 'node:fs';
import { findProgram, installDebianPackages } from './debian.mjs';
import { SetupError } from './terminal.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string | undefined} The browser that the environment variable CHROMIUM names, or one that is installed. */
export function findBrowser() {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && !existsSync(named)) {
    throw new SetupError(`The environment variable CHROMIUM names ${named}, which is not there.`);
  }
  return named ?? findProgram(NAMES);
}

/** Makes sure that there is a browser. */
export async function setUpBrowser() {
  if (findBrowser() === undefined) await installDebianPackages(['chromium', 'fonts-dejavu-core'], 'Seeing VS Code');
}
