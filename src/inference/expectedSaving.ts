import type { SuggestRequest } from './types';

/** A place where a suggestion may end. */
export interface PossibleEnd {
  /** In characters. */
  readonly length: number;
  /** That all up to there is right. */
  readonly probability: number;
}

type Wishes = Pick<SuggestRequest, 'minProbability' | 'minCharacters' | 'wrongCost'>;

/** The least that the next suggestion, after one was accepted, is worth being made for. */
const NEXT_CHARACTERS = 2;

/**
 * The end of the suggestion that saves the most keys: if it is right, its characters less the key that accepts it, and what
 * the next suggestion saves, which goes on from there; if it is wrong, it costs `wrongCost`. As the next one comes at once, a
 * long suggestion is worth its risk only if the rest of it is nearly certain. Undefined if none is probable enough.
 *
 * @param ends from the shortest to the longest
 */
export function mostSavingEnd<E extends PossibleEnd>(ends: readonly E[], wishes: Wishes): E | undefined {
  const savedAfterwards = new Float64Array(ends.length);
  let best: E | undefined;
  let most = 0;
  for (let index = ends.length - 1; index >= 0; index--) {
    const end = ends[index];
    if (!end) continue;
    savedAfterwards[index] = savedFrom(ends, index, savedAfterwards, wishes);
    if (end.probability < wishes.minProbability || end.length < wishes.minCharacters) continue;
    const saving = expectedSaving(end.probability, end.length + (savedAfterwards[index] ?? 0), wishes.wrongCost);
    if (saving >= most) [best, most] = [end, saving];
  }
  return best;
}

/** What the next suggestion saves when all up to the end at `index` has turned out right. */
function savedFrom(
  ends: readonly PossibleEnd[],
  index: number,
  savedAfterwards: Float64Array,
  { minProbability, wrongCost }: Wishes,
): number {
  const { length, probability } = ends[index] ?? { length: 0, probability: 0 };
  let most = 0;
  for (let later = index + 1; later < ends.length; later++) {
    const end = ends[later];
    if (!end || end.length - length < NEXT_CHARACTERS) continue;
    const given = Math.min(1, end.probability / probability);
    if (given < minProbability) continue;
    most = Math.max(most, expectedSaving(given, end.length - length + (savedAfterwards[later] ?? 0), wrongCost));
  }
  return most;
}

function expectedSaving(probability: number, characters: number, wrongCost: number): number {
  return probability * (characters - 1) - (1 - probability) * wrongCost;
}
