import { textOf } from '../../src/corpus/text';
import { Vocabulary } from '../../src/corpus/vocabulary';
import { isInferenceReply, isInferenceRequest } from '../../src/inference/protocol';
import { encodeCheckpoint, importCheckpoint } from '../../src/model/checkpoint';
import { parseConfiguration } from '../../src/model/configuration';
import { exportModel } from '../../src/model/decodeGraph';
import { importOnnx } from '../../src/model/importOnnx';
import { initialParameters, parameterLayout } from '../../src/model/parameters';
import { Random } from '../../src/random';
import { isTrainingEvent } from '../../src/training/eventGuards';
import { isTrainingCommand } from '../../src/training/protocol';
import { isGeneratorPageMessage, isGeneratorViewMessage } from '../../src/views/generator/protocol';
import { isTrainingPageMessage } from '../../src/views/training/protocol';

/** Something that reads bytes which nobody vouches for. */
export interface FuzzTarget {
  readonly name: string;
  /** What is right, and is changed at random. */
  readonly seeds: readonly Uint8Array[];
  /** May refuse with a UserError, and must not do anything worse. */
  readonly read: (bytes: Uint8Array) => unknown;
}

const notebook = { format: 1, context_length: 3, d_embed: 4, n_head: 2, n_layer: 1, vocab_size: 3 };
const rotary = { ...notebook, positions: 'rotary', norm: 'rms_norm', bias: false } as const;
const configurations = [notebook, rotary];
const vocabulary = new Vocabulary(['\n', 'a', '😀']);

const parametersOf = (configuration: (typeof configurations)[number]) =>
  initialParameters(parameterLayout(configuration), new Random(1));

const messages = [
  { type: 'suggest', id: 1, question: { prefix: 'const a', suffix: ')', maxCharacters: 40, minCharacters: 2 } },
  { type: 'document', id: 2, question: { type: 'open', path: 'a.ts', text: 'let a = 1;' } },
  { type: 'answer', id: 1, answer: { characters: [{ character: 'a', probability: 0.5 }] } },
  { type: 'progress', step: 10, trainingLoss: 2.5, validationLoss: 2.6, elapsedSeconds: 3 },
  { type: 'generate', generation: { prompt: 'To be', length: 100, temperature: 0.8, topK: 0, seed: 1 } },
  { type: 'train' },
];
const guards = [
  isInferenceRequest,
  isInferenceReply,
  isTrainingCommand,
  isTrainingEvent,
  isTrainingPageMessage,
  isGeneratorPageMessage,
  isGeneratorViewMessage,
];

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
/** Undefined for what is no JSON: others say that. */
const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
};

const readMessage = (bytes: Uint8Array): readonly boolean[] => {
  const message = parsed(bytes);
  return guards.map((guard) => guard(message));
};

export const TARGETS: readonly FuzzTarget[] = [
  {
    name: 'safetensors',
    seeds: configurations.map((configuration) => encodeCheckpoint(configuration, parametersOf(configuration))),
    read: importCheckpoint,
  },
  {
    name: 'ONNX',
    seeds: configurations.map((configuration) => exportModel(configuration, vocabulary, parametersOf(configuration))),
    read: importOnnx,
  },
  { name: 'configuration', seeds: configurations.map(json), read: (bytes) => parseConfiguration(parsed(bytes)) },
  { name: 'vocabulary', seeds: [json(vocabulary)], read: (bytes) => Vocabulary.parse(parsed(bytes)) },
  { name: 'messages', seeds: messages.map(json), read: readMessage },
  {
    name: 'text of a file',
    seeds: [
      Buffer.from('export const name = "héllo 😀";\r\n\tif (a < b) return [1, 2];\n'.repeat(4)),
      Buffer.from('\uFEFFيعمل מיושר e\u0301 👩‍👩‍👧‍👦\n', 'utf16le'),
      Buffer.from('password = "hunter2"\nAKIAIOSFODNN7EXAMPLE\n-----BEGIN PRIVATE KEY-----\n'),
    ],
    read: (bytes) => textOf(bytes, true),
  },
];
