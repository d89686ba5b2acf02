import { UserError } from '../../errors';
import { FIXED32, LENGTH_DELIMITED, VARINT } from './protobuf';

const FIXED64 = 1;
/** A varint of 64 bits has at most so many bytes, of seven bits each. */
const MOST_VARINT_BYTES = 10;

/** A field of a Protocol Buffers message: an integer, or bytes, which are a part of the message's. */
export interface Field {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

/**
 * The fields of a message, in their order. The bytes are not trusted: no length leads out of them.
 *
 * @throws UserError if they are no message
 */
export function* fieldsOf(message: Uint8Array): Generator<Field> {
  const reader = new Reader(message);
  while (!reader.isAtEnd) {
    const tag = reader.varint();
    yield { number: Number(tag >> 3n), value: reader.value(Number(tag & 7n)) };
  }
}

/** The integers of a packed field. @throws UserError as `fieldsOf` does */
export function* packedIntegers(bytes: Uint8Array): Generator<bigint> {
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) yield reader.varint();
}

class Reader {
  private position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.position === this.bytes.length;
  }

  value(wireType: number): bigint | Uint8Array {
    switch (wireType) {
      case VARINT:
        return this.varint();
      case FIXED64:
        return this.take(8);
      case FIXED32:
        return this.take(4);
      case LENGTH_DELIMITED:
        return this.take(this.varint());
      default:
        throw damaged();
    }
  }

  /** Unsigned. */
  varint(): bigint {
    let value = 0n;
    for (let index = 0; index < MOST_VARINT_BYTES; index++) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw damaged();
      value |= BigInt(byte & 0x7f) << BigInt(7 * index);
      if (byte < 0x80) return value;
    }
    throw damaged();
  }

  private take(length: number | bigint): Uint8Array {
    const end = this.position + Number(length);
    if (end > this.bytes.length) throw damaged();
    const taken = this.bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }
}

function damaged(): UserError {
  return new UserError('This is not a usable ONNX file: it is cut off or damaged. Export or download it again.');
}
