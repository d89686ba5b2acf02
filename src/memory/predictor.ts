import { Blend } from './blend';
import { Decisions } from './decisions';
import { type Distribution, WritableDistribution } from './distribution';
import { Evidence } from './evidence';
import { decodeLearnt, encodeLearnt, type Learnt } from './learnt';
import type { HiddenRanges } from './occurrences';
import type { TextStore } from './textStore';
import { BOUNDARY } from './units';

/** Says what comes next, from what the store holds, and learns how to weigh it. */
export class Predictor {
  private readonly evidence: Evidence;
  private readonly blend: Blend;
  private readonly decisions: Decisions;
  private readonly distribution = new WritableDistribution();

  constructor(store: TextStore) {
    this.evidence = new Evidence(store);
    this.blend = new Blend(this.evidence);
    this.decisions = new Decisions(this.evidence, this.blend);
  }

  /** What has been learnt of how to weigh; nothing of the text. */
  save(): Uint8Array {
    return encodeLearnt(this.learnt);
  }

  /** @throws Error if it was not saved by a predictor of this version */
  load(saved: Uint8Array): void {
    decodeLearnt(saved, this.learnt);
    this.decisions.refresh();
  }

  private get learnt(): Learnt {
    const [blend, decisions] = [this.blend.learnt, this.decisions.learnt];
    return {
      probabilities: [...blend.probabilities, ...decisions.probabilities],
      weights: [...blend.weights, ...decisions.weights],
      visits: [...blend.visits, ...decisions.visits],
    };
  }

  get bytes(): number {
    const { evidence, blend, decisions, distribution } = this;
    return evidence.bytes + blend.bytes + decisions.bytes + distribution.bytes;
  }

  /**
   * @param context its first `length` units are the text before, without boundaries
   * @param supposed how many of the last of them are only supposed: a match of them is no evidence
   */
  predict(context: Uint16Array, length: number, supposed: number, hidden: HiddenRanges): Distribution {
    const { evidence, blend, decisions, distribution } = this;
    evidence.gather(context, length, supposed, hidden);
    blend.compute();
    decisions.compute(length > 0 ? (context[length - 1] ?? BOUNDARY) : BOUNDARY, supposed);
    distribution.clear();
    for (let candidate = 0; candidate < evidence.candidates; candidate++) {
      distribution.push(evidence.characters[candidate] ?? BOUNDARY, decisions.probabilities[candidate] ?? 0);
    }
    distribution.unseen = decisions.unseen;
    distribution.matchLength = Math.max(0, evidence.occurrences.longest - supposed);
    distribution.longestOrder = evidence.longestOrder;
    return distribution;
  }

  /** Learns what came where `predict` was asked last. */
  learn(unit: number): void {
    const candidate = this.evidence.candidate(unit);
    this.blend.learn(candidate);
    this.decisions.learn(candidate);
  }
}
