import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engineFontPath } from '../convert/pdf-to-ofd/engine.fixture.ts';
import { completeSubset, glyphOutline, readCharacterMap, readFont, SfntError } from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`sfnt: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

const u16 = (...values: number[]) => values.flatMap((value) => [(value >> 8) & 255, value & 255]);

/** Triangle (0,0) (500,0) (250,400), all on the curve. */
const triangle = [...u16(1, 0, 0, 500, 400, 2, 0), 1, 1, 1, ...u16(0, 500, -250), ...u16(0, 0, 400)];
/** Four off-curve points: a rounded shape whose on-curve points are all implied. */
const round = [...u16(1, 0, 0, 100, 100, 3, 0), 0, 0, 0, 0, ...u16(0, 100, 0, -100), ...u16(0, 0, 100, 0)];
/** Glyph 1 moved by (100, −50), then glyph 1 at half size with its point 0 on point 2 of the first. */
const composite = [
  ...u16(-1, 0, 0, 0, 0),
  ...u16(0x0001 | 0x0002 | 0x0020, 1, 100, -50),
  ...u16(0x0008, 1),
  2,
  0,
  ...u16(0x2000),
];
/** Contains itself. */
const endless = [...u16(-1, 0, 0, 0, 0), ...u16(0x0002 | 0x0020, 4), 0, 0, ...u16(0x0002, 4), 0, 0];

/** A font of 1000 units with a blank glyph 0 and the four glyphs above. */
function smallFont(): Uint8Array {
  const glyphs = [[], triangle, round, composite, endless].map((glyph) =>
    glyph.length % 2 === 0 ? glyph : [...glyph, 0],
  );
  const loca: number[] = [0];
  for (const glyph of glyphs) {
    loca.push((loca.at(-1) as number) + glyph.length / 2);
  }
  const head = new Array(54).fill(0);
  head.splice(18, 2, ...u16(1000));
  const hhea = new Array(36).fill(0);
  hhea.splice(4, 4, ...u16(880, -120));
  hhea.splice(34, 2, ...u16(2));
  const tables: [string, number[]][] = [
    ['glyf', glyphs.flat()],
    ['head', head],
    ['hhea', hhea],
    ['hmtx', [...u16(500, 0, 1000, 0), ...u16(0, 0, 0)]],
    ['loca', u16(...loca)],
    ['maxp', [...u16(1, 0, 5), ...new Array(26).fill(0)]],
  ];
  const out = [...u16(1, 0, tables.length, 0, 0, 0)];
  let offset = 12 + 16 * tables.length;
  for (const [tag, data] of tables) {
    out.push(...[...tag].map((c) => c.charCodeAt(0)), 0, 0, 0, 0, ...u16(0, offset, 0, data.length));
    offset += data.length;
  }
  return Uint8Array.from([...out, ...tables.flatMap(([, data]) => data)]);
}

const codes = new Map([
  [1, '一'],
  [2, '丁'],
  [3, '𠀀'],
  [4, 'ffi'],
]);
const names = { family: '一文', postScript: 'Yi Wen(1)-Regular' };

describe('reading TrueType outlines', () => {
  const font = readFont(smallFont());

  it('draws simple glyphs in em units', () => {
    expect(glyphOutline(font, 0)).toEqual([]);
    expect(glyphOutline(font, 1)).toEqual([['M', 0, 0], ['L', 0.5, 0], ['L', 0.25, 0.4], ['C']]);
  });

  it('puts on-curve points between off-curve ones', () => {
    expect(glyphOutline(font, 2)).toEqual([
      ['M', 0, 0.05],
      ['Q', 0, 0, 0.05, 0],
      ['Q', 0.1, 0, 0.1, 0.05],
      ['Q', 0.1, 0.1, 0.05, 0.1],
      ['Q', 0, 0.1, 0, 0.05],
      ['C'],
    ]);
  });

  it('moves, scales and aligns the parts of a composite glyph', () => {
    expect(glyphOutline(font, 3)).toEqual([
      ['M', 0.1, -0.05],
      ['L', 0.6, -0.05],
      ['L', 0.35, 0.35],
      ['C'],
      ['M', 0.35, 0.35],
      ['L', 0.6, 0.35],
      ['L', 0.475, 0.55],
      ['C'],
    ]);
  });

  it('refuses glyphs that contain themselves or do not exist', () => {
    expect(() => glyphOutline(font, 4)).toThrow(SfntError);
    expect(() => glyphOutline(font, 5)).toThrow(SfntError);
  });

  it('agrees with the boxes the engine’s own font states', () => {
    const whole = readFont(new Uint8Array(readFileSync(engineFontPath('serif-sc', '400Regular'))));
    const map = readCharacterMap(whole);
    let checked = 0;
    for (const char of '关于印发青禾镇2026年度工作要点的通知〔〕，。、“”Agj') {
      const glyph = map?.(char.codePointAt(0) as number) ?? 0;
      expect(glyph, char).toBeGreaterThan(0);
      const data = whole.glyphData(glyph);
      const box = [2, 4, 6, 8].map((at) => new DataView(data.buffer, data.byteOffset).getInt16(at) / 1000);
      const ends = glyphOutline(whole, glyph).flatMap((segment) =>
        segment[0] === 'C' ? [] : [[segment.at(-2) as number, segment.at(-1) as number]],
      );
      const xs = ends.map(([x]) => x as number);
      const ys = ends.map(([, y]) => y as number);
      const drawn = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      for (const [i, edge] of drawn.entries()) {
        // implied points can stop just short of the extreme
        expect(Math.abs(edge - (box[i] as number)), `${char} ${i}`).toBeLessThan(0.02);
      }
      checked += 1;
    }
    expect(checked).toBe(30);
  });
});

describe('completing a subset', () => {
  it('adds the tables and keeps the glyphs', () => {
    const whole = completeSubset(smallFont(), { unicodeByGlyph: codes }, names);
    const font = readFont(whole);
    expect([...font.tables.keys()]).toEqual([
      'OS/2',
      'cmap',
      'glyf',
      'head',
      'hhea',
      'hmtx',
      'loca',
      'maxp',
      'name',
      'post',
    ]);
    const map = readCharacterMap(font);
    expect(['一', '丁', '七', '𠀀', 'f'].map((char) => map?.(char.codePointAt(0) as number))).toEqual([
      1, 2, 0, 3, 0,
    ]);
    expect(font.tables.get('glyf')).toEqual(readFont(smallFont()).tables.get('glyf'));
    expect(glyphOutline(font, 1)).toEqual(glyphOutline(readFont(smallFont()), 1));
  });

  it('writes checksums that add up to the magic number', () => {
    const whole = completeSubset(smallFont(), { unicodeByGlyph: codes }, names);
    const view = new DataView(whole.buffer);
    let sum = 0;
    for (let at = 0; at < whole.length; at += 4) {
      sum = (sum + view.getUint32(at)) >>> 0;
    }
    expect(sum).toBe(0xb1b0afba);
    expect(completeSubset(smallFont(), { unicodeByGlyph: codes }, names)).toEqual(whole);
  });

  it('maps every code point it was given, in many runs', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 33, max: 0x1ffff }), { maxLength: 60 }), (list) => {
        const points = list
          .filter((code) => code < 0xd800 || code > 0xdfff)
          .filter((code) => code !== 0xffff);
        const given = new Map(points.map((code, i) => [1 + (i % 4), String.fromCodePoint(code)]));
        const map = readCharacterMap(readFont(completeSubset(smallFont(), { unicodeByGlyph: given }, names)));
        for (const [glyph, text] of given) {
          expect(map?.(text.codePointAt(0) as number)).toBe(glyph);
        }
      }),
      { seed, numRuns: 100 * soak },
    );
  });

  it('gives only SfntError for broken fonts', () => {
    const whole = completeSubset(smallFont(), { unicodeByGlyph: codes }, names);
    let readable = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: whole.length }),
        (edits, cut) => {
          const bytes = whole.slice(0, cut % 3 === 0 ? cut : whole.length);
          for (const [at, value] of edits) {
            bytes[at] = value;
          }
          try {
            const font = readFont(bytes);
            readable += 1;
            completeSubset(bytes, { unicodeByGlyph: codes }, names);
            readCharacterMap(font)?.(0x4e00);
            for (let glyph = 0; glyph < 6; glyph++) {
              glyphOutline(font, glyph);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(SfntError);
          }
        },
      ),
      { seed, numRuns: 1500 * soak },
    );
    expect(readable).toBeGreaterThan(50);
  });
});
