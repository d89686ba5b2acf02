import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isNumber, isString, objectOf } from '../../../guards';
import type { ExecutionProvider } from '../../types';

/** A driver may be mended meanwhile. */
const MILLISECONDS_REMEMBERED = 7 * 24 * 60 * 60 * 1000;

interface Refusal {
  /** When, in milliseconds since 1970. */
  readonly at: number;
  /** Of ONNX Runtime. */
  readonly version: string;
  /** A clause, to stand after the provider's name. */
  readonly reason: string;
}

const isRefusal = objectOf<Refusal>({ at: isNumber, version: isString, reason: isString });

/**
 * Remembers for a week, in a small file, which providers were tried for long and in vain, so that not every training tries
 * them again. What can be used is tried before each use, and a new version of ONNX Runtime is told nothing.
 */
export class ProbeMemory {
  constructor(
    private readonly file: string,
    private readonly version: string,
    private readonly now: () => number = Date.now,
  ) {}

  /** @returns why the provider was refused; undefined if it is to be tried. */
  async recall(provider: ExecutionProvider): Promise<string | undefined> {
    const refusal = (await this.read()).get(provider);
    if (!isRefusal(refusal) || refusal.version !== this.version) return undefined;
    return this.now() - refusal.at < MILLISECONDS_REMEMBERED ? refusal.reason : undefined;
  }

  /** A file that cannot be written costs time at the next training, and nothing else. */
  async keep(provider: ExecutionProvider, reason: string): Promise<void> {
    const refusal: Refusal = { at: this.now(), version: this.version, reason };
    const all = (await this.read()).set(provider, refusal);
    try {
      await mkdir(path.dirname(this.file), { recursive: true });
      await writeFile(this.file, JSON.stringify(Object.fromEntries(all)));
    } catch {
      // Then it is tried again.
    }
  }

  private async read(): Promise<Map<string, unknown>> {
    try {
      return new Map(Object.entries(JSON.parse(await readFile(this.file, 'utf8')) as object));
    } catch {
      return new Map();
    }
  }
}
