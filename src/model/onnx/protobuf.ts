/** The wire types of Protocol Buffers that ONNX needs (https://protobuf.dev/programming-guides/encoding). */
export const VARINT = 0;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

/**
 * Encodes one Protocol Buffers message, field by field. Nested messages and byte arrays are taken over without a copy;
 * the bytes are laid down once, by `finish`.
 */
export class Message {
  private readonly chunks: Uint8Array[] = [];
  private length = 0;

  integer(field: number, value: number | bigint): this {
    this.tag(field, VARINT);
    return this.varint(BigInt(value));
  }

  float(field: number, value: number): this {
    this.tag(field, FIXED32);
    return this.append(new Uint8Array(Float32Array.of(value).buffer));
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    this.tag(field, LENGTH_DELIMITED);
    this.varint(BigInt(value.length));
    return this.append(value);
  }

  message(field: number, value: Message): this {
    this.tag(field, LENGTH_DELIMITED);
    this.varint(BigInt(value.length));
    for (const chunk of value.chunks) this.chunks.push(chunk);
    this.length += value.length;
    return this;
  }

  packedIntegers(field: number, values: readonly (number | bigint)[]): this {
    const packed = new Message();
    for (const value of values) packed.varint(BigInt(value));
    return this.message(field, packed);
  }

  finish(): Uint8Array {
    const result = new Uint8Array(this.length);
    let offset = 0;
    for (const chunk of this.chunks) {
      result.set(chunk, offset);
      offset += chunk.length;
    }
    return result;
  }

  private tag(field: number, wireType: number): void {
    this.varint(BigInt((field << 3) | wireType));
  }

  /** Seven bits a byte, the lowest first; a negative number as its 64-bit two's complement. */
  private varint(value: bigint): this {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    return this.append(Uint8Array.from(bytes));
  }

  private append(bytes: Uint8Array): this {
    this.chunks.push(bytes);
    this.length += bytes.length;
    return this;
  }
}
