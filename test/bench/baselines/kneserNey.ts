import type { Vocabulary } from '../../../src/corpus/vocabulary';
import type { CharacterModel } from './characterModel';
import { discountsOf, type Discounts, discountFor } from './kneserNeyDiscounts';
import { NgramTree } from './ngramTree';

const ORDER = 8;

/**
 * An n-gram model with modified Kneser-Ney smoothing, interpolated: S. F. Chen and J. Goodman, "An Empirical Study of
 * Smoothing Techniques for Language Modeling" (1998), section 3. It learns one text, and nothing from what it reads later.
 */
export class KneserNeyModel implements CharacterModel {
  private readonly tree: NgramTree;
  /** Of n-grams of each length, beginning with 1. */
  private readonly discounts: readonly Discounts[];
  /** The last tokens that were read, at most `order`. */
  private context: readonly number[] = [];
  private marked: readonly number[] | undefined;

  /** @param order how many characters it looks back: its longest n-grams are longer by one */
  constructor(
    readonly vocabulary: Vocabulary,
    text: string,
    private readonly order = ORDER,
  ) {
    this.tree = new NgramTree(vocabulary.size, vocabulary.encode(text), order + 1);
    this.discounts = Array.from({ length: order + 1 }, (_, index) => discountsOf(this.tree.countsOfCounts(index + 1)));
  }

  mark(): void {
    this.marked = this.context;
  }

  goBack(): void {
    if (!this.marked) throw new Error('Nowhere to go back to: mark first.');
    this.context = this.marked;
  }

  read(token: number): void {
    this.context = [...this.context, token].slice(-this.order);
  }

  distribution(): Float64Array {
    const { size } = this.vocabulary;
    const probabilities = new Float64Array(size).fill(1 / size);
    for (const [index, discounts] of this.discounts.entries()) {
      if (index > this.context.length) break;
      const context = this.tree.find(this.context.slice(this.context.length - index));
      if (context === undefined) break;
      this.refine(probabilities, context, discounts);
    }
    return probabilities;
  }

  /** Makes of the probabilities after a context those after one that is longer by a character. */
  private refine(probabilities: Float64Array, context: number, discounts: Discounts): void {
    let total = 0;
    let kept = 0;
    this.tree.forEachChild(context, (_, count) => {
      total += count;
      kept += count - discountFor(count, discounts);
    });
    if (total === 0) return;
    const shared = 1 - kept / total;
    probabilities.forEach((probability, token) => (probabilities[token] = shared * probability));
    this.tree.forEachChild(context, (token, count) => {
      probabilities[token] = (probabilities[token] ?? 0) + (count - discountFor(count, discounts)) / total;
    });
  }
}
