/** A JBIG2 writer for tests: one generic region, arithmetic coding (T.88 6.2, Annex E; the coder of T.88 Annex E.2). */

/** Qe, next state on the more and the less probable symbol, and whether the sense changes (table E.1). */
const states: readonly (readonly [number, number, number, number])[] = [
  [0x5601, 1, 1, 1],
  [0x3401, 2, 6, 0],
  [0x1801, 3, 9, 0],
  [0x0ac1, 4, 12, 0],
  [0x0521, 5, 29, 0],
  [0x0221, 38, 33, 0],
  [0x5601, 7, 6, 1],
  [0x5401, 8, 14, 0],
  [0x4801, 9, 14, 0],
  [0x3801, 10, 14, 0],
  [0x3001, 11, 17, 0],
  [0x2401, 12, 18, 0],
  [0x1c01, 13, 20, 0],
  [0x1601, 29, 21, 0],
  [0x5601, 15, 14, 1],
  [0x5401, 16, 14, 0],
  [0x5101, 17, 15, 0],
  [0x4801, 18, 16, 0],
  [0x3801, 19, 17, 0],
  [0x3401, 20, 18, 0],
  [0x3001, 21, 19, 0],
  [0x2801, 22, 19, 0],
  [0x2401, 23, 20, 0],
  [0x2201, 24, 21, 0],
  [0x1c01, 25, 22, 0],
  [0x1801, 26, 23, 0],
  [0x1601, 27, 24, 0],
  [0x1401, 28, 25, 0],
  [0x1201, 29, 26, 0],
  [0x1101, 30, 27, 0],
  [0x0ac1, 31, 28, 0],
  [0x09c1, 32, 29, 0],
  [0x08a1, 33, 30, 0],
  [0x0521, 34, 31, 0],
  [0x0441, 35, 32, 0],
  [0x02a1, 36, 33, 0],
  [0x0221, 37, 34, 0],
  [0x0141, 38, 35, 0],
  [0x0111, 39, 36, 0],
  [0x0085, 40, 37, 0],
  [0x0049, 41, 38, 0],
  [0x0025, 42, 39, 0],
  [0x0015, 43, 40, 0],
  [0x0009, 44, 41, 0],
  [0x0005, 45, 42, 0],
  [0x0001, 45, 43, 0],
  [0x5601, 46, 46, 0],
];

class Encoder {
  readonly out: number[] = [0];
  #c = 0;
  #a = 0x8000;
  #ct = 12;
  readonly #index = new Uint8Array(65536);
  readonly #mps = new Uint8Array(65536);

  put(context: number, bit: number): void {
    const [qe, next, lower, turns] = states[this.#index[context]!]!;
    this.#a -= qe;
    const likely = bit === this.#mps[context];
    if (likely && (this.#a & 0x8000) !== 0) {
      this.#c += qe;
      return;
    }
    // the smaller part goes to the less probable symbol, whichever that is now
    if (likely === this.#a < qe) {
      this.#a = qe;
    } else {
      this.#c += qe;
    }
    if (!likely && turns === 1) {
      this.#mps[context]! ^= 1;
    }
    this.#index[context] = likely ? next : lower;
    do {
      this.#a = (this.#a << 1) & 0xffff;
      this.#c *= 2;
      this.#ct -= 1;
      if (this.#ct === 0) {
        this.#byteOut();
      }
    } while ((this.#a & 0x8000) === 0);
  }

  #byteOut(): void {
    if (this.out.at(-1) === 0xff) {
      this.#emit(20, 7);
    } else if (this.#c < 0x8000000) {
      this.#emit(19, 8);
    } else {
      this.out[this.out.length - 1]! += 1;
      this.#c -= 0x8000000;
      if (this.out.at(-1) === 0xff) {
        this.#emit(20, 7);
      } else {
        this.#emit(19, 8);
      }
    }
  }

  #emit(shift: number, count: number): void {
    this.out.push(Math.floor(this.#c / 2 ** shift) & 0xff);
    this.#c %= 2 ** shift;
    this.#ct = count;
  }

  finish(): number[] {
    const most = this.#c + this.#a;
    this.#c = Math.floor(this.#c / 65536) * 65536 + 0xffff;
    if (this.#c >= most) {
      this.#c -= 0x8000;
    }
    for (let i = 0; i < 2; i++) {
      this.#c *= 2 ** this.#ct;
      this.#byteOut();
    }
    return [...this.out.slice(1), 0xff, 0xac];
  }
}

/**
 * The pixels that make up the context of template 0 (figure 3), x and y relative to the one coded, with the adaptive
 * ones where the region's header puts them. Any order would do as long as the decoder's contexts stay apart.
 */
const template0: readonly (readonly [number, number])[] = [
  [-1, -2],
  [0, -2],
  [1, -2],
  [-2, -1],
  [-1, -1],
  [0, -1],
  [1, -1],
  [2, -1],
  [-4, 0],
  [-3, 0],
  [-2, 0],
  [-1, 0],
  [3, -1],
  [-3, -1],
  [2, -2],
  [-2, -2],
];

const long = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];

/** Segments (page information, generic region, end of page) of a picture given by rows of 0 and 1. */
export function jbig2Segments(rows: readonly (readonly number[])[]): number[] {
  const height = rows.length;
  const width = rows[0]!.length;
  const at = (x: number, y: number): number => rows[y]?.[x] ?? 0;
  const encoder = new Encoder();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let context = 0;
      for (const [dx, dy] of template0) {
        context = context * 2 + at(x + dx, y + dy);
      }
      encoder.put(context, at(x, y));
    }
  }
  const data = encoder.finish();
  const region = [...long(width), ...long(height), ...long(0), ...long(0), 0];
  const body = [...region, 0, 3, 0xff, 0xfd, 0xff, 2, 0xfe, 0xfe, 0xfe, ...data];
  return [
    ...long(0),
    48,
    0,
    1,
    ...long(19),
    ...long(width),
    ...long(height),
    ...long(0),
    ...long(0),
    0,
    0,
    0,
    ...long(1),
    38,
    0,
    1,
    ...long(body.length),
    ...body,
    ...long(2),
    49,
    0,
    1,
    ...long(0),
  ];
}

/** The same as a file of its own (sequential, one page). */
export function jbig2File(rows: readonly (readonly number[])[]): Uint8Array {
  const head = [0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a, 1, ...long(1)];
  return Uint8Array.from([...head, ...jbig2Segments(rows), ...long(3), 51, 0, 0, ...long(0)]);
}
