import {
  isDict,
  isName,
  isStream,
  isString,
  type PdfDict,
  type PdfFile,
  type PdfObject,
  textOf,
} from '../../pdf/index.ts';
import {
  completeSubset,
  familyName,
  readCharacterMap,
  readFont,
  SfntError,
  type TrueTypeFont,
} from '../../sfnt/index.ts';
import { ConvertError } from '../errors.ts';
import { readToUnicode } from './to-unicode.ts';

/** One shown character code. `width` in thousandths of the font size. `text` undefined when the PDF names none. */
export type ShownCode = {
  readonly code: number;
  readonly glyph: number;
  readonly width: number;
  readonly text: string | undefined;
};

/** A font of the PDF made ready for OFD. */
export type PdfFont = {
  /** PostScript name without the subset tag. */
  readonly name: string;
  readonly family: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly serif: boolean;
  readonly fixedWidth: boolean;
  /** The subset, completed: what goes into the OFD. */
  readonly file: Uint8Array;
  readonly outlines: TrueTypeFont;
  /** What the completed font's cmap says; 0 = not in the font. */
  glyphOf(codePoint: number): number;
  /** A glyph that shows nothing, for the further characters of ligatures; undefined when the font needs none. */
  readonly blankGlyph: number | undefined;
  decode(bytes: Uint8Array): ShownCode[];
};

/**
 * Reads a composite font with TrueType outlines and two-byte codes (Type0, Identity-H, CIDFontType2), which is
 * what the engine writes. Anything else is a ConvertError that says what the engine's fonts must be.
 */
export function loadFont(file: PdfFile, value: PdfObject | undefined): PdfFont {
  const dict = file.resolve(value);
  if (!isDict(dict) || !isName(file.resolve(dict.get('Subtype')), 'Type0')) {
    throw new ConvertError('convert-font-unsupported', 'PDF 字体不是排版引擎的复合字体，不能转换为 OFD');
  }
  const base = file.resolve(dict.get('BaseFont'));
  const name = (isName(base) ? base.name : '').replace(/^[A-Z]{6}\+/, '');
  if (!isName(file.resolve(dict.get('Encoding')), 'Identity-H')) {
    throw new ConvertError('convert-font-unsupported', `字体 ${name} 的编码不是 Identity-H，不能转换为 OFD`);
  }
  const descendant = file.resolve(file.array(dict, 'DescendantFonts')?.[0]);
  const descriptor = isDict(descendant) ? file.dict(descendant, 'FontDescriptor') : undefined;
  if (!isDict(descendant) || descriptor === undefined) {
    throw new ConvertError('convert-font-unsupported', `字体 ${name} 缺少描述，不能转换为 OFD`);
  }
  const program = fontProgram(file, descriptor, name);
  const unicodeByCode = toUnicode(file, dict);
  const glyphOf = glyphMap(file, descendant);
  const widthOf = widths(file, descendant);
  const unicodeByGlyph = new Map([...unicodeByCode].map(([code, text]) => [glyphOf(code), text] as const));
  const flags = file.number(descriptor, 'Flags') ?? 0;
  const looks = {
    bold: /bold|black|heavy/i.test(name) || (file.number(descriptor, 'FontWeight') ?? 400) >= 600,
    italic: (flags & 64) !== 0 || /italic|oblique/i.test(name),
  };
  try {
    const outlines = readFont(program);
    const family = familyName(outlines) ?? givenFamily(file, descriptor) ?? name;
    const addBlankGlyph = [...unicodeByGlyph.values()].some((text) => [...text].length > 1);
    const completed = completeSubset(
      program,
      { unicodeByGlyph, addBlankGlyph },
      { family, postScript: name, ...looks },
    );
    return {
      name,
      family,
      ...looks,
      serif: (flags & 2) !== 0 || /serif|song|fang|kai/i.test(name),
      fixedWidth: (flags & 1) !== 0,
      file: completed,
      blankGlyph: addBlankGlyph ? outlines.glyphCount : undefined,
      outlines,
      glyphOf: readCharacterMap(readFont(completed)) ?? (() => 0),
      decode: (bytes) => {
        const shown: ShownCode[] = [];
        for (let i = 0; i + 1 < bytes.length; i += 2) {
          const code = (bytes[i] as number) * 256 + (bytes[i + 1] as number);
          shown.push({ code, glyph: glyphOf(code), width: widthOf(code), text: unicodeByCode.get(code) });
        }
        return shown;
      },
    };
  } catch (error) {
    if (error instanceof SfntError) {
      throw new ConvertError('convert-font-not-truetype', `字体 ${name}：${error.message}`);
    }
    throw error;
  }
}

function fontProgram(file: PdfFile, descriptor: PdfDict, name: string): Uint8Array {
  if (descriptor.has('FontFile3') || descriptor.has('FontFile')) {
    throw new ConvertError(
      'convert-font-not-truetype',
      `字体 ${name} 不是 TrueType 轮廓（engine fonts must be TrueType），请换用 TrueType 字体文件`,
    );
  }
  const stream = file.resolve(descriptor.get('FontFile2'));
  if (!isStream(stream)) {
    throw new ConvertError('convert-font-not-embedded', `字体 ${name} 没有嵌入 PDF，不能转换为 OFD`);
  }
  return file.decode(stream).bytes;
}

function givenFamily(file: PdfFile, descriptor: PdfDict): string | undefined {
  const family = file.resolve(descriptor.get('FontFamily'));
  return isString(family) ? textOf(family) : undefined;
}

function toUnicode(file: PdfFile, dict: PdfDict): Map<number, string> {
  const stream = file.resolve(dict.get('ToUnicode'));
  return isStream(stream) ? readToUnicode(file.decode(stream).bytes) : new Map();
}

/** CIDToGIDMap (9.7.4.2): Identity, or two bytes a code. */
function glyphMap(file: PdfFile, descendant: PdfDict): (code: number) => number {
  const map = file.resolve(descendant.get('CIDToGIDMap'));
  if (!isStream(map)) {
    return (code) => code;
  }
  const { bytes } = file.decode(map);
  return (code) => ((bytes[2 * code] ?? 0) << 8) | (bytes[2 * code + 1] ?? 0);
}

/** /W and /DW (9.7.4.3). */
function widths(file: PdfFile, descendant: PdfDict): (code: number) => number {
  const fallback = file.number(descendant, 'DW') ?? 1000;
  const byCode = new Map<number, number>();
  let budget = 200_000;
  const list = (file.array(descendant, 'W') ?? []).map((item) => file.resolve(item));
  let at = 0;
  while (at < list.length && budget > 0) {
    const first = list[at];
    const second = list[at + 1];
    if (typeof first === 'number' && Array.isArray(second)) {
      for (const [i, item] of second.entries()) {
        const width = file.resolve(item);
        budget -= 1;
        byCode.set(first + i, typeof width === 'number' ? width : fallback);
      }
      at += 2;
      continue;
    }
    const third = list[at + 2];
    if (typeof first === 'number' && typeof second === 'number' && typeof third === 'number') {
      for (let code = Math.max(0, first); code <= Math.min(second, 0xffff) && budget > 0; code++) {
        budget -= 1;
        byCode.set(code, third);
      }
    }
    at += 3;
  }
  return (code) => byCode.get(code) ?? fallback;
}
