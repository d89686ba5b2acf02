import { UserError } from '../../errors';
import type { NamedTensor } from '../safetensors';
import { FLOAT } from './graph';
import { fieldsOf, type Field, packedIntegers } from './protobufReader';

/** What of an ONNX file is data: what it says of itself, and its tensors of 32-bit floats, by name. */
export interface OnnxContents {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}

/** Far more than a Transformer has: each takes more memory than its bytes in the file. */
const MOST_TENSORS = 20_000;
const MOST_DIMENSIONS = 8;
/** TensorProto.DataLocation.EXTERNAL */
const EXTERNAL = 1n;

/**
 * Reads the data of an ONNX file (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto), and not what it computes. The
 * bytes are not trusted: every length and count is checked before use.
 *
 * @throws UserError if they are no such file, or keep their tensors in another one
 */
export function readOnnx(file: Uint8Array): OnnxContents {
  const metadata = new Map<string, string>();
  const tensors = new Map<string, NamedTensor>();
  for (const model of fieldsOf(file)) {
    if (model.number === 14) metadata.set(...readEntry(bytesOf(model)));
    if (model.number === 7) readGraph(bytesOf(model), tensors);
  }
  return { metadata, tensors };
}

/** GraphProto; adds its tensors. */
function readGraph(bytes: Uint8Array, tensors: Map<string, NamedTensor>): void {
  for (const field of fieldsOf(bytes)) {
    if (field.number !== 5) continue;
    if (tensors.size === MOST_TENSORS) throw damaged('it has too many tensors');
    const { name, tensor } = readTensor(bytesOf(field));
    if (tensor) tensors.set(name, tensor);
  }
}

/** StringStringEntryProto */
function readEntry(bytes: Uint8Array): [key: string, value: string] {
  let key = '';
  let value = '';
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) key = textOf(field);
    if (field.number === 2) value = textOf(field);
  }
  return [key, value];
}

/** TensorProto; undefined for one that is not of 32-bit floats. */
function readTensor(bytes: Uint8Array): { name: string; tensor: NamedTensor | undefined } {
  let name = '';
  let type = 0n;
  let data: Uint8Array = new Uint8Array();
  const shape: number[] = [];
  for (const field of fieldsOf(bytes)) {
    if (field.number === 1) addSizes(field, shape);
    if (field.number === 2) type = integerOf(field);
    if (field.number === 8) name = textOf(field);
    if (field.number === 9) data = bytesOf(field);
    if (field.number === 13 || (field.number === 14 && integerOf(field) === EXTERNAL)) throw outside();
  }
  if (type !== BigInt(FLOAT)) return { name, tensor: undefined };
  const length = shape.reduce((product, size) => product * size, 1);
  if (data.length !== length * Float32Array.BYTES_PER_ELEMENT) throw damaged(`“${name}” is not as long as its shape`);
  // A copy, since the data may lie at any offset, and a Float32Array only at multiples of four.
  return { name, tensor: { shape, data: new Float32Array(new Uint8Array(data).buffer) } };
}

/** Adds a size, or several packed ones. */
function addSizes({ value }: Field, shape: number[]): void {
  for (const size of typeof value === 'bigint' ? [value] : packedIntegers(value)) {
    if (shape.length === MOST_DIMENSIONS) throw damaged('a tensor has too many dimensions');
    shape.push(Number(size));
  }
}

function bytesOf({ value }: Field): Uint8Array {
  if (typeof value === 'bigint') throw damaged('a number stands where something longer belongs');
  return value;
}

function integerOf({ value }: Field): bigint {
  if (typeof value !== 'bigint') throw damaged('something else stands where a number belongs');
  return value;
}

function textOf(field: Field): string {
  return new TextDecoder().decode(bytesOf(field));
}

function outside(): UserError {
  return new UserError('The ONNX file keeps its tensors in another file. Export it as one file.');
}

function damaged(why: string): UserError {
  return new UserError(`This is not a usable ONNX file: ${why}. Export or download it again.`);
}
