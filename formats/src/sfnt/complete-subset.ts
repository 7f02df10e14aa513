import { guarded, viewOf } from './bytes.ts';
import { type CharacterPairs, writeCharacterMap } from './character-map-writer.ts';
import { SfntError } from './errors.ts';
import { readFont, type TrueTypeFont } from './font.ts';
import { writeNames } from './name-table.ts';
import { writeOs2 } from './os2-table.ts';
import type { SubsetNames } from './subset-names.ts';
import { writePost } from './subset-tables.ts';
import { writeTables } from './write-tables.ts';

/** What is known about the subset besides its bytes. */
export type SubsetKnowledge = {
  /** Text each glyph stands for (from a PDF's ToUnicode). Only single code points can go into `cmap`. */
  readonly unicodeByGlyph: ReadonlyMap<number, string>;
  /**
   * Adds one blank glyph behind the last one (its id = the old glyph count). OFD readers handle one glyph for one
   * character best: the further characters of a ligature can be given this glyph.
   */
  readonly addBlankGlyph?: boolean;
};

const kept = ['cvt ', 'fpgm', 'gasp', 'glyf', 'hhea', 'hmtx', 'loca', 'maxp', 'prep'];

/**
 * Makes a PDF's TrueType subset a whole font again (GB/T 42133 names the tables an OFD-A font keeps): glyph data
 * and metrics stay byte for byte, `cmap`, `OS/2`, `name` and `post` are written anew, checksums are right. Equal
 * input gives equal bytes. Throws SfntError when the font cannot be read or has no TrueType outlines.
 */
export function completeSubset(
  bytes: Uint8Array,
  knowledge: SubsetKnowledge,
  names: SubsetNames,
): Uint8Array {
  return guarded(() => completed(readFont(bytes), knowledge, names));
}

function completed(font: TrueTypeFont, knowledge: SubsetKnowledge, names: SubsetNames): Uint8Array {
  for (const tag of ['head', 'hhea', 'hmtx', 'maxp']) {
    if (!font.tables.has(tag)) {
      throw new SfntError(`字体缺少 ${tag} 表`);
    }
  }
  const pairs = pairsOf(font, knowledge.unicodeByGlyph);
  const tables = new Map<string, Uint8Array>();
  for (const tag of kept) {
    const table = font.tables.get(tag);
    if (table !== undefined) {
      tables.set(tag, table);
    }
  }
  const head = (font.tables.get('head') as Uint8Array).slice();
  viewOf(head).setUint16(44, (names.bold ? 1 : 0) | (names.italic ? 2 : 0));
  tables.set('head', head);
  tables.set('cmap', writeCharacterMap(pairs));
  tables.set('OS/2', writeOs2(font, pairs, names));
  tables.set('name', writeNames(font.tables.get('name'), names));
  tables.set('post', writePost(font.tables.get('post')));
  if (knowledge.addBlankGlyph) {
    addBlankGlyph(font, tables);
  }
  return writeTables(tables);
}

/** One glyph per code point, the lowest glyph id when several claim it. */
function pairsOf(font: TrueTypeFont, unicodeByGlyph: ReadonlyMap<number, string>): CharacterPairs {
  const byCode = new Map<number, number>();
  for (const [glyph, text] of [...unicodeByGlyph].sort(([a], [b]) => a - b)) {
    const code = text.codePointAt(0);
    const single = code !== undefined && text.length === (code > 0xffff ? 2 : 1);
    if (single && glyph > 0 && glyph < font.glyphCount && !byCode.has(code)) {
      byCode.set(code, glyph);
    }
  }
  return [...byCode].sort(([a], [b]) => a - b);
}

/** One more entry in loca, hmtx and maxp; `glyf` does not change. */
function addBlankGlyph(font: TrueTypeFont, tables: Map<string, Uint8Array>): void {
  const table = (tag: string): Uint8Array => tables.get(tag) as Uint8Array;
  if (font.glyphCount >= 0xffff) {
    throw new SfntError('字体字形过多');
  }
  const long = viewOf(table('head')).getInt16(50) === 1;
  const entry = long ? 4 : 2;
  const end = font.glyphCount * entry;
  const loca = new Uint8Array(end + 2 * entry);
  loca.set(table('loca').subarray(0, end + entry));
  loca.set(table('loca').subarray(end, end + entry), end + entry);
  const metricCount = viewOf(table('hhea')).getUint16(34);
  const hmtx = new Uint8Array(4 * metricCount + 2 * Math.max(0, font.glyphCount + 1 - metricCount));
  hmtx.set(table('hmtx').subarray(0, Math.min(table('hmtx').length, hmtx.length)));
  const maxp = table('maxp').slice();
  viewOf(maxp).setUint16(4, font.glyphCount + 1);
  tables.set('loca', loca).set('hmtx', hmtx).set('maxp', maxp);
}
