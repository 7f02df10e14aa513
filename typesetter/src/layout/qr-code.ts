/**
 * QR codes (ISO/IEC 18004) of level M in mixed segments: runs of digits in the numeric mode (10 bits for 3), the rest as
 * UTF-8 bytes. That is what makes a signed address small enough for 25 mm; encoders at hand know one mode for a whole text.
 */

/** Code words of error correction per block, and the number of blocks, at level M for versions 1–25 (Table 9). */
const CORRECTION = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28,
];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21];
/** Shortest run of digits that gains by a segment of its own. */
const DIGIT_RUN = /(\d{12,})/;
const MODE = { numeric: 1, bytes: 4 } as const;

/** A symbol: `dark[row][column]`, without the quiet zone. */
export type QrSymbol = { size: number; version: number; dark: boolean[][] };

/** The text does not fit into version 25. */
export class QrTooLong extends Error {
  override name = 'QrTooLong';
}

class Bits {
  readonly bits: number[] = [];
  put(value: number, length: number): void {
    for (let i = length - 1; i >= 0; i--) {
      this.bits.push((value >>> i) & 1);
    }
  }
}

/** Modules left for data and error correction, in code words (§7.3.1). */
function codeWords(version: number): number {
  const patterns = version === 1 ? 0 : Math.floor(version / 7) + 2;
  const alignment = version === 1 ? 0 : (25 * patterns - 10) * patterns - 55;
  const modules = (16 * version + 128) * version + 64 - alignment - (version >= 7 ? 36 : 0);
  return Math.floor(modules / 8);
}

const dataWords = (version: number): number =>
  codeWords(version) - CORRECTION[version - 1]! * BLOCKS[version - 1]!;

function segments(text: string, version: number): number[] {
  const bits = new Bits();
  for (const part of text.split(DIGIT_RUN).filter((one) => one !== '')) {
    if (DIGIT_RUN.test(part)) {
      bits.put(MODE.numeric, 4);
      bits.put(part.length, version < 10 ? 10 : 12);
      for (let at = 0; at < part.length; at += 3) {
        const group = part.slice(at, at + 3);
        bits.put(Number(group), group.length * 3 + 1);
      }
    } else {
      const bytes = new TextEncoder().encode(part);
      bits.put(MODE.bytes, 4);
      bits.put(bytes.length, version < 10 ? 8 : 16);
      for (const byte of bytes) {
        bits.put(byte, 8);
      }
    }
  }
  return bits.bits;
}

/** Data code words: terminator, padding to a byte, then 0xEC and 0x11 in turn (§7.4.9–10). */
function padded(bits: number[], words: number): number[] {
  const all = [...bits, ...Array<number>(Math.min(4, words * 8 - bits.length)).fill(0)];
  while (all.length % 8 !== 0) {
    all.push(0);
  }
  const out: number[] = [];
  for (let at = 0; at < all.length; at += 8) {
    out.push(all.slice(at, at + 8).reduce((sum, bit) => sum * 2 + bit, 0));
  }
  for (let pad = 0xec; out.length < words; pad ^= 0xec ^ 0x11) {
    out.push(pad);
  }
  return out;
}

/** Product in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> i) & 1) * a;
  }
  return product;
}

function generator(degree: number): number[] {
  const result = Array<number>(degree).fill(0);
  result[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) {
      result[j] = times(result[j]!, root) ^ (result[j + 1] ?? 0);
    }
    root = times(root, 2);
  }
  return result;
}

function remainder(data: readonly number[], divisor: readonly number[]): number[] {
  const result = divisor.map(() => 0);
  for (const word of data) {
    const factor = word ^ result.shift()!;
    result.push(0);
    divisor.forEach((coefficient, i) => {
      result[i]! ^= times(coefficient, factor);
    });
  }
  return result;
}

/** Blocks with their correction, interleaved (§7.6). */
function interleaved(data: readonly number[], version: number): number[] {
  const blocks = BLOCKS[version - 1]!;
  const correction = CORRECTION[version - 1]!;
  const total = codeWords(version);
  const shortBlocks = blocks - (total % blocks);
  const shortLength = Math.floor(total / blocks) - correction;
  const divisor = generator(correction);
  const parts: { data: number[]; correction: number[] }[] = [];
  for (let i = 0, at = 0; i < blocks; i++) {
    const length = shortLength + (i < shortBlocks ? 0 : 1);
    const part = data.slice(at, at + length);
    at += length;
    parts.push({ data: part, correction: remainder(part, divisor) });
  }
  const out: number[] = [];
  for (let i = 0; i <= shortLength; i++) {
    out.push(...parts.flatMap((part) => part.data.slice(i, i + 1)));
  }
  for (let i = 0; i < correction; i++) {
    out.push(...parts.map((part) => part.correction[i]!));
  }
  return out;
}

/** Centres of alignment patterns (Annex E). */
function alignmentCentres(version: number): number[] {
  if (version === 1) {
    return [];
  }
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const centres = [6];
  for (let at = version * 4 + 10; centres.length < count; at -= step) {
    centres.splice(1, 0, at);
  }
  return centres;
}

class Matrix {
  readonly size: number;
  readonly dark: boolean[][];
  readonly fixed: boolean[][];

  constructor(version: number) {
    this.size = version * 4 + 17;
    this.dark = Array.from({ length: this.size }, () => Array<boolean>(this.size).fill(false));
    this.fixed = Array.from({ length: this.size }, () => Array<boolean>(this.size).fill(false));
  }

  set(row: number, column: number, dark: boolean): void {
    this.dark[row]![column] = dark;
    this.fixed[row]![column] = true;
  }

