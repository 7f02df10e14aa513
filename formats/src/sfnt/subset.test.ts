import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineFontPath } from '../convert/pdf-to-ofd/engine.fixture.ts';
import { bareCff } from './cff-font.fixture.ts';
import { type FontOutlines, type OutlineSegment, openOutlines, SfntError, subsetFont } from './index.ts';
import { smallFont } from './small-font.fixture.ts';
import { readTables } from './tables.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`sfnt subset: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

const names = { family: '一文', postScript: 'Yi Wen(1)-Regular' };
const needed = ['OS/2', 'cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post'];

const sumOf = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) {
    sum = (sum + view.getUint32(at)) >>> 0;
  }
  return sum;
};

type Point = readonly [number, number];

/** Points along an outline, close to one another. */
function pointsAlong(outline: readonly OutlineSegment[], steps: number): Point[] {
  const points: Point[] = [];
  let [x, y] = [0, 0];
  for (const segment of outline) {
    if (segment[0] === 'C') {
      continue;
    }
    const n = segment.slice(1) as number[];
    const controls = [[x, y], ...Array.from({ length: n.length / 2 }, (_, i) => [n[2 * i], n[2 * i + 1]])];
    [x, y] = [n.at(-2)!, n.at(-1)!];
    for (let step = segment[0] === 'M' ? steps : 1; step <= steps; step++) {
      const t = step / steps;
      let row = (segment[0] === 'M' ? [controls.at(-1)!] : controls) as number[][];
      while (row.length > 1) {
        row = row.slice(1).map((p, i) => [0, 1].map((k) => row[i]![k]! * (1 - t) + p[k]! * t));
      }
      points.push([row[0]![0]!, row[0]![1]!]);
    }
  }
  return points;
}

/** How far the points of one outline are from the other at the most, in em; closed straight sides included. */
function distance(from: readonly OutlineSegment[], to: readonly OutlineSegment[]): number {
  const target = pointsAlong(to, 64);
  const lines = target.map((p, i) => [p, target[(i + 1) % target.length]!] as const);
  const toLine = ([x, y]: Point, [[ax, ay], [bx, by]]: readonly [Point, Point]): number => {
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const t =
      length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
  };
  return Math.max(0, ...pointsAlong(from, 16).map((p) => Math.min(...lines.map((line) => toLine(p, line)))));
}

