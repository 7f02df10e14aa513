/** TrueType fonts: metrics and glyph data (ISO/IEC 14496-22). Fonts come out of hostile files: no count or offset is trusted. */
import { guarded, viewOf } from './bytes.ts';
import { Effort } from './effort.ts';
import { SfntError } from './errors.ts';
import { load } from './sparse-file.ts';
import { readTables, type Tables } from './tables.ts';

/** The tables of a TrueType font and the few numbers everything needs. */
export type TrueTypeFont = {
  /** Table data by tag, views into the file. */
  readonly tables: Tables;
  /** What drawing its glyphs has cost so far. */
  readonly effort: Effort;
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  /** Font units, from hhea. */
  readonly ascender: number;
  readonly descender: number;
  /** Advance width in font units; the last known one for glyphs past the metrics (5.2.4). */
  advance(glyph: number): number;
  /** Left side bearing in font units; undefined where `hmtx` ends before. */
  leftSideBearing(glyph: number): number | undefined;
  /** Glyph data in `glyf`; empty for blank glyphs. Throws SfntError for a glyph that does not exist. */
  glyphData(glyph: number): Uint8Array;
};

/** The metrics `hhea` and `hmtx` give, in font units; advances are undefined where the tables are absent. */
export type HorizontalMetrics = {
  readonly ascender: number;
  readonly descender: number;
  /** Entries of `hmtx` that have an advance of their own, as far as the table goes. */
  readonly count: number;
  advance(glyph: number): number | undefined;
  leftSideBearing(glyph: number): number | undefined;
};

/** Reads `hhea` and `hmtx`, either of which may be cut short or absent. */
export function horizontalMetrics(tables: Tables): HorizontalMetrics {
  const hhea = viewOf(tables.get('hhea') ?? new Uint8Array(0));
  const hmtx = viewOf(tables.get('hmtx') ?? new Uint8Array(0));
  const stated = hhea.byteLength >= 36 ? hhea.getUint16(34) : 0;
  const count = Math.min(stated, hmtx.byteLength >> 2);
  return {
    ascender: hhea.byteLength >= 8 ? hhea.getInt16(4) : 0,
    descender: hhea.byteLength >= 8 ? hhea.getInt16(6) : 0,
    count,
    advance: (glyph) =>
      count === 0 ? undefined : hmtx.getUint16(Math.min(Math.max(0, glyph), count - 1) * 4),
    leftSideBearing: (glyph) => {
      const at = glyph < count ? glyph * 4 + 2 : count * 4 + (glyph - count) * 2;
      return glyph >= 0 && count > 0 && at + 2 <= hmtx.byteLength ? hmtx.getInt16(at) : undefined;
    },
  };
}

/**
 * Where the glyphs lie. Producers get `indexToLocFormat` wrong and cut the end of `loca` off, so the table's length
 * decides between the two formats, and glyphs whose place is unknown are blank.
 */
function glyphPlaces(
  loca: Uint8Array,
  glyphCount: number,
  longStated: boolean,
): (glyph: number) => [number, number] {
  const view = viewOf(loca);
  const long = longStated ? loca.length >= 4 * glyphCount || loca.length > 2 * glyphCount + 2 : false;
  const size = long ? 4 : 2;
  const at = (index: number): number | undefined =>
    (index + 1) * size > loca.length
      ? undefined
      : long
        ? view.getUint32(index * 4)
        : view.getUint16(index * 2) * 2;
  return (glyph) => {
    const start = at(glyph) ?? 0;
    const end = at(glyph + 1);
    // without an end the glyph runs as far as its own data says
    return end === undefined
      ? [start, at(glyph) === undefined ? start : Number.POSITIVE_INFINITY]
      : [start, end];
  };
}

/** TrueType outlines among these tables. @throws SfntError when `glyf`, `loca` or `head` is absent or unusable */
export function trueTypeFont(tables: Tables): TrueTypeFont {
  const table = (tag: string): Uint8Array => {
    const found = tables.get(tag);
    if (found === undefined) {
      throw new SfntError(tables.has('CFF ') ? '字体是 CFF 轮廓，不是 TrueType' : `字体缺少 ${tag} 表`);
    }
    return found;
  };
  return guarded(() => {
    const glyf = table('glyf');
    const loca = table('loca');
    const head = viewOf(table('head'));
    const unitsPerEm = head.getUint16(18);
    if (unitsPerEm === 0) {
      throw new SfntError('字体度量无效');
    }
    const longStated = head.byteLength >= 52 && head.getInt16(50) !== 0;
    const maxp = tables.get('maxp');
    const glyphCount =
      maxp !== undefined && maxp.length >= 6
        ? viewOf(maxp).getUint16(4)
        : Math.max(0, Math.min(0xffff, loca.length / (longStated ? 4 : 2) - 1));
    const metrics = horizontalMetrics(tables);
    const placeOf = glyphPlaces(loca, glyphCount, longStated);
    return {
      tables,
      effort: new Effort(),
      unitsPerEm,
      glyphCount,
      ascender: metrics.ascender,
      descender: metrics.descender,
      advance: (glyph) => metrics.advance(glyph) ?? unitsPerEm,
      leftSideBearing: metrics.leftSideBearing,
      glyphData: (glyph) => {
        if (!(Number.isInteger(glyph) && glyph >= 0 && glyph < glyphCount)) {
          throw new SfntError('字体中没有此字形');
        }
        const [start, end] = placeOf(glyph);
        if (start >= end || start >= glyf.length) {
          return new Uint8Array(0);
        }
        load(glyf, start, Math.min(end, glyf.length));
        return glyf.subarray(start, Math.min(end, glyf.length));
      },
    };
  });
}

/** Opens a font file with TrueType outlines. `cmap`, `name`, `OS/2`, `post` may be missing, as in PDF subsets. */
export function readFont(bytes: Uint8Array, face = 0): TrueTypeFont {
  return trueTypeFont(readTables(bytes, { face, clip: true }));
}
