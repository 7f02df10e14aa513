import { isDict, isName, isStream, type PdfDict, type PdfFile } from '../../../pdf/index.ts';
import { characterOfGlyphName, type FontOutlines } from '../../../sfnt/index.ts';
import type { Notes } from '../notes.ts';
import { dingbatOf, type EncodingName, encodingNames } from './encoding-names.ts';
import { fontName, fontProgram, givenFamily, looksOf } from './font-looks.ts';
import type { FontProgram, PdfFont, ShownCode } from './pdf-font.ts';
import { type StandardWidth, standardWidths } from './standard-metrics.ts';
import { readToUnicode } from './to-unicode.ts';

const encodings: Record<string, EncodingName> = {
  StandardEncoding: 'standard',
  WinAnsiEncoding: 'winAnsi',
  MacRomanEncoding: 'macRoman',
  MacExpertEncoding: 'macExpert',
};

/** Glyph names by code as the font dictionary gives them. */
export type SimpleEncoding = {
  readonly names: readonly (string | undefined)[];
  /** Whether the dictionary itself says anything, so that the font's own encoding does not count. */
  readonly given: boolean;
};

/** /Encoding with /Differences (ISO 32000-1 9.6.6). */
export function readEncoding(
  file: PdfFile,
  dict: PdfDict,
  fallback: EncodingName | undefined,
): SimpleEncoding {
  const value = file.resolve(dict.get('Encoding'));
  if (isName(value)) {
    const known = Object.hasOwn(encodings, value.name) ? encodings[value.name] : undefined;
    return known === undefined
      ? { names: fallback === undefined ? [] : encodingNames(fallback), given: false }
      : { names: encodingNames(known), given: true };
  }
  const base = isDict(value) ? file.resolve(value.get('BaseEncoding')) : null;
  const named = isName(base) && Object.hasOwn(encodings, base.name) ? encodings[base.name] : undefined;
  const start = named ?? fallback;
  const names: (string | undefined)[] = start === undefined ? [] : [...encodingNames(start)];
  if (isDict(value)) {
    let code = 0;
    for (const item of (file.array(value, 'Differences') ?? []).slice(0, 2000)) {
      const entry = file.resolve(item);
      if (typeof entry === 'number') {
        code = entry;
      } else if (isName(entry)) {
        if (code >= 0 && code < 256) {
          names[code] = entry.name;
        }
        code += 1;
      }
    }
  }
  return { names, given: named !== undefined };
}

/** Reads Type 1, MMType1 and TrueType fonts (9.6.2, 9.6.3), embedded or not. */
export function loadSimpleFont(file: PdfFile, dict: PdfDict, notes: Notes): PdfFont {
  const name = fontName(file, dict) || 'Helvetica';
  const descriptor = file.dict(dict, 'FontDescriptor');
  const program = fontProgram(file, descriptor, name, notes);
  const flags = (descriptor && file.number(descriptor, 'Flags')) ?? 0;
  const symbolic = (flags & 4) !== 0 && (flags & 32) === 0;
  const dingbats = /^zapfdingbats/i.test(name);
  const builtIn: EncodingName = /^symbol/i.test(name) ? 'symbol' : 'standard';
  // an embedded program's own encoding comes before the standard one
  const encoding = readEncoding(file, dict, program === undefined ? builtIn : undefined);
  const unicode = toUnicode(file, dict);
  const standard = standardWidths(name);
  const widthOf = widths(file, dict, descriptor, encoding, standard, program?.outlines, symbolic);
  const glyphs = new Map<number, number>();
  const glyphOf = (code: number): number => {
    let glyph = glyphs.get(code);
    if (glyph === undefined) {
      glyph = program === undefined ? 0 : simpleGlyph(program.outlines, encoding, code, symbolic);
      glyphs.set(code, glyph);
    }
    return glyph;
  };
  const textOfCode = (code: number): string | undefined => {
    const told = unicode.get(code);
    if (told !== undefined) {
      return told;
    }
    const glyphName =
      encoding.names[code] ?? (program === undefined ? undefined : program.outlines.nameOf(glyphOf(code)));
    return (
      (dingbats ? dingbatOf(code) : undefined) ??
      (glyphName === undefined ? undefined : textOfGlyphName(glyphName)) ??
      textOfGlyphName(encodingNames(symbolic ? 'winAnsi' : builtIn)[code] ?? '')
    );
  };
  const shown = new Map<number, ShownCode>();
  const show = (code: number): ShownCode => {
    let one = shown.get(code);
    if (one === undefined) {
      one = {
        code,
        length: 1,
        glyph: program === undefined ? undefined : glyphOf(code),
        width: widthOf(code, glyphOf(code)),
        text: textOfCode(code),
      };
      shown.set(code, one);
    }
    return one;
  };
  return {
    name,
    family: program?.outlines.familyName ?? givenFamily(file, descriptor) ?? familyOf(name),
    ...looksOf(file, name, descriptor),
    vertical: false,
    ...(program === undefined ? {} : { program: { ...program, texts: new Map() } satisfies FontProgram }),
    decode: (bytes) => Array.from(bytes, show),
  };
}

