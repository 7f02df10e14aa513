import type { OutlineSegment } from './outline-segment.ts';

/**
 * An opened font, whatever its format. Lengths are in em units (1 = the type size), y up. Nothing here throws: what is
 * broken or absent is undefined.
 */
export type FontOutlines = {
  readonly kind: 'truetype' | 'cff' | 'type1';
  readonly unitsPerEm: number;
  readonly glyphCount: number;
  /** How the font calls itself; embedded subsets often do not. */
  readonly familyName?: string;
  /** 0 where the font does not say. */
  readonly ascender: number;
  /** Negative below the baseline; 0 where the font does not say. */
  readonly descender: number;
  /** Empty for blank glyphs, undefined when there is no such glyph or its data is broken. Made anew at every call. */
  outline(glyph: number): readonly OutlineSegment[] | undefined;
  /** Glyph of a character, by `cmap` or by glyph names; undefined when the font does not tell or lacks it. */
  glyphFor(codePoint: number): number | undefined;
  /** Glyph of a name: CFF and Type 1 fonts, and TrueType fonts with names in `post`. */
  glyphNamed(name: string): number | undefined;
  /** The name of a glyph, where the font gives it one. */
  nameOf(glyph: number): string | undefined;
  /**
   * Glyph of a byte in the font's own encoding: Encoding of CFF and Type 1, the symbol or Macintosh `cmap` of TrueType.
   * For simple PDF fonts, which speak in bytes.
   */
  glyphOfCode(code: number): number | undefined;
  /** Glyph of a CID: in CFF fonts by CID through their charset, in every other font the same number. */
  glyphOfCid(cid: number): number | undefined;
  /** 0 for a glyph that does not exist. */
  advance(glyph: number): number;
};
