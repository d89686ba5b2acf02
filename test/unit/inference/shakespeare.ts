import path from 'node:path';
import { readModelFolder } from '../../../src/model/folder';
import type { Vocabulary } from '../../../src/corpus/vocabulary';
import { type DecodeSession, openDecodeSession } from '../../../src/inference/session';
import oracle from '../../fixtures/shakespeare.oracle.json';

export const SHAKESPEARE = path.join(__dirname, '../../../models/shakespeare');

export interface OracleEntry {
  readonly prompt: string;
  /** PyTorch's natural-log probabilities of the next character, over the vocabulary. */
  readonly logprobs: readonly number[];
  /** PyTorch's 40 greedy characters, the context cropped to the last 64. */
  readonly greedy40: string;
}

export const ORACLE: readonly OracleEntry[] = oracle;

export async function openShakespeare(): Promise<{ session: DecodeSession; vocabulary: Vocabulary }> {
  const { onnx, configuration, vocabulary } = await readModelFolder(SHAKESPEARE);
  return { session: await openDecodeSession(onnx, configuration), vocabulary };
}
