import { SfntError } from './errors.ts';

/** Fonts come out of hostile files: nothing here trusts a count or an offset. */
const maxFontBytes = 64 * 1024 * 1024;
const maxTables = 64;

/** The tables of a TrueType font and the few numbers everything needs (ISO/IEC 14496-22). */
export type TrueTypeFont = {
  /** Table data by tag, views into the file. */
  readonly tables: ReadonlyMap<string, Uint8Array>;
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  /** Font units, from hhea. */
  readonly ascender: number;
  readonly descender: number;
  /** Advance width in font units; the last known one for glyphs past the metrics (5.2.4). */
  advance(glyph: number): number;
  /** Glyph data in `glyf`; empty for blank glyphs. Throws SfntError for a glyph that does not exist. */
  glyphData(glyph: number): Uint8Array;
};

/** Big-endian reading with bounds; every read past the end is an SfntError. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Turns a DataView's RangeError into the folder's own error. */
export function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) {
      throw new SfntError('字体数据不完整');
    }
    throw error;
  }
}

/** The table directory of an sfnt file. Collections and bare CFF are refused. */
function readTables(bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length > maxFontBytes) {
    throw new SfntError('字体文件过大');
  }
  return guarded(() => {
    const view = viewOf(bytes);
    const version = view.getUint32(0);
    // 0x00010000, 'true', 'OTTO'
    if (version !== 0x00010000 && version !== 0x74727565 && version !== 0x4f54544f) {
      throw new SfntError('不是 TrueType 字体');
    }
    const count = view.getUint16(4);
    if (count > maxTables) {
      throw new SfntError('字体表过多');
    }
    const tables = new Map<string, Uint8Array>();
    for (let i = 0; i < count; i++) {
      const at = 12 + 16 * i;
      const tag = String.fromCharCode(...bytes.subarray(at, at + 4));
      const offset = view.getUint32(at + 8);
      const length = view.getUint32(at + 12);
      if (offset + length > bytes.length) {
        throw new SfntError('字体表超出文件');
      }
      if (!tables.has(tag)) {
        tables.set(tag, bytes.subarray(offset, offset + length));
      }
    }
    return tables;
  });
}

/** Opens a font with TrueType outlines. `cmap`, `name`, `OS/2`, `post` may be missing, as in PDF subsets. */
export function readFont(bytes: Uint8Array): TrueTypeFont {
  const tables = readTables(bytes);
  const table = (tag: string): Uint8Array => {
    const found = tables.get(tag);
    if (found === undefined) {
      throw new SfntError(tables.has('CFF ') ? '字体是 CFF 轮廓，不是 TrueType' : `字体缺少 ${tag} 表`);
    }
    return found;
  };
  return guarded(() => {
    const head = viewOf(table('head'));
    const hhea = viewOf(table('hhea'));
    const glyphCount = viewOf(table('maxp')).getUint16(4);
    const unitsPerEm = head.getUint16(18);
    const metricCount = hhea.getUint16(34);
    const longOffsets = head.getInt16(50) === 1;
    const loca = viewOf(table('loca'));
    const glyf = table('glyf');
    const hmtx = viewOf(table('hmtx'));
    if (unitsPerEm === 0 || metricCount === 0 || metricCount * 4 > hmtx.byteLength) {
      throw new SfntError('字体度量无效');
    }
    const offsetOf = (index: number): number =>
      longOffsets ? loca.getUint32(index * 4) : loca.getUint16(index * 2) * 2;
    return {
      tables,
      unitsPerEm,
      glyphCount,
      ascender: hhea.getInt16(4),
      descender: hhea.getInt16(6),
      advance: (glyph) => hmtx.getUint16(Math.min(Math.max(0, glyph), metricCount - 1) * 4),
      glyphData: (glyph) =>
        guarded(() => {
          if (glyph < 0 || glyph >= glyphCount) {
            throw new SfntError('字体中没有此字形');
          }
          const start = offsetOf(glyph);
          const end = offsetOf(glyph + 1);
          if (start > end || end > glyf.length) {
            throw new SfntError('字体字形位置无效');
          }
          return glyf.subarray(start, end);
        }),
    };
  });
}
