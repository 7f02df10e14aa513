/**
 * Turns an OpenType font with CFF outlines into one with TrueType outlines: the form the OFD twin
 * can carry. Characters, advances and names stay byte for byte; outlines are re-drawn within 0.4
 * units of 1000. Done once, when fonts are installed.
 */
import { FontFileError, type FontTables, readFont, sfntTables, writeSfnt } from '../sfnt.ts';
import { readCff } from './cff.ts';
import { type OutlinePoint, quadraticContour } from './quadratic.ts';

type Glyph = { data: Uint8Array; points: number; contours: number };

/** One simple glyph of the `glyf` table. */
function encodeGlyph(contours: OutlinePoint[][]): Glyph {
  const points = contours.flat();
  if (points.length === 0) {
    return { data: new Uint8Array(0), points: 0, contours: 0 };
  }
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const bytes: number[] = [];
  const word = (n: number) => bytes.push((n >> 8) & 0xff, n & 0xff);
  [contours.length, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].forEach(word);
  let end = -1;
  for (const contour of contours) {
    end += contour.length;
    word(end);
  }
  word(0);
  const xBytes: number[] = [];
  const yBytes: number[] = [];
  const delta = (n: number, out: number[], short: number, same: number): number => {
    if (n === 0) {
      return same;
    }
    if (Math.abs(n) < 256) {
      out.push(Math.abs(n));
      return n > 0 ? short | same : short;
    }
    out.push((n >> 8) & 0xff, n & 0xff);
    return 0;
  };
  let [x, y] = [0, 0];
  for (const p of points) {
    const flags = (p.on ? 1 : 0) | delta(p.x - x, xBytes, 2, 16) | delta(p.y - y, yBytes, 4, 32);
    bytes.push(flags);
    [x, y] = [p.x, p.y];
  }
  bytes.push(...xBytes, ...yBytes);
  while (bytes.length % 4 !== 0) {
    bytes.push(0);
  }
  return { data: Uint8Array.from(bytes), points: points.length, contours: contours.length };
}

function maximumProfile(glyphs: readonly Glyph[]): Uint8Array {
  const table = new Uint8Array(32);
  const view = new DataView(table.buffer);
  view.setUint32(0, 0x00010000);
  view.setUint16(4, glyphs.length);
  view.setUint16(
    6,
    glyphs.reduce((n, g) => Math.max(n, g.points), 0),
  );
  view.setUint16(
    8,
    glyphs.reduce((n, g) => Math.max(n, g.contours), 0),
  );
  // maxZones: 2 is what every rasteriser expects, instructions or not.
  view.setUint16(14, 2);
  return table;
}

/** Compares characters and advances, glyph by glyph. @throws FontFileError at the first difference */
function compare(before: FontTables, after: FontTables, glyphCount: number): void {
  for (let glyph = 0; glyph < glyphCount; glyph++) {
    if (before.advanceOf(glyph) !== after.advanceOf(glyph)) {
      throw new FontFileError(`转换后第 ${glyph} 个字形的宽度不同`);
    }
  }
  for (let code = 0x20; code <= 0xffff; code++) {
    if (before.glyphOf(code) !== after.glyphOf(code)) {
      throw new FontFileError(`转换后 U+${code.toString(16)} 的字形不同`);
    }
  }
}

/**
 * Converts a font file; a font that has TrueType outlines already is returned as it is.
 * @throws FontFileError when it cannot be read or does not come out the same
 */
export function toTrueType(font: Uint8Array): Uint8Array {
  const before = readFont(font);
  if (before.trueType) {
    return font;
  }
  const tables = sfntTables(font);
  const cffTable = tables.get('CFF ');
  const oldHead = tables.get('head');
  if (!cffTable || !oldHead) {
    throw new FontFileError('字体既没有 TrueType 轮廓也没有 CFF 轮廓');
  }
  // A Buffer's own `slice` would be a view into the file.
  const head = Uint8Array.from(oldHead);
  try {
    const cff = readCff(cffTable);
    const glyphs = Array.from({ length: cff.glyphCount }, (_, i) =>
      encodeGlyph(cff.outline(i).map(quadraticContour)),
    );
    const total = glyphs.reduce((n, g) => n + g.data.length, 0);
    const glyf = new Uint8Array(total);
    const loca = new Uint8Array((glyphs.length + 1) * 4);
    const offsets = new DataView(loca.buffer);
    let offset = 0;
    glyphs.forEach((g, i) => {
      offsets.setUint32(i * 4, offset);
      glyf.set(g.data, offset);
      offset += g.data.length;
    });
    offsets.setUint32(glyphs.length * 4, offset);
    new DataView(head.buffer).setUint16(50, 1);
    const kept = [...tables].filter(
      ([tag]) => !['CFF ', 'VORG', 'DSIG', 'BASE', 'GPOS', 'GSUB'].includes(tag),
    );
    const converted = writeSfnt(
      new Map([...kept, ['glyf', glyf], ['loca', loca], ['maxp', maximumProfile(glyphs)], ['head', head]]),
    );
    compare(before, readFont(converted), cff.glyphCount);
    return converted;
  } catch (error) {
    if (error instanceof RangeError) {
      throw new FontFileError('CFF 数据损坏：偏移越界');
    }
    throw error;
  }
}
