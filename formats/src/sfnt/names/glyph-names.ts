/** Glyph names ↔ characters. */
import { adobeGlyphList } from './adobe-glyph-list.ts';

let byName: Map<string, number> | undefined;

/** Read at the first question: most fonts are asked by number only. */
function listed(): Map<string, number> {
  if (byName === undefined) {
    byName = new Map();
    let code = 0;
    for (const word of adobeGlyphList.trim().split(/\s+/)) {
      if (word.startsWith('@')) {
        code = Number.parseInt(word.slice(1), 16);
      } else {
        for (const name of word.split(',')) {
          byName.set(name, code);
        }
        code += 1;
      }
    }
  }
  return byName;
}

/**
 * The character a glyph name stands for (Adobe's rules: listed names, `uniXXXX`, `uXXXXX`, a variant's suffix after a
 * dot is passed over); undefined for names that say nothing, and for ligatures of several names (`f_i`).
 */
export function characterOfGlyphName(name: string): number | undefined {
  const dot = name.indexOf('.');
  const base = dot > 0 ? name.slice(0, dot) : name;
  const known = listed().get(base);
  if (known !== undefined) {
    return known;
  }
  const hex = /^uni([0-9A-F]{4})$/i.exec(base)?.[1] ?? /^u([0-9A-F]{4,6})$/i.exec(base)?.[1];
  if (hex === undefined) {
    return undefined;
  }
  const code = Number.parseInt(hex, 16);
  return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? undefined : code;
}