  /** Concentric squares round a centre: dark where the distance is none of `light`. */
  square(row: number, column: number, reach: number, light: readonly number[]): void {
    for (let r = -reach; r <= reach; r++) {
      for (let c = -reach; c <= reach; c++) {
        const inside = row + r >= 0 && row + r < this.size && column + c >= 0 && column + c < this.size;
        if (inside) {
          this.set(row + r, column + c, !light.includes(Math.max(Math.abs(r), Math.abs(c))));
        }
      }
    }
  }
}

/** Remainder of `value` by a generator polynomial of the given degree (BCH codes of §7.9 and §7.10). */
function bch(value: number, polynomial: number, degree: number): number {
  let rest = value;
  for (let i = 0; i < degree; i++) {
    rest = (rest << 1) ^ ((rest >>> (degree - 1)) * polynomial);
  }
  return (value << degree) | rest;
}

function drawFormat(matrix: Matrix, mask: number): void {
  const { size } = matrix;
  // Level M is 00, so the data is the mask alone.
  const bits = bch(mask, 0x537, 10) ^ 0x5412;
  const bit = (i: number) => ((bits >>> i) & 1) === 1;
  for (let i = 0; i < 15; i++) {
    // Beside the first finder, past the timing lines; and a second time beside the other two.
    matrix.set(i < 6 ? i : i < 8 ? i + 1 : 8, i < 8 ? 8 : i === 8 ? 7 : 14 - i, bit(i));
    matrix.set(i < 8 ? 8 : size - 15 + i, i < 8 ? size - 1 - i : 8, bit(i));
  }
  matrix.set(size - 8, 8, true);
}

function drawFixed(matrix: Matrix, version: number): void {
  const { size } = matrix;
  for (let i = 0; i < size; i++) {
    matrix.set(6, i, i % 2 === 0);
    matrix.set(i, 6, i % 2 === 0);
  }
  for (const [row, column] of [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ] as const) {
    matrix.square(row, column, 4, [2, 4]);
  }
  const centres = alignmentCentres(version);
  const last = centres.length - 1;
  centres.forEach((row, i) => {
    centres.forEach((column, j) => {
      const onFinder = (i === 0 && (j === 0 || j === last)) || (i === last && j === 0);
      if (!onFinder) {
        matrix.square(row, column, 2, [1]);
      }
    });
  });
  if (version >= 7) {
    const bits = bch(version, 0x1f25, 12);
    for (let i = 0; i < 18; i++) {
      const dark = ((bits >>> i) & 1) === 1;
      const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
      matrix.set(a, b, dark);
      matrix.set(b, a, dark);
    }
  }
  drawFormat(matrix, 0);
}

/** Columns in pairs from the right, up and down in turn, past the timing column (§7.7.3). */
function drawData(matrix: Matrix, words: readonly number[]): void {
  const { size } = matrix;
  let at = 0;
  let upward = true;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) {
      right = 5;
    }
    for (let i = 0; i < size; i++) {
      const row = upward ? size - 1 - i : i;
      for (const column of [right, right - 1]) {
        if (!matrix.fixed[row]![column]) {
          matrix.dark[row]![column] = (((words[at >>> 3] ?? 0) >>> (7 - (at & 7))) & 1) === 1;
          at++;
        }
      }
    }
    upward = !upward;
  }
}

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
];

function masked(matrix: Matrix, mask: number): boolean[][] {
  drawFormat(matrix, mask);
  return matrix.dark.map((line, row) =>
    line.map((dark, column) => dark !== (!matrix.fixed[row]![column] && MASKS[mask]!(row, column))),
  );
}

/** How hard a mask makes reading (§7.8.3): runs, blocks, look-alikes of finders, and the share of dark. */
function penalty(dark: readonly (readonly boolean[])[]): number {
  const size = dark.length;
  let sum = 0;
  let darkCount = 0;
  for (let a = 0; a < size; a++) {
    for (const line of [dark[a]!, dark.map((row) => row[a]!)]) {
      const text = line.map(Number).join('');
      for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) {
        sum += run.length - 2;
      }
      // Overlapping look-alikes count each: four light modules before or after 1011101.
      sum +=
        40 * ([...text.matchAll(/(?=00001011101)/g)].length + [...text.matchAll(/(?=10111010000)/g)].length);
    }
    for (let b = 0; b < size; b++) {
      darkCount += Number(dark[a]![b]);
      const one = dark[a]![b];
      if (
        a > 0 &&
        b > 0 &&
        dark[a - 1]![b] === one &&
        dark[a]![b - 1] === one &&
        dark[a - 1]![b - 1] === one
      ) {
        sum += 3;
      }
    }
  }
  return sum + 10 * Math.floor(Math.abs(darkCount * 20 - size * size * 10) / (size * size));
}

/** The smallest symbol of level M that holds the text; the same text gives the same symbol. @throws QrTooLong */
export function qrSymbol(text: string): QrSymbol {
  for (let version = 1; version <= BLOCKS.length; version++) {
    const bits = segments(text, version);
    if (bits.length > dataWords(version) * 8) {
      continue;
    }
    const matrix = new Matrix(version);
    drawFixed(matrix, version);
    drawData(matrix, interleaved(padded(bits, dataWords(version)), version));
    const candidates = MASKS.map((_, mask) => masked(matrix, mask));
    const penalties = candidates.map(penalty);
    const best = penalties.indexOf(Math.min(...penalties));
    return { size: matrix.size, version, dark: candidates[best]! };
  }
  throw new QrTooLong(`${text.length} characters do not fit into version ${BLOCKS.length}`);
}
