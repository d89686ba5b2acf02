import type { Vocabulary } from '../../../src/corpus/vocabulary';
import type { CharacterModel } from './characterModel';
import { type Context, type State, sumOfFrequencies } from './ppmContexts';
import { countSymbol } from './ppmCounting';
import { ppmDistribution } from './ppmDistribution';
import { extendContexts } from './ppmGrowth';
import { PpmState } from './ppmState';

const ORDER = 16;
const MAX_SINGLE_FREQUENCY = 128;

/**
 * PPMd, variant H: prediction by partial matching with inherited frequencies, by D. Shkarin, "PPM: one step to
 * practicality" (Data Compression Conference 2002), as 7-Zip's method PPMd has it, over characters instead of bytes. It
 * adapts: it learns every character that it reads. Its memory is not bounded.
 */
export class PpmModel implements CharacterModel {
  private readonly state: PpmState;

  constructor(
    readonly vocabulary: Vocabulary,
    order = ORDER,
  ) {
    this.state = new PpmState(vocabulary, order);
  }

  mark(): void {
    this.state.memory.mark();
  }

  goBack(): void {
    this.state.memory.goBack();
  }

  distribution(): Float64Array {
    return ppmDistribution(this.state, this.vocabulary.size);
  }

  read(symbol: number): void {
    const context = this.state.get('minContext');
    const isSingle = this.state.contexts.count(context) === 1;
    const isFound = isSingle ? this.readSingle(context, symbol) : this.readLongest(context, symbol);
    if (!isFound) this.readShorter(context, symbol);
    this.state.set('previousSymbol', symbol);
  }

  /** In the longest context, if it has one symbol. @returns whether it has this one */
  private readSingle(context: Context, symbol: number): boolean {
    const { contexts, escapes } = this.state;
    const only = contexts.first(context);
    const situation = this.state.singleSituation(context, only);
    const isHit = contexts.symbol(only) === symbol;
    this.state.set('previousWasExpected', isHit ? 1 : 0);
    if (!isHit) {
      this.state.set('firstEscape', escapes.learnSingleMiss(situation));
      return false;
    }
    escapes.learnSingleHit(situation);
    if (situation.frequency < MAX_SINGLE_FREQUENCY) contexts.addToFrequency(only, 1);
    this.state.add('runLength', 1);
    this.goOn(only);
    return true;
  }

  /** In the longest context, if it has several symbols. @returns whether it has this one */
  private readLongest(context: Context, symbol: number): boolean {
    const { contexts } = this.state;
    const { state, before } = contexts.find(context, symbol);
    const isFirst = state !== 0 && before === 0;
    const wasExpected = isFirst && 2 * contexts.frequency(state) > contexts.total(context);
    this.state.set('previousWasExpected', wasExpected ? 1 : 0);
    if (state === 0) return false;
    if (wasExpected) this.state.add('runLength', 1);
    this.goOn(countSymbol(this.state, context, state, before));
    return true;
  }

  /** In shorter and shorter ones, of which the last has all symbols. */
  private readShorter(longest: Context, symbol: number): void {
    const { contexts } = this.state;
    for (let [context, state] = [longest, 0]; state === 0;) {
      const longer = context;
      context = this.fall(longer);
      ({ state } = contexts.find(context, symbol));
      this.learnEscape(context, longer, state === 0);
      if (state === 0) continue;
      const counted = countSymbol(this.state, context, state, 0);
      this.state.endRun();
      extendContexts(this.state, counted);
    }
  }

  /** The longest of the shorter contexts that knows a symbol more. */
  private fall(context: Context): Context {
    const { contexts } = this.state;
    let shorter = context;
    do {
      shorter = contexts.suffix(shorter);
      this.state.add('orderFall', 1);
    } while (contexts.count(shorter) === contexts.count(context));
    this.state.set('minContext', shorter);
    return shorter;
  }

  /** @param longer the context whose symbols are out of the question */
  private learnEscape(context: Context, longer: Context, escapes: boolean): void {
    if (this.state.isRoot(context)) return;
    const { contexts } = this.state;
    const situation = this.state.escapeSituation(context, contexts.count(longer));
    if (!escapes) {
      this.state.escapes.learnNoEscape(situation);
      return;
    }
    const masked = new Set(contexts.contentsOfAll(longer).map(({ symbol }) => symbol));
    const possible = contexts.contentsOfAll(context).filter(({ symbol }) => !masked.has(symbol));
    this.state.escapes.learnEscape(situation, sumOfFrequencies(possible));
  }

  /** Moves to the context that ends with the symbol just read. */
  private goOn(state: State): void {
    const successor = this.state.contexts.successor(state);
    if (this.state.get('orderFall') === 0 && successor > 0) this.state.moveTo(successor);
    else extendContexts(this.state, state);
  }
}
