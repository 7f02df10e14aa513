import { isDict, isStream, type PdfDict, type PdfFile, type PdfObject } from '../../../pdf/index.ts';
import type { FontOutlines } from '../../../sfnt/index.ts';
import type { Notes } from '../notes.ts';
import { type CMap, type CMapCode, orderingOf, readCMap } from './cmap.ts';
import { fontName, fontProgram, givenFamily, looksOf } from './font-looks.ts';
import { gb1Character } from './gb1.ts';
import type { PdfFont, ShownCode } from './pdf-font.ts';
import { predefinedCMap } from './predefined-cmaps.ts';
import { familyOf, textOfGlyphName, toUnicode } from './simple-font.ts';

const maxWidths = 200_000;

/** Reads a Type0 font (ISO 32000-1 9.7) with CFF or TrueType outlines, or without any. */
export function loadCompositeFont(file: PdfFile, dict: PdfDict, notes: Notes): PdfFont | undefined {
  const found = file.resolve(file.array(dict, 'DescendantFonts')?.[0]);
  if (!isDict(found)) {
    return undefined;
  }
  const descendant = found;
  const name = fontName(file, descendant) || fontName(file, dict) || 'Unknown';
  const given = readCMap(file, dict.get('Encoding'));
  if (given === undefined) {
    notes.add('convert-font-encoding', 'error', '字体的编码方式不支持，按两字节编码处理', name);
  }
  const cmap = given ?? (predefinedCMap('Identity-H') as CMap);
  const descriptor = file.dict(descendant, 'FontDescriptor');
  const program = fontProgram(file, descriptor, name, notes);
  const unicode = toUnicode(file, dict);
  const ordering = orderingOf(file, descendant);
  const glyphOfCid = glyphMap(file, descendant, program?.outlines);
  const widthOf = horizontalWidths(file, descendant);
  const verticalOf = cmap.vertical ? verticalMetrics(file, descendant, widthOf) : undefined;
  const textOfGlyph = program === undefined ? undefined : charactersOfGlyphs(program.outlines);
  const textOf = (taken: CMapCode, glyph: number): string | undefined =>
    unicode.get(taken.code) ??
    taken.text ??
    (ordering === 'GB1' ? gb1Character(taken.cid) : undefined) ??
    textOfGlyph?.(glyph);
  const glyphOf = (taken: CMapCode): number => {
    const glyph = taken.cid < 0 ? undefined : glyphOfCid(taken.cid);
    const character = taken.text?.codePointAt(0);
    // a CID that is not known here: the program may know the character
    return glyph ?? (character === undefined ? undefined : program?.outlines.glyphFor(character)) ?? 0;
  };
  const shown = new Map<string, ShownCode>();
  const show = (taken: CMapCode): ShownCode => {
    const key = `${taken.length} ${taken.code}`;
    let one = shown.get(key);
    if (one === undefined) {
      const glyph = program === undefined ? 0 : glyphOf(taken);
      one = {
        code: taken.code,
        length: taken.length,
        glyph: program === undefined ? undefined : glyph,
        width: widthOf(taken.cid),
        text: textOf(taken, glyph),
        ...(verticalOf === undefined ? {} : { vertical: verticalOf(taken.cid) }),
      };
      shown.set(key, one);
    }
    return one;
  };
  return {
    name,
    family: program?.outlines.familyName ?? givenFamily(file, descriptor) ?? familyOf(name),
    ...looksOf(file, name, descriptor),
    vertical: cmap.vertical,
    ...(program === undefined
      ? {}
      : { program: { ...program, texts: textsByGlyph(unicode, cmap, glyphOf) } }),
    decode: (bytes) => cmap.decode(bytes).map(show),
  };
}

/** The characters ToUnicode names, by glyph; only for two-byte codes, which is what nearly all such fonts have. */
function textsByGlyph(
  unicode: ReadonlyMap<number, string>,
  cmap: CMap,
  glyphOf: (taken: CMapCode) => number,
): Map<number, string> {
  const texts = new Map<number, string>();
  for (const [code, text] of unicode) {
    const [taken] = cmap.decode(Uint8Array.of(code >> 8, code & 255));
    if (taken !== undefined && taken.code === code) {
      texts.set(glyphOf(taken), text);
    }
  }
  return texts;
}

