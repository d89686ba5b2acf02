import type { UndoableMemory } from './undoableMemory';

/** Probabilities of contexts with one symbol are kept as 14-bit fractions, which move by a 128th each time. */
const ONE = 1 << 14;
const PERIOD_BITS = 7;
const INTERVAL = 1 << PERIOD_BITS;
const ROWS = 128;
const COLUMNS = 64;
/** What an escape from a context with one symbol is worth at first, by the number of symbols below it and of what was before. */
const FIRST_ESCAPES = [0x3cdd, 0x1f3f, 0x59bf, 0x48f3, 0x64a1, 0x5abc, 0x6632, 0x6051];

const SEE_ROWS = 25;
const SEE_COLUMNS = 16;
const SEE_SIZE = 3;
const SUM = 0;
const SHIFT = 1;
const COUNT = 2;

/** The frequency that a second symbol leaves for escapes, by how probable its escape was. */
const ESCAPE_FREQUENCIES = [25, 14, 9, 7, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2];

/** What decides which of the learnt estimates for a context with one symbol is taken. */
export interface SingleSituation {
  readonly frequency: number;
  /** Symbols of the next shorter context. */
  readonly suffixCount: number;
  readonly previousWasExpected: boolean;
  readonly previousIsLetter: boolean;
  readonly isLetter: boolean;
  /** No long run of hits in contexts with one symbol. */
  readonly isShortRun: boolean;
}

/** What decides which of the learnt estimates for an escape is taken, once longer contexts were of no use. */
export interface EscapeSituation {
  /** Symbols of this context, of the next shorter one, and of the longer one whose symbols are out of the question. */
  readonly count: number;
  readonly suffixCount: number;
  readonly masked: number;
  readonly total: number;
  readonly previousIsLetter: boolean;
}

/** How often contexts fail, learnt for contexts that are alike (secondary escape estimation). */
export class PpmEscapes {
  private readonly singles: number;
  private readonly escapes: number;

  constructor(private readonly memory: UndoableMemory) {
    this.singles = memory.allocate(ROWS * COLUMNS);
    for (let row = 0; row < ROWS; row++) {
      for (let column = 0; column < COLUMNS; column++) {
        const first = FIRST_ESCAPES[column % 8] ?? 0;
        memory.set(this.singles + row * COLUMNS + column, ONE - Math.floor(first / (row + 2)));
      }
    }
    this.escapes = memory.allocate(SEE_ROWS * SEE_COLUMNS * SEE_SIZE);
    for (let cell = 0; cell < SEE_ROWS * SEE_COLUMNS; cell++) {
      const address = this.escapes + cell * SEE_SIZE;
      const shift = PERIOD_BITS - 4;
      memory.set(address + SUM, (5 * Math.floor(cell / SEE_COLUMNS) + 10) << shift);
      memory.set(address + SHIFT, shift);
      memory.set(address + COUNT, 4);
    }
  }

  /** The probability that the one symbol of a context comes. */
  singleProbability(situation: SingleSituation): number {
    return this.memory.get(this.singleAddress(situation)) / ONE;
  }

  learnSingleHit(situation: SingleSituation): void {
    const address = this.singleAddress(situation);
    const probability = this.memory.get(address);
    this.memory.set(address, probability + INTERVAL - mean(probability));
  }

  /** @returns the frequency of escapes if the context gets a second symbol now */
  learnSingleMiss(situation: SingleSituation): number {
    const address = this.singleAddress(situation);
    const probability = this.memory.get(address);
    this.memory.set(address, probability - mean(probability));
    return ESCAPE_FREQUENCIES[(probability - mean(probability)) >> 10] ?? 0;
  }

  /** The frequency of escapes, beside those of the symbols that are still possible. */
  escapeFrequency(situation: EscapeSituation): number {
    const address = this.escapeAddress(situation);
    return Math.max(1, this.memory.get(address + SUM) >> this.memory.get(address + SHIFT));
  }

  /** @param frequencies of the symbols that were still possible */
  learnEscape(situation: EscapeSituation, frequencies: number): void {
    const frequency = this.escapeFrequency(situation);
    this.takeMean(situation);
    this.memory.add(this.escapeAddress(situation) + SUM, frequency + frequencies);
  }

  learnNoEscape(situation: EscapeSituation): void {
    this.takeMean(situation);
    const address = this.escapeAddress(situation);
    const shift = this.memory.get(address + SHIFT);
    if (shift >= PERIOD_BITS) return;
    this.memory.add(address + COUNT, -1);
    if (this.memory.get(address + COUNT) > 0) return;
    this.memory.set(address + SUM, this.memory.get(address + SUM) << 1);
    this.memory.set(address + COUNT, 3 << shift);
    this.memory.set(address + SHIFT, shift + 1);
  }

  private takeMean(situation: EscapeSituation): void {
    const address = this.escapeAddress(situation);
    const sum = this.memory.get(address + SUM);
    this.memory.set(address + SUM, sum - (sum >> this.memory.get(address + SHIFT)));
  }

  private singleAddress(situation: SingleSituation): number {
    const column =
      flag(situation.previousWasExpected, 1) +
      suffixClass(situation.suffixCount) +
      flag(situation.previousIsLetter, 8) +
      flag(situation.isLetter, 16) +
      flag(situation.isShortRun, 32);
    return this.singles + (situation.frequency - 1) * COLUMNS + column;
  }

  private escapeAddress({ count, suffixCount, masked, total, previousIsLetter }: EscapeSituation): number {
    const possible = count - masked;
    const column =
      flag(possible < suffixCount - count, 1) +
      flag(total < 11 * count, 2) +
      flag(masked > possible, 4) +
      flag(previousIsLetter, 8);
    return this.escapes + (countClass(possible) * SEE_COLUMNS + column) * SEE_SIZE;
  }
}

function flag(condition: boolean, value: number): number {
  return condition ? value : 0;
}

function mean(probability: number): number {
  return (probability + (1 << (PERIOD_BITS - 2))) >> PERIOD_BITS;
}

/** 1 → 0, 2 → 2, 3 to 11 → 4, more → 6. */
function suffixClass(count: number): number {
  if (count <= 2) return 2 * (count - 1);
  return count <= 11 ? 4 : 6;
}

/** 1 → 0, 2 → 1, 3 → 2, 4 → 3, 5 and 6 → 4, 7 to 9 → 5, and so on, each class one wider than the last. */
function countClass(count: number): number {
  if (count <= 3) return count - 1;
  const beyond = Math.ceil((Math.sqrt(8 * (count - 3) + 1) - 1) / 2);
  return Math.min(SEE_ROWS - 1, 2 + beyond);
}
