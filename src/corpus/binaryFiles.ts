/** Endings of files that are not text, so that they need not be opened; whatever else holds a NUL is found by reading. */
const BINARY_ENDINGS: ReadonlySet<string> = new Set([
  // pictures, sound, film, fonts
  ...['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'ico', 'icns', 'tif', 'tiff', 'heic', 'psd', 'xcf', 'ai'],
  ...[
    'mp3',
    'wav',
    'flac',
    'ogg',
    'm4a',
    'aac',
    'mp4',
    'mkv',
    'mov',
    'avi',
    'webm',
    'woff',
    'woff2',
    'ttf',
    'otf',
    'eot',
  ],
  // archives and packages
  ...[
    'zip',
    'gz',
    'tgz',
    'bz2',
    'xz',
    'zst',
    '7z',
    'rar',
    'tar',
    'jar',
    'war',
    'whl',
    'vsix',
    'deb',
    'rpm',
    'dmg',
    'iso',
  ],
  // programs and what compilers write
  ...['exe', 'dll', 'so', 'dylib', 'a', 'o', 'obj', 'lib', 'class', 'pyc', 'pyo', 'wasm', 'node', 'pdb', 'rlib'],
  // documents and data
  ...['pdf', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'odt', 'ods', 'odp', 'epub', 'sqlite', 'sqlite3', 'db'],
  ...['parquet', 'npy', 'npz', 'pkl', 'pt', 'pth', 'onnx', 'safetensors', 'gguf', 'h5', 'hdf5', 'bin', 'dat'],
]);

export function isBinaryName(name: string): boolean {
  const dot = name.lastIndexOf('.');
  return dot > 0 && BINARY_ENDINGS.has(name.slice(dot + 1).toLowerCase());
}
