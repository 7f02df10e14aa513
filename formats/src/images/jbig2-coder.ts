/** The arithmetic decoder of JBIG2 (T.88 Annex E) and the integers it carries (Annex A). Stops behind the data's end. */
import { broken } from './raster.ts';

/** Table E.1 in columns: Qe, next state on the more and on the less probable symbol, and whether the sense turns. */
const qe = [
  0x5601, 0x3401, 0x1801, 0x0ac1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1c01,
  0x1601, 0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1c01, 0x1801,
  0x1601, 0x1401, 0x1201, 0x1101, 0x0ac1, 0x09c1, 0x08a1, 0x0521, 0x0441, 0x02a1, 0x0221, 0x0141, 0x0111,
  0x0085, 0x0049, 0x0025, 0x0015, 0x0009, 0x0005, 0x0001, 0x5601,
];
const onLikely = [
  1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
  30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46,
];
const onUnlikely = [
  1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25,
  26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46,
];
const turns = new Set([0, 6, 14]);

/** States of a set of contexts: state × 2 + more probable symbol. */
export type Contexts = Uint8Array;

/** Bytes of made-up ones that may be read behind the end: a coder needs a few, a made-up size needs many. */
const mostBehind = 64;

export class ArithmeticDecoder {
  readonly #data: Uint8Array;
  #at = 0;
  #c: number;
  #a = 0x8000;
  #count = 0;
  /** How often made-up ones were read. */
  #waited = 0;
  readonly #integers = new Map<string, Contexts>();

  constructor(data: Uint8Array) {
    this.#data = data;
    this.#c = (data[0] ?? 0xff) * 65_536;
    this.#byteIn();
    this.#c = (this.#c << 7) >>> 0;
    this.#count -= 7;
  }

  #byteIn(): void {
    const next = this.#data[this.#at + 1] ?? 0xff;
    if ((this.#data[this.#at] ?? 0xff) === 0xff) {
      if (next > 0x8f) {
        this.#c += 0xff00;
        this.#count = 8;
        this.#waited += 1;
        if (this.#waited > mostBehind) {
          throw broken('JBIG2 数据不足');
        }
      } else {
        this.#at += 1;
        this.#c += next * 512;
        this.#count = 7;
      }
    } else {
      this.#at += 1;
      this.#c += next * 256;
      this.#count = 8;
    }
    this.#c = this.#c >>> 0;
  }

  /** One decision in one context (E.3.2). */
  bit(contexts: Contexts, context: number): number {
    const state = contexts[context] as number;
    const index = state >> 1;
    const likely = state & 1;
    const size = qe[index] as number;
    this.#a -= size;
    let unlikely: boolean;
    if (this.#c >>> 16 < size) {
      unlikely = this.#a >= size;
      this.#a = size;
    } else {
      this.#c = (this.#c - size * 65_536) >>> 0;
      if ((this.#a & 0x8000) !== 0) {
        return likely;
      }
      unlikely = this.#a < size;
    }
    const turned = unlikely && turns.has(index) ? 1 - likely : likely;
    contexts[context] = ((unlikely ? onUnlikely[index] : onLikely[index]) as number) * 2 + turned;
    do {
      if (this.#count === 0) {
        this.#byteIn();
      }
      this.#a <<= 1;
      this.#c = (this.#c << 1) >>> 0;
      this.#count -= 1;
    } while ((this.#a & 0x8000) === 0);
    return unlikely ? 1 - likely : likely;
  }

  /** An integer of Annex A.2; undefined = out of band. */
  integer(kind: string): number | undefined {
    const contexts = this.#integers.get(kind) ?? new Uint8Array(512);
    this.#integers.set(kind, contexts);
    let before = 1;
    const read = (count: number): number => {
      let value = 0;
      for (let i = 0; i < count; i++) {
        const bit = this.bit(contexts, before);
        before = before < 256 ? before * 2 + bit : ((before * 2 + bit) & 511) | 256;
        value = value * 2 + bit;
      }
      return value;
    };
    const negative = read(1) === 1;
    const range = integerRanges.find(({ last }) => last || read(1) === 0) as (typeof integerRanges)[number];
    const value = range.least + read(range.bits);
    return negative ? (value === 0 ? undefined : -value) : value;
  }

  /** The number of a symbol (A.3). */
  symbol(bits: number): number {
    const kind = 'IAID';
    const contexts = this.#integers.get(kind) ?? new Uint8Array(2 ** (bits + 1));
    this.#integers.set(kind, contexts);
    let before = 1;
    for (let i = 0; i < bits; i++) {
      before = before * 2 + this.bit(contexts, before);
    }
    return before - 2 ** bits;
  }
}

/** Table A.1. */
const integerRanges = [
  { bits: 2, least: 0, last: false },
  { bits: 4, least: 4, last: false },
  { bits: 6, least: 20, last: false },
  { bits: 8, least: 84, last: false },
  { bits: 12, least: 340, last: false },
  { bits: 32, least: 4436, last: true },
];
