/** How wide glyphs are: by the embedded font, else by the step to the next glyph, else by the kind of character. */

import { type FontOutlines, openOutlines } from '../../sfnt/index.ts';
import type { OfdDocument, OfdFont, PlacedGlyph, TextObject } from '../model/read-types.ts';

/** Chinese, Japanese and Korean characters and full-width forms: as wide as the type size in every font. */
export function isWide(text: string): boolean {
  const code = text.codePointAt(0) ?? 0x4e00;
  return code >= 0x2e80 && code !== 0xfeff && !(code >= 0xff61 && code <= 0xffdc);
}

/** The embedded font of an object, opened; undefined when it brings none or an unreadable one. */
export function embeddedFont(font: OfdFont | undefined, document: OfdDocument): FontOutlines | undefined {
  const bytes = font?.entry === undefined ? undefined : document.entries.get(font.entry);
  return bytes && openOutlines(bytes);
}

/** Width of a glyph in parts of the type size, HScale left out. */
export function glyphWidth(
  glyph: PlacedGlyph,
  next: PlacedGlyph | undefined,
  object: TextObject,
  font: () => FontOutlines | undefined,
): number {
  if (glyph.glyphId === undefined && isWide(glyph.text)) {
    return 1;
  }
  const outlines = font();
  const glyphId = glyph.glyphId ?? outlines?.glyphFor(glyph.text.codePointAt(0) ?? 0);
  const advance = glyphId === undefined ? 0 : (outlines?.advance(glyphId) ?? 0);
  if (advance > 0 && advance < 4) {
    return advance;
  }
  const usual = isWide(glyph.text) ? 1 : 0.5;
  const step = next ? Math.hypot(next.xMm - glyph.xMm, next.yMm - glyph.yMm) : 0;
  const width = step / (object.sizeMm * Math.abs(object.hScale));
  return width > 0.15 && width < 1.2 * usual + 0.4 ? width : usual;
}
