/**
 * Producers that look characters up backwards, by the glyph, name the first one a font gives that glyph: radicals
 * instead of words (⽂ for 文, ⻚ for 页), forms for vertical writing instead of marks (︒ for 。). They look the same
 * and nobody finds them, so the plain characters are written.
 */

/** Radicals without a decomposition of their own and the characters that look like them (Unicode's Equivalent_Unified_Ideograph). */
const radicals = `
⺂乛⺃乚⺅亻⺉刂⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺞歺⺟母⺠民⺡氵⺣灬⺦丬⺨犭⺫罒⺭礻⺯糹⺰纟⺱罓⺲罒⺹耂⺺肀⺾艹⻁虎⻂衤⻃覀
⻅见⻆角⻈讠⻉贝⻋车⻌辶⻐钅⻑長⻒镸⻓长⻔门⻖阝⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟
`.replace(/\s/g, '');

const supplement = new Map(
  Array.from({ length: radicals.length / 2 }, (_, i) => [radicals[2 * i], radicals[2 * i + 1] as string]),
);

/** The plain character for one shown by a glyph of the same look; most characters are that already. */
export function plainCharacter(character: string): string {
  const code = character.codePointAt(0) as number;
  if (code < 0x2e80) {
    return character;
  }
  if (code <= 0x2ef3) {
    return supplement.get(character) ?? character;
  }
  const hasTwin =
    code <= 0x2fd5 ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe10 && code <= 0xfe19) ||
    (code >= 0xfe30 && code <= 0xfe48);
  const plain = hasTwin ? character.normalize('NFKC') : character;
  // fullwidth forms are what Chinese text has where NFKC prefers ASCII
  const wide = plain >= '!' && plain <= '~' ? String.fromCharCode(plain.charCodeAt(0) + 0xfee0) : plain;
  return [...wide].length === 1 ? wide : character;
}
