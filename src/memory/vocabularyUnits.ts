import { POSSIBLE_UNITS } from './units';

/** What of a character stands in a UTF-16 code unit. */
interface AstralCharacter {
  readonly high: number;
  readonly low: number;
  readonly token: number;
}

const NONE = -1;
/** What a model gives a character that its vocabulary does not have, if it has no token for unknown ones either. */
const UNTHOUGHT_OF = 1e-5;

/**
 * A model's distribution over its vocabulary, read as one over UTF-16 code units. A character beyond U+FFFF is two units:
 * the first has the probability of all characters that begin with it, the second what of that is the character's.
 * The unknown token's probability is shared evenly by the units that no token stands for.
 */
export class VocabularyUnits {
  private readonly tokenOf = new Int32Array(0x10000).fill(NONE);
  private readonly astral: readonly AstralCharacter[];
  private readonly highs: ReadonlySet<number>;
  private readonly unknownUnits: number;
  /** The units that the model knows. */
  readonly known: Uint16Array;

  /** @param characters of the vocabulary, index = token; @param unknown the token of unknown characters */
  constructor(
    characters: readonly string[],
    private readonly unknown: number | undefined,
  ) {
    const astral: AstralCharacter[] = [];
    characters.forEach((character, token) => {
      if (token === unknown) return;
      if (character.length === 1) this.tokenOf[character.charCodeAt(0)] = token;
      else astral.push({ high: character.charCodeAt(0), low: character.charCodeAt(1), token });
    });
    this.astral = astral;
    this.highs = new Set(astral.map(({ high }) => high));
    const single = characters.filter((character, token) => token !== unknown && character.length === 1);
    this.known = Uint16Array.from([...single.map((character) => character.charCodeAt(0)), ...this.highs]);
    this.unknownUnits = POSSIBLE_UNITS - this.known.length;
  }

  /**
   * How probable the model finds a unit.
   *
   * @param probabilities of the tokens, given the whole characters before
   * @param high the first half of a character, if that stands right before
   */
  probability(probabilities: ArrayLike<number>, unit: number, high?: number): number {
    if (high !== undefined) return this.secondHalf(probabilities, high, unit);
    const token = this.tokenOf[unit] ?? NONE;
    if (token !== NONE) return probabilities[token] ?? 0;
    if (this.highs.has(unit)) return this.sum(probabilities, (character) => character.high === unit);
    return this.unknownProbability(probabilities) / this.unknownUnits;
  }

  private secondHalf(probabilities: ArrayLike<number>, high: number, low: number): number {
    const possible = 0x400;
    const unknown = this.unknownProbability(probabilities) / this.unknownUnits;
    const both = this.sum(probabilities, (character) => character.high === high && character.low === low);
    const first = this.sum(probabilities, (character) => character.high === high);
    return (both + unknown / possible) / (first + unknown);
  }

  private unknownProbability(probabilities: ArrayLike<number>): number {
    return Math.max(UNTHOUGHT_OF, this.unknown === undefined ? 0 : (probabilities[this.unknown] ?? 0));
  }

  private sum(probabilities: ArrayLike<number>, matches: (character: AstralCharacter) => boolean): number {
    let sum = 0;
    for (const character of this.astral) if (matches(character)) sum += probabilities[character.token] ?? 0;
    return sum;
  }
}
