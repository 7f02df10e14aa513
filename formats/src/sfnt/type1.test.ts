import { describe, expect, it } from 'vitest';
import { openOutlines, subsetFont } from './index.ts';
import { expectOutline } from './outline-matcher.fixture.ts';
import { type1Font } from './type1-font.fixture.ts';

const square = [100, 'hlineto', 100, 'vlineto', -100, 'hlineto', 'closepath'] as const;
const squareAt = (x: number, y: number): unknown[] => [
  ['M', x, y],
  ['L', x + 0.1, y],
  ['L', x + 0.1, y + 0.1],
  ['L', x, y + 0.1],
  ['C'],
];

const glyphs = {
  A: [50, 600, 'hsbw', 10, 20, 'rmoveto', ...square, 'endchar'],
  '.notdef': [0, 250, 'hsbw', 'endchar'],
  acute: [30, 300, 'hsbw', 0, 700, 'rmoveto', ...square, 'endchar'],
  // an accent of a left side bearing of 30, moved by (140, 60)
  Aacute: [50, 620, 'hsbw', 30, 140, 60, 65, 194, 'seac'],
  curve: [
    0,
    500,
    'hsbw',
    0,
    'hmoveto',
    100,
    100,
    100,
    100,
    'hvcurveto',
    50,
    50,
    50,
    50,
    'vhcurveto',
    'closepath',
    'endchar',
  ],
  half: [0, 1000, 2, 'div', 'hsbw', 1, 2, 'div', 'hmoveto', 1, 'callsubr', 'endchar'],
  flex: [
    0,
    700,
    'hsbw',
    0,
    100,
    'rmoveto',
    2,
    'callsubr',
    50,
    0,
    'rmoveto',
    3,
    'callsubr',
    -40,
    0,
    'rmoveto',
    3,
    'callsubr',
    20,
    5,
    'rmoveto',
    3,
    'callsubr',
    20,
    0,
    'rmoveto',
    3,
    'callsubr',
    20,
    0,
    'rmoveto',
    3,
    'callsubr',
    20,
    -5,
    'rmoveto',
    3,
    'callsubr',
    10,
    0,
    'rmoveto',
    3,
    'callsubr',
    50,
    100,
    100,
    4,
    'callsubr',
    0,
    -100,
    'rlineto',
    'closepath',
    'endchar',
  ],
  endless: [0, 100, 'hsbw', 5, 'callsubr', 'endchar'],
  lost: [0, 100, 'hsbw', 99, 'callsubr', 'endchar'],
} as const;

const subroutines = [
  [3, 0, 'callothersubr', 'pop', 'pop', 'setcurrentpoint', 'return'],
  [...square, 'return'],
  [0, 1, 'callothersubr', 'return'],
  [0, 2, 'callothersubr', 'return'],
  [0, 'callsubr', 'return'],
  [5, 'callsubr', 'return'],
] as const;

describe('Type 1 fonts', () => {
  const font = openOutlines(type1Font(glyphs, { subroutines }))!;
  const drawn = (name: string): unknown => font.outline(font.glyphNamed(name)!);

  it('numbers glyphs from .notdef on and knows them by name, code and character', () => {
    expect(font).toMatchObject({ kind: 'type1', familyName: 'Yi Wen', unitsPerEm: 1000, glyphCount: 9 });
    expect([font.nameOf(0), font.nameOf(1), font.nameOf(99)]).toEqual(['.notdef', 'A', undefined]);
    expect([
      font.glyphFor(0x41),
      font.glyphFor(0xc1),
      font.glyphOfCode(0x41),
      font.glyphOfCode(0xc2),
    ]).toEqual([1, 3, 1, 2]);
    expect([font.advance(1), font.advance(0), font.advance(99)]).toEqual([0.6, 0.25, 0]);
  });

  it('draws moves, lines, curves, divisions and accented letters', () => {
    expect(drawn('.notdef')).toEqual([]);
    expectOutline(drawn('A'), squareAt(0.06, 0.02));
    expectOutline(drawn('Aacute'), [...squareAt(0.06, 0.02), ...squareAt(0.19, 0.76)]);
    expect(font.advance(font.glyphNamed('Aacute')!)).toBe(0.62);
    expectOutline(drawn('half'), squareAt(0.0005, 0));
    expect(font.advance(font.glyphNamed('half')!)).toBe(0.5);
    expectOutline(drawn('curve'), [
      ['M', 0, 0],
      ['B', 0.1, 0, 0.2, 0.1, 0.2, 0.2],
      ['B', 0.2, 0.25, 0.25, 0.3, 0.3, 0.3],
      ['C'],
    ]);
  });

  it('draws flex as two curves', () => {
    expectOutline(drawn('flex'), [
      ['M', 0, 0.1],
      ['B', 0.01, 0.1, 0.03, 0.105, 0.05, 0.105],
      ['B', 0.07, 0.105, 0.09, 0.1, 0.1, 0.1],
      ['L', 0.1, 0],
      ['C'],
    ]);
  });

  it('has no outline for broken programs', () => {
    expect([drawn('endless'), drawn('lost'), font.outline(9), font.outline(-1)]).toEqual(
      new Array(4).fill(undefined),
    );
  });

  it('reads text form, unencrypted charstrings and encodings of its own alike', () => {
    const encoding =
      '256 array 0 1 255 {1 index exch /.notdef put} for\ndup 8#101 /acute put dup 200 /A put readonly def';
    for (const form of ['pfa', 'pfb'] as const) {
      for (const lenIV of [-1, 0, 4]) {
        const other = openOutlines(type1Font(glyphs, { subroutines, form, lenIV, encoding }))!;
        expectOutline(other.outline(1), squareAt(0.06, 0.02));
        expect([other.glyphOfCode(65), other.glyphOfCode(200), other.glyphOfCode(66)]).toEqual([
          2,
          1,
          undefined,
        ]);
      }
    }
  });

  it('can be subset as TrueType', () => {
    const { bytes, glyphIds } = subsetFont(font, {
      glyphs: [],
      characters: new Map([[0xc1, font.glyphNamed('Aacute')!]]),
      names: { family: 'Yi Wen', postScript: 'YiWen' },
    });
    const subset = openOutlines(bytes)!;
    expect([...glyphIds]).toEqual([
      [0, 0],
      [3, 1],
    ]);
    expect([subset.kind, subset.unitsPerEm, subset.glyphFor(0xc1), subset.advance(1)]).toEqual([
      'truetype',
      2000,
      1,
      0.62,
    ]);
    expect(subset.outline(1)).toHaveLength(10);
  });
});
