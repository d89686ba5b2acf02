import type { Prediction } from '../../../src/inference/types';

/** A text that a model predicts, each character with the same probability. */
export function predictionsOf(text: string, probability = 1): readonly Prediction[] {
  return [...text].map((character) => ({ character, probability }));
}
