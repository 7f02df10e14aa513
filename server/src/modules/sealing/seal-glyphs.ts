/** Outlines of the characters on a seal, from the 宋体 that comes with the packages. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openOutlines } from '@yiwen/formats/sfnt';
import type { OutlineSource } from '@yiwen/trust/seals';

const fontFile = '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf';

let loaded: OutlineSource | undefined;

/** The outline source; the font is read once, at the first seal. Outlines are in units of one em. */
export function sealGlyphs(): OutlineSource {
  if (loaded === undefined) {
    const path = createRequire(import.meta.url).resolve(fontFile);
    const font = openOutlines(new Uint8Array(readFileSync(path)));
    if (font === undefined) {
      throw new Error(`not a font: ${path}`);
    }
    loaded = (character) => {
      const glyph = font.glyphFor(character.codePointAt(0) ?? 0);
      const segments = glyph === undefined ? undefined : font.outline(glyph);
      return segments && { segments, advance: font.advance(glyph as number), unitsPerEm: 1 };
    };
  }
  return loaded;
}