describe('subsets of TrueType fonts', () => {
  const whole = openOutlines(new Uint8Array(readFileSync(engineFontPath('serif-sc', '400Regular'))))!;
  const characters = new Map(
    [...'关于印发工作要点的通知2026ÀA𠮷'].flatMap((char): [number, number][] => {
      const code = char.codePointAt(0)!;
      const glyph = whole.glyphFor(code);
      return glyph === undefined ? [] : [[code, glyph]];
    }),
  );

  it('have every table, right sums, and the same glyphs under new ids', () => {
    const subset = subsetFont(whole, { glyphs: [], characters, names });
    expect([...readTables(subset.bytes).keys()]).toEqual(expect.arrayContaining(needed));
    expect(sumOf(subset.bytes)).toBe(0xb1b0afba);
    const font = openOutlines(subset.bytes)!;
    expect([font.glyphCount, font.familyName, font.unitsPerEm]).toEqual([characters.size + 1, '一文', 1000]);
    for (const [code, glyph] of characters) {
      const id = subset.glyphIds.get(glyph)!;
      expect(font.glyphFor(code)).toBe(id);
      expect(font.outline(id)).toEqual(whole.outline(glyph));
      expect(font.advance(id)).toBe(whole.advance(glyph));
    }
    expect([font.ascender, font.descender]).toEqual([whole.ascender, whole.descender]);
  });

  it('can keep the old ids, and the characters the font has', () => {
    const kept = subsetFont(whole, { glyphs: characters.values(), keepGlyphIds: true, names });
    const font = openOutlines(kept.bytes)!;
    for (const [code, glyph] of characters) {
      expect([kept.glyphIds.get(glyph), font.glyphFor(code)]).toEqual([glyph, glyph]);
      expect(font.outline(glyph)).toEqual(whole.outline(glyph));
    }
    expect(font.glyphCount).toBe(Math.max(...characters.values()) + 1);
    expect(font.glyphFor(0x9f98)).toBeUndefined();
  });

  it('take the parts of composites along, and leave broken glyphs blank', () => {
    const small = openOutlines(smallFont())!;
    const { bytes, glyphIds } = subsetFont(small, { glyphs: [3], names });
    const font = openOutlines(bytes)!;
    expect([...glyphIds]).toEqual([
      [0, 0],
      [1, 1],
      [3, 2],
    ]);
    expect(font.outline(2)).toEqual(small.outline(3));
    const other = subsetFont(small, { glyphs: [4, 77, -1, 0.5], names });
    expect([...other.glyphIds.keys()]).toEqual([0, 4]);
    expect(openOutlines(other.bytes)?.advance(1)).toBe(1);
  });

  it('are the same for the same wish, and refused for what is no font', () => {
    const once = subsetFont(smallFont(), { glyphs: [1, 2], names, addBlankGlyph: true });
    const again = subsetFont(smallFont(), { glyphs: [2, 1], names, addBlankGlyph: true });
    expect(again.bytes).toEqual(once.bytes);
    expect([
      once.blankGlyph,
      openOutlines(once.bytes)?.outline(3),
      openOutlines(once.bytes)?.advance(3),
    ]).toEqual([3, [], 0]);
    expect(() => subsetFont(new Uint8Array(100), { glyphs: [], names })).toThrow(SfntError);
  });
});

describe('subsets of CFF fonts', () => {
  const numbers = fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 6, maxLength: 6 });

  it('stay within a thousandth of an em', () => {
    let worst = 0;
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 6 }), (curves) => {
        const program = curves.flatMap((curve) => [...curve, 'rrcurveto']);
        const source = openOutlines(
          bareCff({
            glyphs: [['endchar'], [0, 0, 'rmoveto', ...program, 'endchar']],
            charset: [34],
            defaultWidth: 500,
          }),
        ) as FontOutlines;
        const { bytes } = subsetFont(source, { glyphs: [1], names });
        const font = openOutlines(bytes)!;
        const [drawn, wanted] = [font.outline(1)!, source.outline(1)!];
        worst = Math.max(worst, distance(drawn, wanted), distance(wanted, drawn));
        expect(worst).toBeLessThan(0.001);
        expect([font.advance(1), font.glyphFor(0x41)]).toEqual([0.5, 1]);
      }),
      { seed, numRuns: 60 * soak },
    );
    console.log(`sfnt subset: largest distance of a CFF outline ${(worst * 1000).toFixed(2)} / 1000 em`);
  });
});

describe('character maps of subsets', () => {
  it('have format 4 alone when there are no characters', () => {
    const { bytes } = subsetFont(smallFont(), { glyphs: [1], names });
    const cmap = readTables(bytes).get('cmap')!;
    expect([...cmap.subarray(0, 14)]).toEqual([0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12, 0, 4]);
    expect(openOutlines(bytes)?.glyphFor(0xffff)).toBeUndefined();
  });

  it('maps every code point it was given, in many runs', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 33, max: 0x1ffff }), { maxLength: 60 }), (list) => {
        const points = list.filter((code) => (code < 0xd800 || code > 0xdfff) && code !== 0xffff);
        const characters = new Map(points.map((code, i) => [code, 1 + (i % 3)]));
        const font = openOutlines(subsetFont(smallFont(), { glyphs: [1, 2, 3], characters, names }).bytes)!;
        for (const code of [...list, 32, 0x20000]) {
          expect(font.glyphFor(code)).toBe(characters.get(code));
        }
      }),
      { seed, numRuns: 100 * soak },
    );
  });
});
