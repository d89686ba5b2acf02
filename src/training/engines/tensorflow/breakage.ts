import { describeExit, type ProcessExit } from '../../../processes';

/** Its addon, or its library, is one for another architecture. */
export const OTHER_PROCESSOR = 'it is made for another kind of processor';

/** What a broken package says when it is loaded, and what that means, as a clause about it. */
const SAYINGS: readonly (readonly [saying: RegExp, meaning: (match: RegExpExecArray) => string])[] = [
  [
    /native addon module \(tfjs_binding\.node\) can not be found/,
    () => 'its native addon (tfjs_binding.node) is missing',
  ],
  [
    /version [`'](GLIBC(?:XX)?_[\d.]+)' not found/,
    ([, version]) => `it needs a newer Linux than this one (${version ?? 'glibc'} is missing)`,
  ],
  [
    /compiled to use (\S+) instructions, but these aren't available/,
    ([, instructions]) => `the processor lacks instructions that it needs (${instructions ?? ''})`,
  ],
  // What Linux says of a file that is there, but for another architecture.
  [/tfjs_binding\.node: cannot open shared object file/, () => OTHER_PROCESSOR],
  [/(\S+): cannot open shared object file/, ([, library]) => `its library ${library ?? ''} is missing`],
  [/Library not loaded: (?:\S*\/)?(\S+)/, ([, library]) => `its library ${library ?? ''} is missing`],
  [
    /specified module could not be found/i,
    () => 'its library tensorflow.dll is missing, or the Microsoft Visual C++ Redistributable that it needs',
  ],
  [
    /incompatible architecture|wrong ELF class|not a valid Win32 application|invalid ELF header/i,
    () => OTHER_PROCESSOR,
  ],
  [/file too short|cannot read file data|truncated/i, () => 'its library is incomplete'],
  [/Cannot find module '([^']+)'/, ([, module]) => `a part of it is missing (${module ?? ''})`],
];

/** What a package threw when it was loaded, as a clause: "its native addon (tfjs_binding.node) is missing". */
export function explainLoadError(message: string): string {
  return known(message) ?? `it says "${firstLine(message)}"`;
}

/** Windows' STATUS_ILLEGAL_INSTRUCTION. */
const ILLEGAL_INSTRUCTION = 0xc000001d;

/** Why a process that loaded the package ended without a word, as a clause. */
export function explainCrash(exit: ProcessExit): string {
  if (exit.signal === 'SIGILL' || exit.code === ILLEGAL_INSTRUCTION) {
    return 'the processor lacks instructions that it needs (AVX)';
  }
  return known(exit.lastWords) ?? `the process that loaded it ${describeExit(exit)}`;
}

function known(text: string): string | undefined {
  for (const [saying, meaning] of SAYINGS) {
    const match = saying.exec(text);
    if (match) return meaning(match);
  }
  return undefined;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