/** What a font's own tables tell of its glyphs' characters, for PDFs that tell nothing. Made at the first question. */
function charactersOfGlyphs(outlines: FontOutlines): (glyph: number) => string | undefined {
  let map: Map<number, string> | undefined;
  return (glyph) => {
    if (map === undefined) {
      map = new Map();
      for (let code = 0x20; code < 0x10000; code++) {
        const found = code >= 0xd800 && code < 0xf900 ? undefined : outlines.glyphFor(code);
        if (found !== undefined && !map.has(found)) {
          map.set(found, String.fromCharCode(code));
        }
      }
    }
    const name = outlines.nameOf(glyph);
    return map.get(glyph) ?? (name === undefined ? undefined : textOfGlyphName(name));
  };
}

/** CIDToGIDMap (9.7.4.2) for TrueType, the charset for CFF. */
function glyphMap(
  file: PdfFile,
  descendant: PdfDict,
  outlines: FontOutlines | undefined,
): (cid: number) => number | undefined {
  const map = file.resolve(descendant.get('CIDToGIDMap'));
  if (isStream(map)) {
    const { bytes } = file.decode(map);
    return (cid) => ((bytes[2 * cid] ?? 0) << 8) | (bytes[2 * cid + 1] ?? 0);
  }
  return (cid) => (outlines === undefined ? cid : outlines.glyphOfCid(cid));
}

/** /W and /DW (9.7.4.3). */
function horizontalWidths(file: PdfFile, descendant: PdfDict): (cid: number) => number {
  const fallback = file.number(descendant, 'DW') ?? 1000;
  const byCid = new Map<number, number>();
  readRuns(file, descendant, 'W', 1, (cid, [width]) => byCid.set(cid, width as number));
  return (cid) => byCid.get(cid) ?? fallback;
}

/** /W2 and /DW2: the displacement downwards and the place of the vertical origin. */
function verticalMetrics(
  file: PdfFile,
  descendant: PdfDict,
  widthOf: (cid: number) => number,
): (cid: number) => { x: number; y: number; advance: number } {
  const given = (file.array(descendant, 'DW2') ?? []).map((item) => file.resolve(item));
  const [y, advance] = given.length === 2 && given.every((v) => typeof v === 'number') ? given : [880, -1000];
  const byCid = new Map<number, readonly number[]>();
  readRuns(file, descendant, 'W2', 3, (cid, values) => byCid.set(cid, values));
  return (cid) => {
    const own = byCid.get(cid);
    return own === undefined
      ? { x: widthOf(cid) / 2, y: y as number, advance: advance as number }
      : { advance: own[0] as number, x: own[1] as number, y: own[2] as number };
  };
}

/** `c [v …]` and `first last v`, `each` values per CID. */
function readRuns(
  file: PdfFile,
  dict: PdfDict,
  key: string,
  each: number,
  add: (cid: number, values: readonly number[]) => void,
): void {
  const list = (file.array(dict, key) ?? []).map((item: PdfObject) => file.resolve(item));
  let budget = maxWidths;
  for (let at = 0; at < list.length && budget > 0; ) {
    const first = list[at];
    const second = list[at + 1];
    if (typeof first === 'number' && Array.isArray(second)) {
      const values = second.map((item) => file.resolve(item));
      for (let i = 0; i + each <= values.length && budget > 0; i += each) {
        const some = values.slice(i, i + each);
        budget -= 1;
        if (some.every((value) => typeof value === 'number')) {
          add(first + i / each, some as number[]);
        }
      }
      at += 2;
      continue;
    }
    const values = list.slice(at + 2, at + 2 + each);
    if (
      typeof first === 'number' &&
      typeof second === 'number' &&
      values.every((v) => typeof v === 'number')
    ) {
      for (let cid = Math.max(0, first); cid <= Math.min(second, 0xffff) && budget > 0; cid++) {
        budget -= 1;
        add(cid, values as number[]);
      }
    }
    at += 2 + each;
  }
}
