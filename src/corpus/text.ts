import { isGeneratedText } from './generatedText';
import { readRegularFile } from './readFile';
import { holdsSecret } from './secrets';
import type { CorpusOptions, LeftOutReason } from './types';

/** The text of a file, or why it is left out. */
export type TextOrReason = { readonly text: string } | { readonly leftOut: LeftOutReason };

type TextOptions = Pick<CorpusOptions, 'excludeSecrets' | 'maxFileBytes'>;

export async function readText(path: string, options: TextOptions): Promise<TextOrReason> {
  const bytes = await readRegularFile(path, options.maxFileBytes);
  return typeof bytes === 'string' ? { leftOut: bytes } : textOf(bytes, options.excludeSecrets);
}

/** The text that a file's bytes hold, as `decodeText` gives it, if it is worth learning. */
export function textOf(bytes: Uint8Array, excludeSecrets: boolean): TextOrReason {
  const decoded = decodeText(bytes);
  if ('leftOut' in decoded) return decoded;
  const leftOut = reasonAgainst(decoded.text, excludeSecrets);
  return leftOut ? { leftOut } : decoded;
}

/** The text that a file's bytes hold, with `\n` at the end of each line and without byte order mark. */
export function decodeText(
  bytes: Uint8Array,
): { readonly text: string } | { readonly leftOut: 'binary' | 'not UTF-8' } {
  const decoder = decoderFor(bytes);
  if (decoder === UTF_8 && bytes.includes(0)) return { leftOut: 'binary' };
  try {
    const text = withLineFeeds(decoder.decode(bytes));
    return text.includes('\0') ? { leftOut: 'binary' } : { text };
  } catch {
    return { leftOut: 'not UTF-8' };
  }
}

function reasonAgainst(text: string, excludeSecrets: boolean): LeftOutReason | undefined {
  if (!/\S/.test(text)) return 'empty';
  if (excludeSecrets && holdsSecret(text)) return 'secret';
  return isGeneratedText(text) ? 'generated' : undefined;
}

// Fatal decoders throw at anything that is not well-formed, so no text ever holds half a surrogate pair.
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
const UTF_16_LE = new TextDecoder('utf-16le', { fatal: true });
const UTF_16_BE = new TextDecoder('utf-16be', { fatal: true });

/** UTF-16 (some tools on Windows write it) is told by its byte order mark, as in VS Code; everything else must be UTF-8. */
function decoderFor([first, second]: Uint8Array): TextDecoder {
  if (first === 0xff && second === 0xfe) return UTF_16_LE;
  if (first === 0xfe && second === 0xff) return UTF_16_BE;
  return UTF_8;
}

function withLineFeeds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}
