/**
 * DER writer (X.690). Each function returns the finished TLV bytes; nesting is function composition.
 * Used as a namespace: `der.seq(der.int(1), der.oid('1.2'))`.
 */

import { bigIntOf, bytesOf, compareBytes, concat, utf8 } from './bytes.ts';

/** One TLV with the given identifier byte around the concatenated parts. */
export function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  return concat(lengthHeader(tag, content.length), content);
}

function lengthHeader(tag: number, length: number): Uint8Array {
  if (length < 0x80) {
    return Uint8Array.of(tag, length);
  }
  const digits: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) {
    digits.unshift(rest % 256);
  }
  return Uint8Array.of(tag, 0x80 | digits.length, ...digits);
}

/** SEQUENCE. */
export function seq(...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(0x30, ...parts);
}

/** SET OF: parts are sorted as DER demands. */
export function set(...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(0x31, ...[...parts].sort(compareBytes));
}

/** INTEGER, minimal two's complement. */
export function int(value: bigint | number): Uint8Array {
  const big = BigInt(value);
  let length = 1;
  while (big >= 1n << BigInt(8 * length - 1) || big < -(1n << BigInt(8 * length - 1))) {
    length++;
  }
  return tlv(0x02, bytesOf(big < 0n ? big + (1n << BigInt(8 * length)) : big, length));
}

/** INTEGER from unsigned big-endian bytes (a serial number, r or s). */
export function unsignedInt(bytes: Uint8Array): Uint8Array {
  return int(bigIntOf(bytes));
}

/** BOOLEAN. */
export function bool(value: boolean): Uint8Array {
  return tlv(0x01, Uint8Array.of(value ? 0xff : 0));
}

/** NULL. */
export function nul(): Uint8Array {
  return tlv(0x05);
}

/** OBJECT IDENTIFIER from dotted text; throws RangeError on anything else. */
export function oid(dotted: string): Uint8Array {
  const arcs = dotted.split('.').map((arc) => BigInt(arc));
  const [first, second] = arcs;
  if (first === undefined || second === undefined || first > 2n || (first < 2n && second > 39n)) {
    throw new RangeError(`expected an object identifier, found ${dotted}`);
  }
  const out: number[] = [];
  for (const arc of [first * 40n + second, ...arcs.slice(2)]) {
    const digits = [Number(arc & 0x7fn)];
    for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) {
      digits.unshift(Number(rest & 0x7fn) | 0x80);
    }
    out.push(...digits);
  }
  return tlv(0x06, Uint8Array.from(out));
}

/** OCTET STRING. */
export function oct(bytes: Uint8Array): Uint8Array {
  return tlv(0x04, bytes);
}

/** BIT STRING; `unusedBits` of the last byte must be zero in `bytes`. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return tlv(0x03, Uint8Array.of(unusedBits), bytes);
}

/** UTF8String. */
export function utf8String(text: string): Uint8Array {
  return tlv(0x0c, utf8(text));
}

/** PrintableString; throws RangeError when a character is outside its set. */
export function printableString(text: string): Uint8Array {
  if (!/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text)) {
    throw new RangeError('expected PrintableString characters');
  }
  return tlv(0x13, utf8(text));
}

/** IA5String; throws RangeError when a character is not ASCII. */
export function ia5String(text: string): Uint8Array {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) {
      throw new RangeError('expected ASCII');
    }
  }
  return tlv(0x16, utf8(text));
}

function digitsOf(timeMs: number): string {
  return new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace(/[-:T]|\.\d+/g, '');
}

/** GeneralizedTime in UTC, whole seconds (fractions are cut). `timeMs`: Unix time. */
export function generalizedTime(timeMs: number): Uint8Array {
  return tlv(0x18, utf8(digitsOf(timeMs)));
}

/** X.509 Time: UTCTime to the end of 2049, GeneralizedTime after (RFC 5280 4.1.2.5). */
export function certificateTime(timeMs: number): Uint8Array {
  const year = new Date(timeMs).getUTCFullYear();
  return year >= 1950 && year < 2050 ? tlv(0x17, utf8(digitsOf(timeMs).slice(2))) : generalizedTime(timeMs);
}

/** UTCTime; `timeMs` must be in 1950–2049. */
export function utcTime(timeMs: number): Uint8Array {
  return tlv(0x17, utf8(digitsOf(timeMs).slice(2)));
}

/** Context tag [n] EXPLICIT (constructed). */
export function explicit(n: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return tlv(0xa0 | n, ...parts);
}

/** Context tag [n] IMPLICIT over primitive content bytes. */
export function implicit(n: number, content: Uint8Array): Uint8Array {
  return tlv(0x80 | n, content);
}
