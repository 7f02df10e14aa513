import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { engineFontPath } from '../convert/pdf-to-ofd/engine.fixture.ts';
import { readFont } from './font.ts';
import { type OutlineSegment, openOutlines } from './index.ts';
import { smallFont } from './small-font.fixture.ts';
import { readTables } from './tables.ts';
import { writeTables } from './write-tables.ts';

/** Least and greatest coordinates of the points on the outline. */
function boxOf(outline: readonly OutlineSegment[]): number[] {
  const ends = outline.filter((segment) => segment[0] !== 'C');
  const xs = ends.map((segment) => segment.at(-2) as number);
  const ys = ends.map((segment) => segment.at(-1) as number);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function smallHead(): Uint8Array {
  return readTables(smallFont()).get('head')!.slice();
}

describe('reading TrueType outlines', () => {
  const font = openOutlines(smallFont())!;

  it('draws simple glyphs in em units', () => {
    expect(font).toMatchObject({ kind: 'truetype', glyphCount: 5, ascender: 0.88, descender: -0.12 });
    expect(font.outline(0)).toEqual([]);
    expect(font.outline(1)).toEqual([['M', 0, 0], ['L', 0.5, 0], ['L', 0.25, 0.4], ['C']]);
    expect([0, 1, 4, 5].map((glyph) => font.advance(glyph))).toEqual([0.5, 1, 1, 0]);
  });

  it('puts on-curve points between off-curve ones', () => {
    expect(font.outline(2)).toEqual([
      ['M', 0, 0.05],
      ['Q', 0, 0, 0.05, 0],
      ['Q', 0.1, 0, 0.1, 0.05],
      ['Q', 0.1, 0.1, 0.05, 0.1],
      ['Q', 0, 0.1, 0, 0.05],
      ['C'],
    ]);
  });

  it('moves, scales and aligns the parts of a composite glyph', () => {
    expect(font.outline(3)).toEqual([
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

  it('has no outline for glyphs that contain themselves or do not exist', () => {
    expect([4, 5, -1, 0.5, Number.NaN].map((glyph) => font.outline(glyph))).toEqual(
      new Array(5).fill(undefined),
    );
    expect(font.glyphFor(0x4e00)).toBeUndefined();
  });

  it('opens once per array and face', () => {
    const bytes = smallFont();
    expect(openOutlines(bytes)).toBe(openOutlines(bytes, 0));
    expect(openOutlines(bytes, 1)).toBeUndefined();
    expect(openOutlines(new Uint8Array(0))).toBeUndefined();
  });

  it('reads what producers leave of a font', () => {
    const outlineWithout = (edit: (tables: Map<string, Uint8Array>) => void): unknown => {
      const tables = new Map(readTables(smallFont()));
      edit(tables);
      const edited = openOutlines(writeTables(tables));
      return edited && [edited.outline(1)?.length, edited.outline(3)?.length, edited.advance(1)];
    };
    expect(outlineWithout(() => undefined)).toEqual([4, 8, 1]);
    // a loca without its last entries: the glyphs before stay
    expect(outlineWithout((t) => t.set('loca', t.get('loca')!.subarray(0, 6)))).toEqual([4, 0, 1]);
    // the wrong indexToLocFormat
    const head = smallHead();
    new DataView(head.buffer).setInt16(50, 1);
    expect(outlineWithout((t) => t.set('head', head))).toEqual([4, 8, 1]);
    for (const tag of ['maxp', 'hhea', 'hmtx']) {
      expect(
        outlineWithout((t) => t.delete(tag)),
        tag,
      ).toEqual([4, 8, 1]);
    }
    for (const tag of ['glyf', 'loca']) {
      expect(
        outlineWithout((t) => t.delete(tag)),
        tag,
      ).toBeUndefined();
    }
  });

  it('agrees with the boxes the engine’s own font states', () => {
    const bytes = new Uint8Array(readFileSync(engineFontPath('serif-sc', '400Regular')));
    const whole = openOutlines(bytes)!;
    const trueType = readFont(bytes);
    let checked = 0;
    for (const char of '关于印发青禾镇2026年度工作要点的通知〔〕，。、“”Agj') {
      const glyph = whole.glyphFor(char.codePointAt(0) as number) as number;
      expect(glyph, char).toBeGreaterThan(0);
      const data = trueType.glyphData(glyph);
      const box = [2, 4, 6, 8].map((at) => new DataView(data.buffer, data.byteOffset).getInt16(at) / 1000);
      const drawn = boxOf(whole.outline(glyph)!);
      for (const [i, edge] of drawn.entries()) {
        // implied points can stop just short of the extreme
        expect(Math.abs(edge - (box[i] as number)), `${char} ${i}`).toBeLessThan(0.02);
      }
      checked += 1;
    }
    expect(checked).toBe(30);
  });
});
