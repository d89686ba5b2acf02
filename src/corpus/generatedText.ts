/** Names that tools give to what they write. */
const GENERATED_NAMES: readonly RegExp[] = [
  /[.-]min\.(js|mjs|cjs|css|html)$/i,
  /\.(bundle|chunk|packed)\.(js|mjs|cjs|css)$/i,
  /\.map$/i, // source maps
  /\.snap$/i, // snapshots of tests
  /\.tsbuildinfo$/i,
  /\.(g|freezed|gr|mocks)\.dart$/i,
  /\.(g|g\.i|designer)\.(cs|vb)$/i,
  /(_pb2(_grpc)?\.pyi?|\.pb\.(go|cc|h)|_pb\.(js|d\.ts)|\.pb\.gw\.go)$/i, // protocol buffers
  /[._]generated\.\w+$/i,
  /^\.pnp\.(c?js|loader\.mjs)$/i,
];

/** What tools write near the top of what they write. */
const GENERATED_MARKERS: readonly RegExp[] = [
  /@generated\b/,
  /\bDO NOT (EDIT|MODIFY)\b/,
  /<auto-?generated\b/i,
  /\b(this|the following) (file|code|document) (is|was|has been) (auto(matically)?[- ]?)?generated\b/i,
  /\bauto(matically)?[- ]?generated (file|code|by|from)\b/i,
];

/** A marker counts only in a comment, so that text about generated code is not taken for it. */
const COMMENT_START = /^\s*(\/\/|\/\*|\*|#|--|;|%|<!--|\(\*|\{-|"""|'|REM\b)/i;

const LINES_WITH_MARKER = 20;
const LONG_LINE = 500;
/** In prose about one character in six is white space, in formatted code more. */
const MIN_SHARE_OF_BLANKS = 1 / 12;

export function hasGeneratedName(name: string): boolean {
  return GENERATED_NAMES.some((pattern) => pattern.test(name));
}

/** Tells text that no person typed: marked as generated, or mostly packed into long lines (minified, encoded data). */
export function isGeneratedText(text: string): boolean {
  return hasGeneratedMarker(text) || isPackedText(text);
}

function hasGeneratedMarker(text: string): boolean {
  const lines = text.slice(0, LINES_WITH_MARKER * 200).split('\n', LINES_WITH_MARKER);
  return lines.some((line) => COMMENT_START.test(line) && GENERATED_MARKERS.some((marker) => marker.test(line)));
}

/** More than half of the text stands in long lines that have hardly any white space between ASCII characters. */
export function isPackedText(text: string): boolean {
  let packed = 0;
  for (let start = 0; start < text.length;) {
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak < 0 ? text.length : lineBreak;
    if (end - start > LONG_LINE && isPackedLine(text.slice(start, end))) packed += end - start;
    start = end + 1;
  }
  return packed * 2 > text.length;
}

/** Writing systems without spaces between words (all beyond ASCII) are not mistaken for packed text. */
function isPackedLine(line: string): boolean {
  let blanks = 0;
  for (let index = 0; index < line.length; index++) {
    const code = line.charCodeAt(index);
    if (code <= 0x20 || code >= 0x80) blanks++;
  }
  return blanks < line.length * MIN_SHARE_OF_BLANKS;
}
