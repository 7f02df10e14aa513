/** Builds small CFF fonts from charstrings, for tests: in an OpenType file, bare by name, bare by CID. */
import { writeTables } from './write-tables.ts';

/** A charstring: numbers are pushed, strings are operators or subroutine calls. */
export type Program = (number | string)[];

const OPERATORS: Readonly<Record<string, number[]>> = {
  hstem: [1],
  vstem: [3],
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
  and: [12, 3],
  not: [12, 5],
  abs: [12, 9],
  add: [12, 10],
  sub: [12, 11],
  div: [12, 12],
  neg: [12, 14],
  eq: [12, 15],
  drop: [12, 18],
  put: [12, 20],
  get: [12, 21],
  ifelse: [12, 22],
  mul: [12, 24],
  sqrt: [12, 26],
  dup: [12, 27],
  exch: [12, 28],
  index: [12, 29],
  roll: [12, 30],
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
  return [...two(items.length), 3, ...offsets.flatMap((n) => [n >> 16, ...two(n & 0xffff)]), ...items.flat()];
}

/** DICT integers always in five bytes, so that offsets do not move when they are filled in. */
function dictNumber(n: number): number[] {
  return [29, (n >> 24) & 0xff, (n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff];
}

function cffTable(glyphs: Program[], local: Program[], global: Program[]): Uint8Array {
  const before = [1, 0, 4, 2, ...index([[0x41]])];
  const after = [...index([]), ...index(global.map(assemble))];
  const topSize = 17;
  const topIndexSize = 2 + 1 + 2 * 3 + topSize;
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

/** Real numbers as DICT data, digit by digit. */
function dictReal(value: number): number[] {
  const halves = [...String(value)].map((c) =>
    c === '.' ? 10 : c === '-' ? 14 : c === 'e' ? 11 : Number(c),
  );
  halves.push(15);
  if (halves.length % 2 === 1) {
    halves.push(15);
  }
  return [
    30,
    ...Array.from({ length: halves.length / 2 }, (_, i) => halves[2 * i]! * 16 + halves[2 * i + 1]!),
  ];
}

export type BareCff = {
  readonly glyphs: readonly Program[];
  /** SID, or CID when there are `parts`, of each glyph after the first. */
  readonly charset: readonly number[];
  /** Strings of the font's own: SIDs from 391 on. */
  readonly strings?: readonly string[];
  readonly matrix?: readonly number[];
  readonly defaultWidth?: number;
  readonly nominalWidth?: number;
  /** Font dictionaries of a CID font, and which one each glyph belongs to. */
  readonly parts?: readonly { readonly matrix?: readonly number[]; readonly local?: Program[] }[];
  readonly select?: readonly number[];
};

/** A bare CFF font as PDF producers embed it. */
export function bareCff(font: BareCff): Uint8Array {
  const { glyphs, charset, strings = [], parts } = font;
  const before = [1, 0, 4, 2, ...index([[...'YiWen'].map((c) => c.charCodeAt(0))])];
  const own = index(strings.map((text) => [...text].map((c) => c.charCodeAt(0))));
  const matrixOf = (matrix: readonly number[] | undefined): number[] =>
    matrix === undefined ? [] : [...matrix.flatMap(dictReal), 12, 7];
  const charStrings = index(glyphs.map(assemble));
  const charsetData = [0, ...charset.flatMap((n) => [n >> 8, n & 0xff])];
  const privateOf = (local: Program[] | undefined): number[] => {
    const dict = [...dictNumber(font.defaultWidth ?? 0), 20, ...dictNumber(font.nominalWidth ?? 0), 21];
    return local === undefined
      ? dict
      : [...dict, ...dictNumber(dict.length + 6), 19, ...index(local.map(assemble))];
  };
  const privateSize = (local: Program[] | undefined): number => (local === undefined ? 12 : 18);
  const select = parts === undefined ? [] : [0, ...(font.select ?? [])];
  // every number has five bytes, so a first pass with zeros tells where everything comes to lie
  const build = (at: Record<'charset' | 'charStrings' | 'select' | 'array' | 'data', number>) => {
    const locals = parts === undefined ? [undefined] : parts.map(({ local }) => local);
    let data = at.data;
    const places = locals.map((local) => {
      const place = data;
      data += privateOf(local).length;
      return [...dictNumber(privateSize(local)), ...dictNumber(place), 18];
    });
    const array =
      parts === undefined ? [] : index(parts.map(({ matrix }, i) => [...matrixOf(matrix), ...places[i]!]));
    const top = [
      ...(parts === undefined ? [] : [...dictNumber(391), ...dictNumber(391), ...dictNumber(0), 12, 30]),
      ...matrixOf(font.matrix),
      ...dictNumber(at.charset),
      15,
      ...dictNumber(at.charStrings),
      17,
      ...(parts === undefined
        ? places[0]!
        : [...dictNumber(at.array), 12, 36, ...dictNumber(at.select), 12, 37]),
    ];
    const head = [...before, ...index([top]), ...own, ...index([])];
    const [c, g] = [head.length + charsetData.length, charStrings.length];
    return {
      bytes: [...head, ...charsetData, ...charStrings, ...select, ...array, ...locals.flatMap(privateOf)],
      at: {
        charset: head.length,
        charStrings: c,
        select: c + g,
        array: c + g + select.length,
        data: c + g + select.length + array.length,
      },
    };
  };
  const zeros = { charset: 0, charStrings: 0, select: 0, array: 0, data: 0 };
  return Uint8Array.from(build(build(zeros).at).bytes);
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
