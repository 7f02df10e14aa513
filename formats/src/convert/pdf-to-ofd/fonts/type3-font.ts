import type { Matrix } from '../../../drawing/index.ts';
import { isStream, type PdfDict, type PdfFile } from '../../../pdf/index.ts';
import { numbers } from '../color/pdf-function.ts';
import type { PdfFont } from './pdf-font.ts';
import { readEncoding, textOfGlyphName, toUnicode } from './simple-font.ts';

/** Reads a font whose glyphs are drawn by content streams (ISO 32000-1 9.6.5). */
export function loadType3Font(file: PdfFile, dict: PdfDict): PdfFont {
  const given = numbers(file, dict, 'FontMatrix');
  const matrix = (given.length === 6 ? given : [0.001, 0, 0, 0.001, 0, 0]) as unknown as Matrix;
  const encoding = readEncoding(file, dict, undefined);
  const unicode = toUnicode(file, dict);
  const procedures = file.dict(dict, 'CharProcs');
  const first = file.number(dict, 'FirstChar') ?? 0;
  const list = numbers(file, dict, 'Widths');
  return {
    name: 'Type3',
    family: 'Type3',
    bold: false,
    italic: false,
    serif: false,
    fixedWidth: false,
    vertical: false,
    type3: {
      matrix,
      resources: file.dict(dict, 'Resources'),
      procedure: (code) => {
        const name = encoding.names[code];
        const stream = name === undefined ? null : file.resolve(procedures?.get(name));
        return isStream(stream) ? stream : undefined;
      },
    },
    decode: (bytes) =>
      Array.from(bytes, (code) => {
        const name = encoding.names[code];
        return {
          code,
          length: 1,
          glyph: undefined,
          width: (list[code - first] ?? 0) * matrix[0] * 1000,
          text: unicode.get(code) ?? (name === undefined ? undefined : textOfGlyphName(name)),
        };
      }),
  };
}
