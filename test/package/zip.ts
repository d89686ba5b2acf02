import { readFileSync } from 'node:fs';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_OF_DIRECTORY_SIZE = 22;
const ENTRY_HEADER_SIZE = 46;

/** The paths of the files in a zip archive, from its central directory (APPNOTE.TXT 4.3.12). */
export function listZip(file: string): string[] {
  const zip = readFileSync(file);
  const end = zip.length - END_OF_DIRECTORY_SIZE; // without a comment, which vsce does not write
  if (zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error(`${file} is not a plain zip archive`);

  const names: string[] = [];
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(entry) !== DIRECTORY_ENTRY) throw new Error(`${file} is damaged`);
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(entry + field));
    const start = entry + ENTRY_HEADER_SIZE;
    names.push(zip.toString('utf8', start, start + (name ?? 0)));
    entry = start + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return names;
}
