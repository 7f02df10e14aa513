/**
 * CBOR in its deterministic encoding (RFC 8949 §4.2.1), the part a printed code needs: unsigned integers up to 2^32-1,
 * byte and text strings, arrays, and one map with unsigned keys in ascending order. Everything has one spelling; any
 * other is refused, so that nobody makes a second code out of a good one.
 */
import { concat, utf8, utf8Text } from '@yiwen/trust/crypto';
import { PaperError } from './paper-error.ts';

/** A value inside the map. */
export type CborValue = number | string | Uint8Array | readonly CborValue[];

const MAJOR = { unsigned: 0, bytes: 2, text: 3, array: 4, map: 5 } as const;
const MOST_ITEMS = 32;
const MOST_DEPTH = 2;

function head(major: number, value: number): Uint8Array {
  const first = major << 5;
  if (value < 24) {
    return Uint8Array.of(first | value);
  }
  if (value < 0x100) {
    return Uint8Array.of(first | 24, value);
  }
  return value < 0x1_0000
    ? Uint8Array.of(first | 25, value >> 8, value & 0xff)
    : Uint8Array.of(first | 26, value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function writeValue(value: CborValue): Uint8Array {
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
      throw new PaperError('form', `expected an unsigned integer of 32 bits, found ${value}`);
    }
    return head(MAJOR.unsigned, value);
  }
  if (typeof value === 'string') {
    const bytes = utf8(value);
    return concat(head(MAJOR.text, bytes.length), bytes);
  }
  return value instanceof Uint8Array
    ? concat(head(MAJOR.bytes, value.length), value)
    : concat(head(MAJOR.array, value.length), ...value.map(writeValue));
}

/** The bytes of a map with unsigned keys. */
export function writeCborMap(map: ReadonlyMap<number, CborValue>): Uint8Array {
  const entries = [...map].sort(([a], [b]) => a - b);
  return concat(
    head(MAJOR.map, entries.length),
    ...entries.flatMap(([key, value]) => [head(MAJOR.unsigned, key), writeValue(value)]),
  );
}

class Reader {
  readonly bytes: Uint8Array;
  at = 0;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  take(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) {
      throw new PaperError('form', `expected ${length} more bytes at ${this.at}`);
    }
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  head(): { major: number; value: number } {
    const start = this.at;
    const first = this.take(1)[0]!;
    const short = first & 31;
    if (short > 26) {
      throw new PaperError('form', `length form ${short} at ${start}`);
    }
    const more = short < 24 ? undefined : this.take(2 ** (short - 24));
    const value = more === undefined ? short : more.reduce((sum, byte) => sum * 256 + byte, 0);
    if (
      (short === 24 && value < 24) ||
      (short === 25 && value < 0x100) ||
      (short === 26 && value < 0x1_0000)
    ) {
      throw new PaperError('form', `a longer spelling than needed at ${start}`);
    }
    return { major: first >> 5, value };
  }

  value(depth: number): CborValue {
    const start = this.at;
    const { major, value } = this.head();
    switch (major) {
      case MAJOR.unsigned:
        return value;
      case MAJOR.bytes:
        return this.take(value).slice();
      case MAJOR.text: {
        const text = utf8Text(this.take(value));
        if (text === undefined) {
          throw new PaperError('form', `text at ${start} is not UTF-8`);
        }
        return text;
      }
      case MAJOR.array:
        if (depth >= MOST_DEPTH || value > MOST_ITEMS) {
          throw new PaperError('form', `an array too deep or too long at ${start}`);
        }
        return Array.from({ length: value }, () => this.value(depth + 1));
      default:
        throw new PaperError('form', `type ${major} at ${start}`);
    }
  }
}

/** Reads such a map. @throws PaperError `form` at any other spelling, at more bytes, or over the limits */
export function readCborMap(bytes: Uint8Array): Map<number, CborValue> {
  const reader = new Reader(bytes);
  const { major, value: count } = reader.head();
  if (major !== MAJOR.map || count > MOST_ITEMS) {
    throw new PaperError('form', 'expected a map of few entries');
  }
  const map = new Map<number, CborValue>();
  let last = -1;
  for (let i = 0; i < count; i++) {
    const key = reader.head();
    if (key.major !== MAJOR.unsigned || key.value <= last) {
      throw new PaperError('form', 'expected unsigned keys in ascending order');
    }
    last = key.value;
    map.set(key.value, reader.value(0));
  }
  if (reader.at !== bytes.length) {
    throw new PaperError('form', `${bytes.length - reader.at} bytes too many`);
  }
  return map;
}
