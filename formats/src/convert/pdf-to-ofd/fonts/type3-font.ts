import type { Matrix } from '../../../drawing/index.ts';
import { isName, isStream, type PdfDict, type PdfFile, type PdfStream } from '../../../pdf/index.ts';
import { numbers } from '../color/pdf-function.ts';
import type { FontProgram, PdfFont } from './pdf-font.ts';
import { readEncoding, textOfGlyphName, toUnicode } from './simple-font.ts';
import { procedureOutline, type Type3Glyph, type3Outlines } from './type3-outlines.ts';

/**
 * Reads a font whose glyphs are drawn by content streams (ISO 32000-1 9.6.5). Where all of them are plain outlines
 * the font becomes a real one.
 */
export function loadType3Font(file: PdfFile, dict: PdfDict): PdfFont {
  const given = numbers(file, dict, 'FontMatrix');
  const matrix = (given.length === 6 ? given : [0.001, 0, 0, 0.001, 0, 0]) as unknown as Matrix;
  const encoding = readEncoding(file, dict, undefined);
  const unicode = toUnicode(file, dict);
  const procedures = file.dict(dict, 'CharProcs');
  const first = file.number(dict, 'FirstChar') ?? 0;
  const list = numbers(file, dict, 'Widths');
  const procedure = (code: number): PdfStream | undefined => {
    const name = encoding.names[code];
    const stream = name === undefined ? null : file.resolve(procedures?.get(name));
    return isStream(stream) ? stream : undefined;
  };
  const widthOf = (code: number): number => (list[code - first] ?? 0) * matrix[0] * 1000;
  const program = asProgram(file, matrix, procedure, widthOf);
  const named = file.resolve(dict.get('Name'));
  const name = isName(named) ? named.name.replace(/[^\x21-\x7e]/g, '').slice(0, 60) || 'Type3' : 'Type3';
  return {
    name,
    family: name,
    bold: false,
    italic: false,
    serif: false,
    fixedWidth: false,
    vertical: false,
    ...(program === undefined
      ? { type3: { matrix, resources: file.dict(dict, 'Resources'), procedure } }
      : { program }),
    decode: (bytes) =>
      Array.from(bytes, (code) => {
        const glyphName = encoding.names[code];
        return {
          code,
          length: 1,
          glyph: program === undefined ? undefined : (program.outlines.glyphOfCode(code) ?? 0),
          width: widthOf(code),
          text: unicode.get(code) ?? (glyphName === undefined ? undefined : textOfGlyphName(glyphName)),
        };
      }),
  };
}

/** The procedures as a font of outlines; undefined when one of them is more than an outline. */
function asProgram(
  file: PdfFile,
  matrix: Matrix,
  procedure: (code: number) => PdfStream | undefined,
  widthOf: (code: number) => number,
): FontProgram | undefined {
  const glyphs: Type3Glyph[] = [];
  const byStream = new Map<PdfStream, number>();
  const glyphOfCode = new Map<number, number>();
  for (let code = 0; code < 256; code++) {
    const stream = procedure(code);
    if (stream === undefined) {
      continue;
    }
    if (!byStream.has(stream)) {
      const outline = procedureOutline(file, stream, matrix);
      if (outline === undefined) {
        return undefined;
      }
      glyphs.push({ outline, advance: widthOf(code) / 1000 });
      byStream.set(stream, glyphs.length);
    }
    glyphOfCode.set(code, byStream.get(stream) as number);
  }
  return glyphs.length === 0
    ? undefined
    : { bytes: new Uint8Array(0), outlines: type3Outlines(glyphs, glyphOfCode), texts: new Map() };
}