/** `ABC-BoldItalic` and `ABC,Bold` belong to the family `ABC`. */
export function familyOf(name: string): string {
  return name.replace(/[-,](Bold|Italic|Oblique|Regular|Roman|PSMT|MT)+$/i, '') || name;
}

/** ToUnicode of a font dictionary. */
export function toUnicode(file: PdfFile, dict: PdfDict): Map<number, string> {
  const stream = file.resolve(dict.get('ToUnicode'));
  const map = isStream(stream) ? readToUnicode(file.decode(stream).bytes) : new Map<number, string>();
  for (const [code, text] of map) {
    // what some producers write for "unknown"
    if (text === '\0' || text === '�') {
      map.delete(code);
    }
  }
  return map;
}

/** The text of a glyph name, ligatures `f_i` included. */
export function textOfGlyphName(name: string): string | undefined {
  const single = characterOfGlyphName(name);
  if (single !== undefined) {
    return String.fromCodePoint(single);
  }
  if (/^uni([0-9A-F]{4}){2,}$/.test(name)) {
    return (name.slice(3).match(/.{4}/g) ?? [])
      .map((hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      .join('');
  }
  if (!name.includes('_')) {
    return undefined;
  }
  const parts = (name.split('.')[0] as string).split('_').map(characterOfGlyphName);
  return parts.every((part) => part !== undefined) ? String.fromCodePoint(...(parts as number[])) : undefined;
}

/** The glyph of a code (9.6.6.2 for Type 1 and CFF, 9.6.6.4 for TrueType); 0 when there is none. */
function simpleGlyph(
  outlines: FontOutlines,
  encoding: SimpleEncoding,
  code: number,
  symbolic: boolean,
): number {
  const name = encoding.names[code];
  const byName = (): number | undefined => {
    if (name === undefined || name === '.notdef') {
      return undefined;
    }
    const character = textOfGlyphName(name);
    const point = character?.codePointAt(0);
    return (
      (outlines.kind === 'truetype' ? undefined : outlines.glyphNamed(name)) ??
      (point === undefined ? undefined : outlines.glyphFor(point)) ??
      outlines.glyphNamed(name) ??
      (outlines.kind === 'truetype' ? macGlyph(outlines, name) : undefined) ??
      numberedGlyph(outlines, name)
    );
  };
  if (outlines.kind === 'truetype') {
    return (
      (symbolic ? (outlines.glyphOfCode(code) ?? byName()) : (byName() ?? outlines.glyphOfCode(code))) ?? 0
    );
  }
  return byName() ?? (name === undefined || !encoding.given ? outlines.glyphOfCode(code) : undefined) ?? 0;
}

/** Through the Macintosh table: by the code MacRoman has for the name. */
function macGlyph(outlines: FontOutlines, name: string): number | undefined {
  const code = encodingNames('macRoman').indexOf(name);
  return code < 0 ? undefined : outlines.glyphOfCode(code);
}

/** Names that producers number themselves: `g12`, `glyph12`, `cid12`. */
function numberedGlyph(outlines: FontOutlines, name: string): number | undefined {
  const digits = /^(?:g|glyph|cid|index)(\d{1,5})$/i.exec(name)?.[1];
  const glyph = digits === undefined ? undefined : Number(digits);
  return glyph !== undefined && glyph < outlines.glyphCount ? glyph : undefined;
}

function widths(
  file: PdfFile,
  dict: PdfDict,
  descriptor: PdfDict | undefined,
  encoding: SimpleEncoding,
  standard: StandardWidth | undefined,
  outlines: FontOutlines | undefined,
  symbolic: boolean,
): (code: number, glyph: number) => number {
  const first = file.number(dict, 'FirstChar') ?? 0;
  const list = (file.array(dict, 'Widths') ?? []).slice(0, 256).map((item) => file.resolve(item));
  const missing = (descriptor && file.number(descriptor, 'MissingWidth')) ?? 0;
  const fallbackNames = encodingNames(symbolic ? 'winAnsi' : 'standard');
  return (code, glyph) => {
    const given = list[code - first];
    if (typeof given === 'number') {
      return given;
    }
    if (list.length > 0) {
      return missing;
    }
    return (
      standard?.(encoding.names[code] ?? fallbackNames[code], code) ??
      (outlines === undefined ? undefined : outlines.advance(glyph) * 1000) ??
      (missing || 500)
    );
  };
}
