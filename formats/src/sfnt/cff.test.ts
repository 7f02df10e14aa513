import { describe, expect, it } from 'vitest';
import { bareCff, cffFont, type Program } from './cff-font.fixture.ts';
import { openOutlines } from './index.ts';
import { expectOutline } from './outline-matcher.fixture.ts';

const square: Program = [100, 100, -100, 'hlineto'];
const squareAt = (x: number, y: number, size = 0.1): unknown[] => [
  ['M', x, y],
  ['L', x + size, y],
  ['L', x + size, y + size],
  ['L', x, y + size],
  ['C'],
];

describe('bare CFF fonts by name', () => {
  const font = openOutlines(
    bareCff({
      glyphs: [
        [-50, 'endchar'],
        [10, 20, 'rmoveto', ...square, 'endchar'],
        [33, 0, 700, 'rmoveto', ...square, 'endchar'],
        // an accented letter: A and acute of StandardEncoding
        [120, 30, 65, 194, 'endchar'],
        [77, 10, 20, 'rmoveto', ...square, 'endchar'],
        [10, 'hmoveto', ...square, 'endchar'],
      ],
      charset: [34, 125, 391, 392, 393],
      strings: ['Aacute.alt', 'uni4E00', 'u20000'],
      defaultWidth: 500,
      nominalWidth: 600,
    }),
  )!;

  it('knows glyphs by name, character and code', () => {
    expect(font).toMatchObject({ kind: 'cff', unitsPerEm: 1000, glyphCount: 6, familyName: 'YiWen' });
    expect([0, 1, 2, 3, 4, 9].map((glyph) => font.nameOf(glyph))).toEqual([
      '.notdef',
      'A',
      'acute',
      'Aacute.alt',
      'uni4E00',
      undefined,
    ]);
    expect([
      font.glyphNamed('acute'),
      font.glyphFor(0xb4),
      font.glyphFor(0x4e00),
      font.glyphFor(0x20000),
    ]).toEqual([2, 2, 4, 5]);
    expect([font.glyphFor(0xc1), font.glyphOfCode(65), font.glyphOfCode(66), font.glyphOfCid(5)]).toEqual([
      undefined,
      1,
      undefined,
      5,
    ]);
  });

  it('takes advances from the programs', () => {
    expect([0, 1, 2, 3, 4, 5, 6].map((glyph) => font.advance(glyph))).toEqual([
      0.55, 0.5, 0.633, 0.5, 0.677, 0.5, 0,
    ]);
  });

  it('draws accented letters of two parts', () => {
    expectOutline(font.outline(3), [...squareAt(0.01, 0.02), ...squareAt(0.12, 0.73)]);
    expectOutline(font.outline(0), []);
    expect(font.outline(6)).toBeUndefined();
  });

  it('calculates', () => {
    const programs: Program[] = [
      [3, 4, 'add', 2, 'mul', 4, 'sub', 'hmoveto'], // 10
      [-40, 'abs', 4, 'div', 'hmoveto'],
      [100, 'sqrt', 'hmoveto'],
      [10, 0, 'put', 0, 'get', 'hmoveto'],
      [10, 99, 1, 2, 'ifelse', 'hmoveto'],
      [99, 10, 2, 1, 'ifelse', 'hmoveto'],
      [-10, 'neg', 'hmoveto'],
      [5, 'dup', 'add', 'hmoveto'],
      [10, 99, 'drop', 'hmoveto'],
      [7, 17, 'exch', 'sub', 'hmoveto'],
      // the middle one of three, rolled up and the others taken away
      [1, 10, 2, 3, 2, 'roll', 'drop', 'drop', 'hmoveto'],
      [10, 20, 1, 'index', 'exch', 'drop', 'exch', 'drop', 'hmoveto'],
      [5, 5, 'eq', 9, 'add', 'hmoveto'],
      [1, 0, 'and', 'not', 9, 'add', 'hmoveto'],
    ];
    const calculated = openOutlines(cffFont(programs.map((p) => [...p, ...square, 'endchar'])))!;
    programs.forEach((program, glyph) => {
      expect(calculated.outline(glyph)?.[0]?.[1], program.join(' ')).toBeCloseTo(0.01, 9);
    });
  });

  it('applies the font matrix', () => {
    const small = openOutlines(
      bareCff({
        glyphs: [['endchar'], [100, 200, 'rmoveto', ...square, 'endchar']],
        charset: [34],
        matrix: [0.0005, 0, 0, 0.0005, 0, 0],
        defaultWidth: 1000,
      }),
    )!;
    expect([small.unitsPerEm, small.advance(1)]).toEqual([2000, 0.5]);
    expectOutline(small.outline(1), squareAt(0.05, 0.1, 0.05));
  });
});

describe('bare CFF fonts by CID', () => {
  const font = openOutlines(
    bareCff({
      glyphs: [
        ['endchar'],
        [10, 20, 'rmoveto', -107, 'callsubr', 'endchar'],
        [10, 20, 'rmoveto', -107, 'callsubr'],
      ],
      charset: [7, 700],
      parts: [
        { matrix: [0.001, 0, 0, 0.001, 0, 0], local: [[...square, 'return']] },
        { matrix: [0.0005, 0, 0, 0.0005, 0, 0], local: [[...square, 'endchar']] },
      ],
      select: [0, 0, 1],
      defaultWidth: 1000,
    }),
  )!;

  it('finds glyphs by CID, each with the subroutines and the matrix of its part', () => {
    expect([font.glyphOfCid(7), font.glyphOfCid(700), font.glyphOfCid(8)]).toEqual([1, 2, undefined]);
    expectOutline(font.outline(1), squareAt(0.01, 0.02));
    expectOutline(font.outline(2), squareAt(0.005, 0.01, 0.05));
    expect([font.advance(1), font.advance(2)]).toEqual([1, 0.5]);
    expect([font.nameOf(1), font.glyphNamed('A'), font.glyphFor(0x41), font.glyphOfCode(65)]).toEqual(
      new Array(4).fill(undefined),
    );
  });
});
