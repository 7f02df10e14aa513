/** The small tables of a subset: head, hhea, hmtx, maxp, post (ISO/IEC 14496-22, 5.2). */
import { viewOf } from './bytes.ts';
import type { SubsetGlyph } from './subset-glyphs.ts';
import type { SubsetNames } from './subset-names.ts';

/** xMin, yMin, xMax, yMax in font units. */
type Box = readonly [number, number, number, number];

const headLength = 54;
const magic = 0x5f0f3cf5;

/** The box around all glyphs, by what each says of itself; zeros when all are blank. */
export function glyphBox(glyphs: readonly SubsetGlyph[]): Box {
  let box: Box | undefined;
  for (const { data } of glyphs) {
    if (data.length >= 10) {
      const view = viewOf(data);
      const [x, y, X, Y] = [2, 4, 6, 8].map((at) => view.getInt16(at)) as [number, number, number, number];
      box =
        box === undefined
          ? [x, y, X, Y]
          : [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], X), Math.max(box[3], Y)];
    }
  }
  return box ?? [0, 0, 0, 0];
}

/** `head`: revision and dates of the old one where there is one. */
export function writeHead(
  old: Uint8Array | undefined,
  { unitsPerEm, box, names }: { unitsPerEm: number; box: Box; names: SubsetNames },
): Uint8Array {
  const out = new Uint8Array(headLength);
  const view = viewOf(out);
  view.setUint32(4, 0x00010000);
  view.setUint16(16, 0x0003);
  view.setUint16(46, 8);
  if (old !== undefined && old.length >= headLength) {
    out.set(old.subarray(0, headLength));
  }
  view.setUint32(0, 0x00010000);
  view.setUint32(12, magic);
  view.setUint16(18, unitsPerEm);
  for (const [i, edge] of box.entries()) {
    view.setInt16(36 + 2 * i, edge);
  }
  view.setUint16(44, (names.bold ? 1 : 0) | (names.italic ? 2 : 0));
  view.setInt16(48, 2);
  view.setInt16(50, 1); // long offsets in loca
  view.setInt16(52, 0);
  return out;
}

/** `hhea` for an `hmtx` with an advance for every glyph. */
export function writeHhea(font: {
  readonly ascender: number;
  readonly descender: number;
  readonly box: Box;
  readonly glyphs: readonly SubsetGlyph[];
}): Uint8Array {
  const out = new Uint8Array(36);
  const view = viewOf(out);
  const known = font.ascender !== 0 || font.descender !== 0;
  let [widest, left, right, extent] = [0, 0, 0, 0];
  for (const { data, advance, leftSideBearing } of font.glyphs) {
    widest = Math.max(widest, advance);
    if (data.length >= 10) {
      const width = viewOf(data).getInt16(6) - viewOf(data).getInt16(2);
      left = Math.min(left, leftSideBearing);
      right = Math.min(right, advance - leftSideBearing - width);
      extent = Math.max(extent, leftSideBearing + width);
    }
  }
  view.setUint32(0, 0x00010000);
  view.setInt16(4, known ? font.ascender : font.box[3]);
  view.setInt16(6, known ? font.descender : font.box[1]);
  view.setUint16(10, widest);
  view.setInt16(12, left);
  view.setInt16(14, right);
  view.setInt16(16, extent);
  view.setInt16(18, 1);
  view.setUint16(34, font.glyphs.length);
  return out;
}

export function writeHmtx(glyphs: readonly SubsetGlyph[]): Uint8Array {
  const out = new Uint8Array(4 * glyphs.length);
  const view = viewOf(out);
  for (const [i, { advance, leftSideBearing }] of glyphs.entries()) {
    view.setUint16(4 * i, advance);
    view.setInt16(4 * i + 2, leftSideBearing);
  }
  return out;
}

/** `maxp`: the limits of the old table, whose instructions may stay; else those of glyphs without instructions. */
export function writeMaxp(old: Uint8Array | undefined, glyphs: readonly SubsetGlyph[]): Uint8Array {
  const out = new Uint8Array(32);
  const view = viewOf(out);
  if (old !== undefined && old.length >= 32) {
    out.set(old.subarray(0, 32));
  } else {
    let [points, contours, composite] = [0, 0, false];
    for (const { data } of glyphs) {
      const count = data.length >= 10 ? viewOf(data).getInt16(0) : 0;
      composite ||= count < 0;
      if (count > 0) {
        contours = Math.max(contours, count);
        points = Math.max(points, viewOf(data).getUint16(8 + 2 * count) + 1);
      }
    }
    view.setUint16(6, points);
    view.setUint16(8, contours);
    if (composite) {
      // bounds that hold for every composite a reader takes
      view.setUint16(10, 0xffff);
      view.setUint16(12, 0xffff);
      view.setUint16(28, 128);
      view.setUint16(30, 6);
    }
    view.setUint16(14, 2); // zones: what every rasteriser expects, instructions or not
  }
  view.setUint32(0, 0x00010000);
  view.setUint16(4, glyphs.length);
  return out;
}

/** `post` format 3: no glyph names; slant and underline of the old table, whose units are `scale` times as fine now. */
export function writePost(old: Uint8Array | undefined, scale = 1): Uint8Array {
  const out = new Uint8Array(32);
  const view = viewOf(out);
  if (old !== undefined && old.length >= 32) {
    out.set(old.subarray(0, 16));
    view.setInt16(8, view.getInt16(8) * scale);
    view.setInt16(10, view.getInt16(10) * scale);
  }
  view.setUint32(0, 0x00030000);
  return out;
}
