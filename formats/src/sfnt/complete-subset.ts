import { SfntError } from './errors.ts';
import { openOutlines } from './open-outlines.ts';
import { subsetFont } from './subset.ts';
import type { SubsetNames } from './subset-names.ts';

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

/**
 * Makes a PDF's subset a whole font again: every glyph keeps its id, its data and its advance; the other tables are
 * those of `subsetFont`. Equal input gives equal bytes. Throws SfntError when the font cannot be read.
 */
export function completeSubset(
  bytes: Uint8Array,
  knowledge: SubsetKnowledge,
  names: SubsetNames,
): Uint8Array {
  const font = openOutlines(bytes);
  if (font === undefined) {
    throw new SfntError('字体无法打开，不能补全');
  }
  return subsetFont(font, {
    glyphs: Array.from({ length: font.glyphCount }, (_, glyph) => glyph),
    characters: charactersOf(font.glyphCount, knowledge.unicodeByGlyph),
    keepGlyphIds: true,
    ...(knowledge.addBlankGlyph === true ? { addBlankGlyph: true } : {}),
    names,
  }).bytes;
}

/** One glyph per code point, the lowest glyph id when several claim it. */
function charactersOf(glyphCount: number, unicodeByGlyph: ReadonlyMap<number, string>): Map<number, number> {
  const byCode = new Map<number, number>();
  for (const [glyph, text] of [...unicodeByGlyph].sort(([a], [b]) => a - b)) {
    const code = text.codePointAt(0);
    const single = code !== undefined && text.length === (code > 0xffff ? 2 : 1);
    if (single && glyph > 0 && glyph < glyphCount && !byCode.has(code)) {
      byCode.set(code, glyph);
    }
  }
  return byCode;
}
