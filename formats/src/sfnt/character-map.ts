/** Reading `cmap` (ISO/IEC 14496-22, 5.2.1): from characters, or from the bytes of a font's own encoding, to glyphs. */
import { attempt, viewOf } from './bytes.ts';
import type { Tables } from './tables.ts';

/** Number → glyph id, 0 = not in the font. */
export type CharacterMap = (code: number) => number;

type SubTable = { platform: number; encoding: number; look: CharacterMap };

const formats = [0, 2, 4, 6, 10, 12, 13];

/** The sub-tables whose format is known. */
function subTables(tables: Tables): SubTable[] {
  const cmap = tables.get('cmap');
  if (cmap === undefined || cmap.length < 4) {
    return [];
  }
  const view = viewOf(cmap);
  const count = Math.min(view.getUint16(2), 64, (cmap.length - 4) >> 3);
  const found: SubTable[] = [];
  for (let i = 0; i < count; i++) {
    const offset = view.getUint32(8 + 8 * i);
    if (offset + 4 <= cmap.length && formats.includes(view.getUint16(offset))) {
      found.push({
        platform: view.getUint16(4 + 8 * i),
        encoding: view.getUint16(6 + 8 * i),
        look: lookup(viewOf(cmap.subarray(offset))),
      });
    }
  }
  return found;
}

function rankOf({ platform, encoding }: SubTable): number {
  if (platform === 3) {
    return encoding === 10 ? 6 : encoding === 1 ? 4 : 0;
  }
  return platform === 0 && encoding !== 5 ? (encoding >= 4 ? 5 : 3) : 0;
}

/**
 * Characters → glyphs by the best Unicode sub-table. A font with only a symbol table serves U+F000 to U+F0FF and
 * their low bytes, one with only a Macintosh table ASCII. Undefined when there is none of these.
 */
export function unicodeMap(tables: Tables): CharacterMap | undefined {
  const all = subTables(tables);
  const best = all.filter((table) => rankOf(table) > 0).sort((a, b) => rankOf(b) - rankOf(a))[0];
  if (best !== undefined) {
    return best.look;
  }
  const symbol = all.find(({ platform, encoding }) => platform === 3 && encoding === 0)?.look;
  if (symbol !== undefined) {
    return (code) => symbol(code) || (code < 256 ? symbol(0xf000 + code) : 0);
  }
  const mac = all.find(({ platform, encoding }) => platform === 1 && encoding === 0)?.look;
  return mac === undefined ? undefined : (code) => (code < 128 ? mac(code) : 0);
}

/** Bytes → glyphs by the symbol table (3, 0), then the Macintosh one (1, 0), as PDF viewers take them (ISO 32000-1, 9.6.6.4). */
export function codeMap(tables: Tables): CharacterMap | undefined {
  const all = subTables(tables);
  const symbol = all.find(({ platform, encoding }) => platform === 3 && encoding === 0)?.look;
  const mac = all.find(({ platform }) => platform === 1)?.look;
  if (symbol === undefined && mac === undefined) {
    return undefined;
  }
  return (code) => symbol?.(code) || symbol?.(0xf000 + code) || symbol?.(0xf100 + code) || mac?.(code) || 0;
}

/** A broken place maps to nothing. */
function lookup(view: DataView): CharacterMap {
  const look = lookups[view.getUint16(0)] ?? lookup4;
  return (code) => attempt(() => look(view, code)) ?? 0;
}

const lookups: Readonly<Record<number, (view: DataView, code: number) => number>> = {
  0: (view, code) => (code < 256 ? view.getUint8(6 + code) : 0),
  2: lookup2,
  4: lookup4,
  6: (view, code) => {
    const index = code - view.getUint16(6);
    return index >= 0 && index < view.getUint16(8) ? view.getUint16(10 + 2 * index) : 0;
  },
  10: (view, code) => {
    const index = code - view.getUint32(12);
    return index >= 0 && index < view.getUint32(16) ? view.getUint16(20 + 2 * index) : 0;
  },
  12: (view, code) => lookup12(view, code, true),
  13: (view, code) => lookup12(view, code, false),
};

/** Mixed one- and two-byte codes of old East Asian fonts. */
function lookup2(view: DataView, code: number): number {
  if (code > 0xffff) {
    return 0;
  }
  const key = view.getUint16(6 + 2 * (code >> 8));
  if (key === 0 ? code > 0xff : code < 0x100) {
    return 0;
  }
  const header = 518 + key;
  const index = (code & 0xff) - view.getUint16(header);
  if (index < 0 || index >= view.getUint16(header + 2)) {
    return 0;
  }
  const glyph = view.getUint16(header + 6 + view.getUint16(header + 6) + 2 * index);
  return glyph === 0 ? 0 : (glyph + view.getUint16(header + 4)) & 0xffff;
}

function lookup4(view: DataView, code: number): number {
  const size = view.getUint16(6) & ~1;
  if (code > 0xffff) {
    return 0;
  }
  let low = 0;
  let high = size / 2 - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (view.getUint16(14 + 2 * middle) < code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const end = 14 + 2 * low;
  const start = view.getUint16(end + 2 + size);
  if (code < start || code > view.getUint16(end)) {
    return 0;
  }
  const delta = view.getUint16(end + 2 + 2 * size);
  const rangeAt = end + 2 + 3 * size;
  const range = view.getUint16(rangeAt);
  if (range === 0) {
    return (code + delta) & 0xffff;
  }
  const glyph = view.getUint16(rangeAt + range + 2 * (code - start));
  return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
}

/** Formats 12 and 13: groups whose glyphs count up, or are all the same one. */
function lookup12(view: DataView, code: number, rising: boolean): number {
  let low = 0;
  let high = Math.min(view.getUint32(12), Math.floor((view.byteLength - 16) / 12)) - 1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const at = 16 + 12 * middle;
    if (code < view.getUint32(at)) {
      high = middle - 1;
    } else if (code > view.getUint32(at + 4)) {
      low = middle + 1;
    } else {
      return (view.getUint32(at + 8) + (rising ? code - view.getUint32(at) : 0)) & 0xffff;
    }
  }
  return 0;
}
