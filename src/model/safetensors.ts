import { UserError } from '../errors';

/** A tensor of 32-bit floats. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Far more than the list of a model's tensors needs; reading it takes many times as much memory. */
const MAX_HEADER_BYTES = 10_000_000;
const LENGTH_BYTES = 8;
const ALIGNMENT = 8;
/** The name in the header that is no tensor's. */
const METADATA = '__metadata__';

/** What a file says beside its tensors. */
export type Metadata = Readonly<Record<string, string>>;

/** Writes tensors as a safetensors file (https://github.com/huggingface/safetensors#format): a JSON header, then raw data. */
export function encodeSafetensors(tensors: ReadonlyMap<string, NamedTensor>, metadata?: Metadata): Uint8Array {
  const header: Record<string, unknown> = metadata ? { [METADATA]: metadata } : {};
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + offset).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(json, LENGTH_BYTES);

  let position = LENGTH_BYTES + headerBytes;
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return file;
}

/**
 * Reads a safetensors file of 32-bit floats. The bytes are not trusted: every length and offset is checked before use.
 *
 * @throws UserError if they are not such a file.
 */
export function decodeSafetensors(file: Uint8Array): Map<string, NamedTensor> {
  const { header, body } = splitFile(file);
  const tensors = new Map<string, NamedTensor>();
  let bytesLeft = body.length;
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) continue;
    const tensor = readTensor(name, entry, body);
    // Tensors that share their bytes would make a small file a large model.
    bytesLeft -= tensor.data.byteLength;
    if (bytesLeft < 0) throw damaged('its tensors overlap');
    tensors.set(name, tensor);
  }
  return tensors;
}

/** @throws UserError as `decodeSafetensors` does. */
export function safetensorsMetadata(file: Uint8Array): Metadata {
  const metadata = splitFile(file).header[METADATA] ?? {};
  if (typeof metadata !== 'object' || !Object.values(metadata).every((text) => typeof text === 'string')) {
    throw damaged('what it says of itself is not text');
  }
  return metadata as Metadata;
}

function splitFile(file: Uint8Array): { header: Record<string, unknown>; body: Uint8Array } {
  if (file.length < LENGTH_BYTES) throw damaged('it is too short');
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > BigInt(Math.min(file.length - LENGTH_BYTES, MAX_HEADER_BYTES))) throw damaged('its header is cut off');
  const end = LENGTH_BYTES + Number(length);
  return { header: parseHeader(file.subarray(LENGTH_BYTES, end)), body: file.subarray(end) };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw damaged('its header is not JSON');
  }
  if (typeof header !== 'object' || header === null) throw damaged('its header is not a JSON object');
  return header as Record<string, unknown>;
}

function readTensor(name: string, entry: unknown, body: Uint8Array): NamedTensor {
  if (typeof entry !== 'object' || entry === null) throw damaged(`“${name}” is not described`);
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (dtype !== 'F32')
    throw new UserError(`The tensor “${name}” is not of 32-bit floats (F32); convert the file first.`);
  if (!isSizes(shape) || !isSizes(offsets)) throw damaged(`“${name}” has no proper shape or place`);

  const [start = 0, end = 0] = offsets;
  const length = shape.reduce((product, size) => product * size, 1);
  if (offsets.length !== 2 || end > body.length || end - start !== length * Float32Array.BYTES_PER_ELEMENT) {
    throw damaged(`“${name}” does not lie inside the file`);
  }
  // A copy, since the data may lie at any offset, and a Float32Array only at multiples of four.
  return { shape, data: new Float32Array(new Uint8Array(body.subarray(start, end)).buffer) };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function damaged(why: string): UserError {
  return new UserError(`This is not a usable safetensors file: ${why}. Export or download it again.`);
}
