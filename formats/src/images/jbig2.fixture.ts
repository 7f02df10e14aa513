/**
 * A JBIG2 writer for tests, arithmetic coding only (T.88 Annexes A and E): a generic region (6.2), or a dictionary of
 * symbols and a text made of them (6.4, 6.5). jbig2dec 0.19 reads what it writes.
 */

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

/** Contexts of pixels, then 512 of each kind of integer, then those of symbol numbers. */
const integerContexts = 65_536;
const integerKinds = ['IADH', 'IADW', 'IAEX', 'IADT', 'IAFS', 'IADS'] as const;
const symbolContexts = integerContexts + 512 * integerKinds.length;
const allContexts = symbolContexts + 512;

/** Table A.1: prefix, bits of the value and the least value of each range. */
const ranges: readonly (readonly [string, number, number])[] = [
  ['0', 2, 0],
  ['10', 4, 4],
  ['110', 6, 20],
  ['1110', 8, 84],
];

class Encoder {
  readonly out: number[] = [0];
  #c = 0;
  #a = 0x8000;
  #ct = 12;
  readonly #index = new Uint8Array(allContexts);
  readonly #mps = new Uint8Array(allContexts);

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

  /** Annex A.2; undefined = out of band, the end of a row. */
  putInteger(kind: (typeof integerKinds)[number], value: number | undefined): void {
    const size = Math.abs(value ?? 0);
    const [prefix, bits, least] = ranges.findLast(([, , from]) => size >= from)!;
    const sign = value === undefined || value < 0 ? '1' : '0';
    const start = integerContexts + 512 * integerKinds.indexOf(kind);
    let before = 1;
    for (const digit of `${sign}${prefix}${(size - least).toString(2).padStart(bits, '0')}`) {
      this.put(start + before, Number(digit));
      before = before < 256 ? before * 2 + Number(digit) : ((before * 2 + Number(digit)) & 511) | 256;
    }
  }

  /** Annex A.3: the number of a symbol. */
  putSymbol(number: number, bits: number): void {
    let before = 1;
    for (const digit of number.toString(2).padStart(bits, '0')) {
      this.put(symbolContexts + before, Number(digit));
      before = before * 2 + Number(digit);
    }
  }

  /** 6.2.5, template 0. */
  putPixels(rows: Rows): void {
    const at = (x: number, y: number): number => rows[y]?.[x] ?? 0;
    rows.forEach((row, y) => {
      row.forEach((bit, x) => {
        const context = template0.reduce((sum, [dx, dy]) => sum * 2 + at(x + dx, y + dy), 0);
        this.put(context, bit);
      });
    });
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

/** Rows of 0 and 1. */
type Rows = readonly (readonly number[])[];

/** The adaptive pixels of template 0 at their usual places. */
const adaptive = [3, 0xff, 0xfd, 0xff, 2, 0xfe, 0xfe, 0xfe];

/** Number, type, referred-to segments (numbered below 256), page 1, length. */
function segment(
  number: number,
  type: number,
  data: readonly number[],
  refersTo: readonly number[] = [],
): number[] {
  return [...long(number), type, refersTo.length << 5, ...refersTo, 1, ...long(data.length), ...data];
}

function pageInformation(width: number, height: number): number[] {
  return segment(0, 48, [...long(width), ...long(height), ...long(0), ...long(0), 0, 0, 0]);
}

/** Segments (page information, generic region, end of page) of a picture given by rows of 0 and 1. */
export function jbig2Segments(rows: Rows): number[] {
  const [width, height] = [rows[0]!.length, rows.length];
  const encoder = new Encoder();
  encoder.putPixels(rows);
  const region = [...long(width), ...long(height), ...long(0), ...long(0), 0];
  return [
    ...pageInformation(width, height),
    ...segment(1, 38, [...region, 0, ...adaptive, ...encoder.finish()]),
    ...segment(2, 49, []),
  ];
}

/** A page with a dictionary (type 16) of so many patterns of this size, and no data for them. */
export function jbig2Patterns(width: number, height: number, count: number): number[] {
  return [
    ...pageInformation(40, 30),
    ...segment(1, 16, [0, width, height, ...long(count - 1), 0, 0, 0, 0]),
    ...segment(2, 49, []),
  ];
}

/** A page of symbols of one height: each placed at x, y (its top left corner), row by row from left to right. */
export function jbig2Text(
  [width, height]: readonly [number, number],
  symbols: readonly Rows[],
  lines: readonly {
    readonly y: number;
    readonly places: readonly (readonly [symbol: number, x: number])[];
  }[],
): number[] {
  const dictionary = new Encoder();
  dictionary.putInteger('IADH', symbols[0]!.length);
  let before = 0;
  for (const rows of symbols) {
    dictionary.putInteger('IADW', rows[0]!.length - before);
    before = rows[0]!.length;
    dictionary.putPixels(rows);
  }
  dictionary.putInteger('IADW', undefined);
  // none left out, then all taken
  dictionary.putInteger('IAEX', 0);
  dictionary.putInteger('IAEX', symbols.length);
  const count = long(symbols.length);

  const text = new Encoder();
  const bits = Math.ceil(Math.log2(symbols.length));
  text.putInteger('IADT', 0);
  let [lineY, lineX] = [0, 0];
  for (const { y, places } of lines) {
    text.putInteger('IADT', y - lineY);
    lineY = y;
    let end = 0;
    places.forEach(([symbol, x], index) => {
      if (index === 0) {
        text.putInteger('IAFS', x - lineX);
        lineX = x;
      } else {
        text.putInteger('IADS', x - end);
      }
      text.putSymbol(symbol, bits);
      end = x + symbols[symbol]![0]!.length - 1;
    });
    text.putInteger('IADS', undefined);
  }
  const instances = long(lines.reduce((sum, { places }) => sum + places.length, 0));
  const region = [...long(width), ...long(height), ...long(0), ...long(0), 0];
  return [
    ...pageInformation(width, height),
    ...segment(1, 0, [0, 0, ...adaptive, ...count, ...count, ...dictionary.finish()]),
    // reference corner: top left
    ...segment(2, 6, [...region, 0, 0x10, ...instances, ...text.finish()], [1]),
    ...segment(3, 49, []),
  ];
}

/** A picture of one generic region as a file of its own. */
export function jbig2File(rows: Rows): Uint8Array {
  return jbig2FileOf(jbig2Segments(rows));
}

/** Segments as a file of its own (sequential, one page). */
export function jbig2FileOf(segments: readonly number[]): Uint8Array {
  const head = [0x97, 0x4a, 0x42, 0x32, 0x0d, 0x0a, 0x1a, 0x0a, 1, ...long(1)];
  return Uint8Array.from([...head, ...segments, ...long(9), 51, 0, 0, ...long(0)]);
}
