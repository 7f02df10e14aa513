/** Builds a small OpenType font with CFF outlines from charstrings, for the conversion's tests. */
import { writeTables } from './write-tables.ts';

/** A charstring: numbers are pushed, strings are operators or subroutine calls. */
export type Program = (number | string)[];

const OPERATORS: Readonly<Record<string, number[]>> = {
  hstem: [1],
  vmoveto: [4],
  rlineto: [5],
  hlineto: [6],
  vlineto: [7],
  rrcurveto: [8],
  callsubr: [10],
  return: [11],
  endchar: [14],
  hstemhm: [18],
  hintmask: [19],
  rmoveto: [21],
  hmoveto: [22],
  rcurveline: [24],
  rlinecurve: [25],
  vvcurveto: [26],
  hhcurveto: [27],
  callgsubr: [29],
  vhcurveto: [30],
  hvcurveto: [31],
  hflex: [12, 34],
  flex: [12, 35],
  hflex1: [12, 36],
  flex1: [12, 37],
};

function assemble(program: Program): number[] {
  return program.flatMap((item) => {
    if (typeof item === 'number') {
      return [28, (item >> 8) & 0xff, item & 0xff];
    }
    // `mask:A0` stands for a hint mask byte.
    return item.startsWith('mask:') ? [Number.parseInt(item.slice(5), 16)] : OPERATORS[item]!;
  });
}

function index(items: readonly (readonly number[])[]): number[] {
  if (items.length === 0) {
    return [0, 0];
  }
  let offset = 1;
  const offsets = [offset, ...items.map((item) => (offset += item.length))];
  const two = (n: number) => [n >> 8, n & 0xff];
  return [...two(items.length), 2, ...offsets.flatMap(two), ...items.flat()];
}

/** DICT integers always in five bytes, so that offsets do not move when they are filled in. */
function dictNumber(n: number): number[] {
  return [29, (n >> 24) & 0xff, (n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff];
}

function cffTable(glyphs: Program[], local: Program[], global: Program[]): Uint8Array {
  const before = [1, 0, 4, 2, ...index([[0x41]])];
  const after = [...index([]), ...index(global.map(assemble))];
  const topSize = 17;
  const topIndexSize = 2 + 1 + 4 + topSize;
  const charStrings = index(glyphs.map(assemble));
  const charStringsAt = before.length + topIndexSize + after.length;
  const privateAt = charStringsAt + charStrings.length;
  const privateDict = [...dictNumber(6), 19];
  const top = [
    ...dictNumber(charStringsAt),
    17,
    ...dictNumber(privateDict.length),
    ...dictNumber(privateAt),
    18,
  ];
  return Uint8Array.from([
    ...before,
    ...index([top]),
    ...after,
    ...charStrings,
    ...privateDict,
    ...index(local.map(assemble)),
  ]);
}

function table(size: number, ...values: [offset: number, value: number][]): Uint8Array {
  const out = new Uint8Array(size);
  for (const [offset, value] of values) {
    new DataView(out.buffer).setUint16(offset, value);
  }
  return out;
}

/** A font with one glyph per program: glyph i has the character U+4E00 + i and the advance 1000 + i. */
export function cffFont(glyphs: Program[], local: Program[] = [], global: Program[] = []): Uint8Array {
  const hmtx = table(glyphs.length * 4, ...glyphs.map((_, i): [number, number] => [i * 4, 1000 + i]));
  const cmap = new Uint8Array(12 + 28);
  const view = new DataView(cmap.buffer);
  [0, 1, 3, 10, 0, 12, 12, 0].forEach((n, i) => {
    view.setUint16(i * 2, n);
  });
  [28, 0, 1, 0x4e00, 0x4e00 + glyphs.length - 1, 0].forEach((n, i) => {
    view.setUint32(16 + i * 4, n);
  });
  return writeTables(
    new Map([
      ['CFF ', cffTable(glyphs, local, global)],
      ['head', table(54, [18, 1000])],
      ['hhea', table(36, [34, glyphs.length])],
      ['hmtx', hmtx],
      ['maxp', table(6, [0, 0], [2, 0x5000], [4, glyphs.length])],
      ['name', table(6, [4, 6])],
      ['cmap', cmap],
    ]),
  );
}
