/** How sure MyGPT is to be before it suggests something: the values of `mygpt.completion.confidence`. */
export type Confidence = 'onlyWhenSure' | 'careful' | 'balanced' | 'eager';

export const DEFAULT_CONFIDENCE: Confidence = 'balanced';

/** When a suggestion is worth making. */
export interface Caution {
  /** How probable it must be that all of it is right, from 0 to 1. */
  readonly minProbability: number;
  /** What a wrong one costs who reads it, in keys. */
  readonly wrongCost: number;
}

const CAUTIONS: Readonly<Record<Confidence, Caution>> = {
  onlyWhenSure: { minProbability: 0.8, wrongCost: 2 },
  careful: { minProbability: 0.6, wrongCost: 1 },
  balanced: { minProbability: 0.44, wrongCost: 0.5 },
  eager: { minProbability: 0.2, wrongCost: 0.25 },
};

/** Who asks for a suggestion wants to see one, however unsure. */
export const ANYTHING: Caution = { minProbability: 0, wrongCost: 0 };

/** @param confidence what somebody has set; what is no such value stands for the default */
export function cautionOf(confidence: string): Caution {
  return new Map<string, Caution>(Object.entries(CAUTIONS)).get(confidence) ?? CAUTIONS[DEFAULT_CONFIDENCE];
}
