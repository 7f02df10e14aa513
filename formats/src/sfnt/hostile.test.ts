import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareCff, cffFont, type Program } from './cff-font.fixture.ts';
import { openOutlines, SfntError, subsetFont, toTrueType } from './index.ts';
import { smallFont } from './small-font.fixture.ts';
import { readTables } from './tables.ts';
import { type1Font } from './type1-font.fixture.ts';
import { writeTables } from './write-tables.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`sfnt hostile: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

const names = { family: '一文', postScript: 'YiWen' };
const glyphs: Program[] = [
  [5, 'endchar'],
  [100, 100, 'rmoveto', 300, 300, -300, 'hlineto', -107, 'callsubr', 'endchar'],
  [1, 2, 'hstem', 0, 'hmoveto', 100, 100, 100, 100, 'hvcurveto', 5, 5, 5, 5, 5, 5, 5, 'hflex', 'endchar'],
  [120, 30, 65, 66, 'endchar'],
];
const characters = new Map([
  [0x4e00, 1],
  [0x20000, 2],
]);
const whole = subsetFont(smallFont(), { glyphs: [1, 2, 3, 4], characters, names }).bytes;

/** Every kind of font, whole. */
const fonts: Readonly<Record<string, Uint8Array>> = {
  'TrueType as in a PDF': smallFont(),
  'TrueType, whole': whole,
  OpenType: cffFont(glyphs, [[10, 10, 'rlineto', 'return']]),
  'CFF by name': bareCff({ glyphs, charset: [34, 35, 391], strings: ['uni4E00'] }),
  'CFF by CID': bareCff({
    glyphs,
    charset: [7, 8, 9],
    parts: [{ matrix: [0.001, 0, 0, 0.001, 0, 0], local: [[10, 10, 'rlineto', 'return']] }, {}],
    select: [0, 0, 1, 1],
  }),
  'Type 1': type1Font(
    { A: [50, 600, 'hsbw', 10, 20, 'rmoveto', 0, 'callsubr', 'endchar'], B: [0, 9, 9, 9, 65, 65, 'seac'] },
    { subroutines: [[100, 'hlineto', 100, 'vlineto', 'closepath', 'return']] },
  ),
  'Type 1 as text': type1Font({ A: [50, 600, 'hsbw', 10, 'hlineto', 'endchar'] }, { form: 'pfa' }),
};

/** Asks a font for everything there is. */
function askAll(bytes: Uint8Array): boolean {
  const font = openOutlines(bytes);
  if (font === undefined) {
    return false;
  }
  for (const glyph of [0, 1, 2, 3, 4, 5, 65_535, -1, 1.5]) {
    for (const segment of font.outline(glyph) ?? []) {
      expect(segment.slice(1).every((n) => Number.isFinite(n))).toBe(true);
    }
    expect(Number.isFinite(font.advance(glyph))).toBe(true);
    font.nameOf(glyph);
    font.glyphOfCid(glyph);
    font.glyphOfCode(glyph);
  }
  for (const code of [0x20, 0x41, 0x4e00, 0x20000, 0x10ffff, -1]) {
    const glyph = font.glyphFor(code);
    expect(glyph === undefined || (glyph > 0 && glyph < font.glyphCount)).toBe(true);
  }
  font.glyphNamed('A');
  font.glyphNamed('constructor');
  return true;
}

describe('broken fonts', () => {
  for (const [kind, good] of Object.entries(fonts)) {
    it(`${kind}: changed bytes give no outline or an SfntError`, () => {
      expect(askAll(good.slice())).toBe(true);
      let opened = 0;
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
          fc.integer({ min: 0, max: good.length * 3 }),
          (edits, cut) => {
            const bytes = good.slice(0, cut);
            for (const [at, value] of edits.filter(([place]) => place < bytes.length)) {
              bytes[at] = value;
            }
            opened += askAll(bytes) ? 1 : 0;
            try {
              subsetFont(bytes, { glyphs: [1, 3], characters, names, keepGlyphIds: edits.length > 4 });
              toTrueType(bytes);
            } catch (error) {
              expect(error).toBeInstanceOf(SfntError);
            }
          },
        ),
        { seed, numRuns: 1000 * soak },
      );
      expect(opened).toBeGreaterThan(20);
    });
  }
});

describe('fonts made to keep a reader busy', () => {
  const busy = (program: Program, local: Program[]): unknown =>
    openOutlines(cffFont([program], local))!.outline(0);

  it('subroutines that call themselves, once or many times', () => {
    expect(busy([-107, 'callsubr'], [[-107, 'callsubr', 'return']])).toBeUndefined();
    // ten levels of ten calls each would be 10^10 steps
    const levels = Array.from({ length: 10 }, (_, i): Program => {
      const call: Program = [i - 106, 'callsubr'];
      return i === 9 ? [1, 'drop', 'return'] : [...new Array(10).fill(call).flat(), 'return'];
    });
    expect(busy([-107, 'callsubr', 'endchar'], levels)).toBeUndefined();
  });

  it('thousands of glyphs that are all too long', () => {
    const long: Program = [...new Array<Program>(100).fill([-107, 'callsubr']).flat(), 'endchar'];
    const work: Program = [...new Array<Program>(450).fill([1, 2, 'drop', 'drop']).flat(), 'return'];
    const font = openOutlines(cffFont([...new Array<Program>(3000).fill(long), ['endchar']], [work]))!;
    const drawn = Array.from({ length: font.glyphCount }, (_, glyph) => font.outline(glyph));
    expect(drawn.slice(0, -1).every((outline) => outline === undefined)).toBe(true);
    // an ordinary glyph is drawn all the same
    expect(drawn.at(-1)).toEqual([]);
  });

  it('composites of composites', () => {
    // each glyph is twice the one before: 2^40 outlines
    const parts = 40;
    const u16 = (...values: number[]): number[] => values.flatMap((value) => [value >> 8, value & 255]);
    const twice = (glyph: number): number[] => [
      ...u16(0xffff, 0, 0, 0, 0),
      ...u16(0x22, glyph, 0, 0x02, glyph, 0),
    ];
    const data = Array.from({ length: parts }, (_, i) => twice(Math.max(0, i - 1)));
    const size = data[0]!.length;
    const head = new Uint8Array(54);
    new DataView(head.buffer).setUint16(18, 1000);
    const table = (bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);
    const font = openOutlines(
      writeTables(
        new Map([
          ['head', head],
          ['maxp', table(u16(0, 0x5000, parts))],
          ['glyf', table(data.flat())],
          ['loca', table(u16(...Array.from({ length: parts + 1 }, (_, i) => (i * size) / 2)))],
        ]),
      ),
    )!;
    expect(font.outline(parts - 1)).toBeUndefined();
    expect(() => subsetFont(font, { glyphs: [parts - 1], names })).not.toThrow();
  });

  it('character maps of four billion characters', () => {
    const cmap = new Uint8Array(4 + 8 + 16 + 12);
    const view = new DataView(cmap.buffer);
    for (const [at, value] of [
      [2, 1],
      [4, 3],
      [6, 10],
      [12, 12],
    ] as const) {
      view.setUint16(at, value);
    }
    for (const [at, value] of [
      [8, 12],
      [16, 28],
      [24, 0xffffffff],
      [32, 0xffffffff],
    ] as const) {
      view.setUint32(at, value);
    }
    const tables = new Map(readTables(smallFont()));
    const font = openOutlines(writeTables(tables.set('cmap', cmap)))!;
    expect([font.glyphFor(0), font.glyphFor(2), font.glyphFor(0x4e00)]).toEqual([undefined, 2, undefined]);
  });
});
