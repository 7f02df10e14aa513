import { viewOf } from './bytes.ts';
import type { CharacterPairs } from './character-map-writer.ts';
import type { SubsetNames } from './subset-names.ts';

/** Unicode blocks that matter for Chinese office text: [first, last, bit of ulUnicodeRange] (5.2.7). */
const ranges: readonly (readonly [number, number, number])[] = [
  [0x20, 0x7f, 0],
  [0x80, 0xff, 1],
  [0x370, 0x3ff, 7],
  [0x400, 0x4ff, 9],
  [0x2000, 0x206f, 31],
  [0x20a0, 0x20cf, 33],
  [0x2100, 0x214f, 35],
  [0x2150, 0x218f, 36],
  [0x2190, 0x21ff, 37],
  [0x2200, 0x22ff, 38],
  [0x2460, 0x24ff, 42],
  [0x2500, 0x257f, 43],
  [0x25a0, 0x25ff, 45],
  [0x2600, 0x26ff, 46],
  [0x3000, 0x303f, 48],
  [0x3040, 0x309f, 49],
  [0x30a0, 0x30ff, 50],
  [0x3100, 0x312f, 51],
  [0x3200, 0x32ff, 54],
  [0x3300, 0x33ff, 55],
  [0x10000, 0x10ffff, 57],
  [0x3400, 0x4dbf, 59],
  [0x4e00, 0x9fff, 59],
  [0x20000, 0x2fa1f, 59],
  [0xf900, 0xfaff, 61],
  [0xff00, 0xffef, 68],
];

/** What head, hhea and hmtx say, in font units. */
type FontMetrics = {
  readonly unitsPerEm: number;
  readonly ascender: number;
  readonly descender: number;
  advance(glyph: number): number;
};

/** An `OS/2` table, version 4, made of what head, hhea and hmtx already say. */
export function writeOs2(font: FontMetrics, pairs: CharacterPairs, names: SubsetNames): Uint8Array {
  const out = new Uint8Array(96);
  const view = viewOf(out);
  const em = font.unitsPerEm;
  const widths = pairs.map(([, glyph]) => font.advance(glyph)).filter((width) => width > 0);
  const average = widths.length === 0 ? em : widths.reduce((sum, width) => sum + width, 0) / widths.length;
  const codes = pairs.map(([code]) => code);
  view.setUint16(0, 4);
  view.setInt16(2, Math.round(average));
  view.setUint16(4, names.bold ? 700 : 400);
  view.setUint16(6, 5);
  // subscript and superscript: sizes and offsets as usual for CJK fonts
  for (const [at, share] of [
    [10, 0.65],
    [12, 0.7],
    [16, 0.14],
    [18, 0.65],
    [20, 0.7],
    [24, 0.48],
    [26, 0.05],
    [28, 0.258],
  ] as const) {
    view.setInt16(at, Math.round(share * em));
  }
  for (const [first, last, bit] of ranges) {
    if (codes.some((code) => code >= first && code <= last)) {
      const at = 42 + 4 * (bit >> 5);
      view.setUint32(at, (view.getUint32(at) | ((2 ** (bit & 31)) >>> 0)) >>> 0);
    }
  }
  out.set([0x4e, 0x4f, 0x4e, 0x45], 58); // vendor 'NONE'
  view.setUint16(62, names.bold || names.italic ? (names.bold ? 0x20 : 0) | (names.italic ? 1 : 0) : 0x40);
  view.setUint16(64, Math.min(codes[0] ?? 0xffff, 0xffff));
  view.setUint16(66, Math.min(codes.at(-1) ?? 0xffff, 0xffff));
  view.setInt16(68, font.ascender);
  view.setInt16(70, font.descender);
  view.setUint16(74, Math.max(0, font.ascender));
  view.setUint16(76, Math.max(0, -font.descender));
  view.setUint32(78, 1 | (1 << 18)); // code pages: Latin 1 and simplified Chinese
  view.setInt16(86, Math.round(0.5 * em));
  view.setInt16(88, Math.round(0.73 * em));
  view.setUint16(92, 0x20);
  return out;
}
