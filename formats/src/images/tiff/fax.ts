/** Facsimile coding of bilevel pictures: ITU-T T.4 (Group 3, one and two dimensions) and T.6 (Group 4). */
import { codeBits, runCodes } from './fax-codes.ts';

export type FaxCoding = {
  readonly columns: number;
  readonly rows: number;
  /** `rows`: Modified Huffman, every row on a byte boundary, no EOL. `g3`: rows after EOLs. `g4`: T.6. */
  readonly kind: 'rows' | 'g3' | 'g4';
  /** Group 3 with a tag bit behind each EOL. */
  readonly twoDimensional?: boolean;
};

class BitReader {
  readonly #bytes: Uint8Array;
  /** In bits. */
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.at >= this.#bytes.length * 8;
  }

  /** The next `count` (at most 17) bits without moving; 0 behind the end. */
  peek(count: number): number {
    const byte = this.at >> 3;
    const bytes = this.#bytes;
    const three = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0);
    return (three >> (24 - (this.at & 7) - count)) & ((1 << count) - 1);
  }

  align(): void {
    this.at = (this.at + 7) & ~7;
  }

  /** Moves behind the next EOL when only fill stands before it. */
  skipEol(): boolean {
    if (this.peek(11) !== 0) {
      return false;
    }
    const from = this.at;
    while (!this.ended) {
      if (this.peek(1) === 1) {
        this.at += 1;
        return true;
      }
      this.at += this.peek(8) === 0 ? 8 : 1;
    }
    this.at = from;
    return false;
  }

  /** Moves to the next EOL, over whatever stands before it. */
  seekEol(): void {
    while (!this.ended && this.peek(12) !== 1) {
      this.at += 1;
    }
  }
}

/** A run of one colour: any number of make-up codes and one that ends it. Undefined = no such code. */
function readRun(bits: BitReader, color: 0 | 1): number | undefined {
  for (let run = 0; ; ) {
    const found = runCodes[color][bits.peek(codeBits)] as number;
    if (found === 0 || bits.ended) {
      return undefined;
    }
    bits.at += found & 15;
    run += found >> 4;
    if (found >> 4 < 64) {
      return run;
    }
  }
}

/** Where the colour changes along a row, starting from white. A run of no length leaves no trace but at the very start. */
class Changes {
  readonly places: number[] = [];

  get color(): 0 | 1 {
    return (this.places.length & 1) as 0 | 1;
  }

  add(place: number): void {
    if (this.places.length > 0 && this.places.at(-1) === place) {
      this.places.pop();
    } else {
      this.places.push(place);
    }
  }
}

function readRow(bits: BitReader, columns: number, row: Changes): boolean {
  let at = 0;
  while (at < columns) {
    const run = readRun(bits, row.color);
    if (run === undefined) {
      return false;
    }
    at = Math.min(columns, at + run);
    row.add(at);
  }
  return true;
}

/** How far the change lies from the one above, by the next 7 bits; pass and horizontal apart. [length, offset] */
function verticalMode(next: number): readonly [number, number] | undefined {
  if (next >> 6 === 1) {
    return [1, 0];
  }
  const three = next >> 4;
  if (three === 3 || three === 2) {
    return [3, three === 3 ? 1 : -1];
  }
  const six = next >> 1;
  if (six === 3 || six === 2) {
    return [6, six === 3 ? 2 : -2];
  }
  return next === 3 ? [7, 3] : next === 2 ? [7, -3] : undefined;
}

function readRowBelow(bits: BitReader, columns: number, above: readonly number[], row: Changes): boolean {
  // T.4 4.2.1.3: a0, b1, b2. The first a0 lies before the row.
  let a0 = -1;
  let above1 = 0;
  const changeAt = (index: number): number => above[index] ?? columns;
  while (a0 < columns) {
    const color = row.color;
    if ((above1 & 1) !== color) {
      above1 += above1 > 0 ? -1 : 1;
    }
    while (changeAt(above1) <= a0 && changeAt(above1) < columns) {
      above1 += 2;
    }
    const next = bits.peek(7);
    if (bits.ended) {
      return false;
    }
    const vertical = verticalMode(next);
    if (vertical) {
      const place = changeAt(above1) + vertical[1];
      if (place < Math.max(a0, 0)) {
        return false;
      }
      bits.at += vertical[0];
      a0 = Math.min(columns, place);
      row.add(a0);
    } else if (next >> 4 === 1) {
      bits.at += 3;
      const first = readRun(bits, color);
      const second = first === undefined ? undefined : readRun(bits, color === 0 ? 1 : 0);
      if (first === undefined || second === undefined) {
        return false;
      }
      const middle = Math.min(columns, Math.max(a0, 0) + first);
      a0 = Math.min(columns, middle + second);
      row.add(middle);
      row.add(a0);
    } else if (next >> 3 === 1) {
      bits.at += 4;
      a0 = changeAt(above1 + 1);
    } else {
      return false;
    }
  }
  return true;
}

/**
 * Decodes to rows of packed bits, black = 1. Rows behind a fault are taken up again at the next EOL (Group 3) or
 * stay white.
 */
export function readFax(data: Uint8Array, coding: FaxCoding): Uint8Array<ArrayBuffer> {
  const { columns, rows, kind } = coding;
  const rowBytes = Math.ceil(columns / 8);
  const out = new Uint8Array(rowBytes * rows);
  const bits = new BitReader(data);
  let above: readonly number[] = [];
  for (let y = 0; y < rows && !bits.ended; y++) {
    const row = new Changes();
    let below = kind === 'g4';
    if (kind === 'rows') {
      bits.align();
    } else if (kind === 'g3') {
      let eols = 0;
      while (bits.skipEol()) {
        eols += 1;
        if (coding.twoDimensional) {
          below = bits.peek(1) === 0;
          bits.at += 1;
        }
      }
      if (eols > 1 && y > 0) {
        break;
      }
    }
    const whole = below ? readRowBelow(bits, columns, above, row) : readRow(bits, columns, row);
    paintRow(out, y * rowBytes, row.places, columns);
    above = row.places;
    if (!whole) {
      if (kind === 'g4') {
        break;
      }
      if (kind === 'g3') {
        bits.seekEol();
      }
    }
  }
  return out;
}

function paintRow(out: Uint8Array, start: number, places: readonly number[], columns: number): void {
  for (let i = 0; i < places.length; i += 2) {
    const to = places[i + 1] ?? columns;
    for (let x = places[i] as number; x < to; ) {
      if ((x & 7) === 0 && to - x >= 8) {
        out[start + (x >> 3)] = 0xff;
        x += 8;
      } else {
        out[start + (x >> 3)] = (out[start + (x >> 3)] as number) | (0x80 >> (x & 7));
        x += 1;
      }
    }
  }
}
