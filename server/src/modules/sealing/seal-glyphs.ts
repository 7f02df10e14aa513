/** Outlines of the characters on a seal, from the 宋体 that comes with the packages. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { glyphOutline, readCharacterMap, readFont } from '@yiwen/formats/sfnt';
import type { OutlineSource } from '@yiwen/trust/seals';

const fontFile = '@expo-google-fonts/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf';

let loaded: OutlineSource | undefined;

/** The outline source; the font is read once, at the first seal. Outlines are in units of one em. */
export function sealGlyphs(): OutlineSource {
  if (loaded === undefined) {
    const font = readFont(new Uint8Array(readFileSync(createRequire(import.meta.url).resolve(fontFile))));
    const characters = readCharacterMap(font);
    loaded = (character) => {
      const glyph = characters?.(character.codePointAt(0) ?? 0) ?? 0;
      return glyph === 0
        ? undefined
        : {
            segments: glyphOutline(font, glyph),
            advance: font.advance(glyph) / font.unitsPerEm,
            unitsPerEm: 1,
          };
    };
  }
  return loaded;
}
