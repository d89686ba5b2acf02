import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_OF_DIRECTORY_SIZE = 22;
const ENTRY_HEADER_SIZE = 46;
const FILE_HEADER_SIZE = 30;
const STORED = 0;

interface ZipEntry {
  readonly name: string;
  /** The file's bytes, unpacked. */
  readonly content: () => Buffer;
}

/** The paths of the files in a zip archive. */
export function listZip(file: string): string[] {
  return readZip(file).map(({ name }) => name);
}

/** Unpacks the files of a zip archive whose path begins with `prefix`, which is left out. */
export function unpackZip(file: string, prefix: string, folder: string): void {
  for (const { name, content } of readZip(file)) {
    if (!name.startsWith(prefix) || name.endsWith('/')) continue;
    const destination = path.join(folder, name.slice(prefix.length));
    mkdirSync(path.dirname(destination), { recursive: true });
    writeFileSync(destination, content());
  }
}

/** By the central directory (APPNOTE.TXT 4.3.12). */
function readZip(file: string): ZipEntry[] {
  const zip = readFileSync(file);
  const end = zip.length - END_OF_DIRECTORY_SIZE; // without a comment, which vsce does not write
  if (zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error(`${file} is not a plain zip archive`);

  const entries: ZipEntry[] = [];
  let entry = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(entry) !== DIRECTORY_ENTRY) throw new Error(`${file} is damaged`);
    const [name = 0, extra = 0, comment = 0] = [28, 30, 32].map((field) => zip.readUInt16LE(entry + field));
    const start = entry + ENTRY_HEADER_SIZE;
    const [method, size, header] = [
      zip.readUInt16LE(entry + 10),
      zip.readUInt32LE(entry + 20),
      zip.readUInt32LE(entry + 42),
    ];
    entries.push({
      name: zip.toString('utf8', start, start + name),
      content: () => {
        const lengths = zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
        const packed = zip.subarray(header + FILE_HEADER_SIZE + lengths).subarray(0, size);
        return method === STORED ? packed : inflateRawSync(packed);
      },
    });
    entry = start + name + extra + comment;
  }
  return entries;
}
