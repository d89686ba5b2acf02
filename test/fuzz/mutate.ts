import type { Random } from '../../src/random';

/** Numbers at which lengths, counts and offsets go wrong. */
const ODD_BYTES = [0, 1, 0x7f, 0x80, 0xff] as const;
const MOST_CHANGES = 8;

/** A few random changes to an input that is right: bytes flipped, replaced, inserted, removed, repeated, cut off. */
export function mutate(input: Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(input);
  for (let left = 1 + random.integer(MOST_CHANGES); left > 0; left--) bytes = changed(bytes, random);
  return bytes;
}

function changed(bytes: Buffer<ArrayBuffer>, random: Random): Buffer<ArrayBuffer> {
  const at = random.integer(bytes.length + 1);
  const length = 1 + random.integer(16);
  switch (random.integer(6)) {
    case 0:
      return replaced(bytes, at, (byte) => byte ^ (1 << random.integer(8)));
    case 1:
      return replaced(bytes, at, () => ODD_BYTES[random.integer(ODD_BYTES.length)] ?? 0);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), randomBytes(length, random), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.max(0, at - length))]);
    default:
      return random.integer(4) === 0 ? Buffer.from(bytes.subarray(0, at)) : bytes;
  }
}

function replaced(bytes: Buffer<ArrayBuffer>, at: number, by: (byte: number) => number): Buffer<ArrayBuffer> {
  if (at < bytes.length) bytes.writeUInt8(by(bytes.readUInt8(at)), at);
  return bytes;
}

function randomBytes(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => random.integer(256)));
}
