/** Reads back what stands where in the engine's own PDF files, for the golden tests. */
import {
  isDict,
  isName,
  isStream,
  isString,
  type PdfDict,
  type PdfFile,
  type PdfObject,
  parseContent,
  readPdf,
} from '@yiwen/formats/pdf';
import { mmOf } from '../layout/measures.ts';

/** One glyph: its text, left edge and top of its character box in mm, size in points. */
export type DrawnGlyph = {
  page: number;
  text: string;
  xMm: number;
  yMm: number;
  sizePt: number;
  font: string;
};

type Matrix = [number, number, number, number, number, number];
type Font = { name: string; text: Map<number, string>; widths: Map<number, number>; defaultWidth: number };

const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[1] * n[2],
    m[0] * n[1] + m[1] * n[3],
    m[2] * n[0] + m[3] * n[2],
    m[2] * n[1] + m[3] * n[3],
    m[4] * n[0] + m[5] * n[2] + n[4],
    m[4] * n[1] + m[5] * n[3] + n[5],
  ];
}

function streamText(file: PdfFile, value: PdfObject | undefined): string {
  const stream = file.resolve(value);
  return isStream(stream) ? new TextDecoder('latin1').decode(file.decode(stream).bytes) : '';
}

function unicodeMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>();
  const chars = (hex: string) =>
    String.fromCharCode(...(hex.match(/.{4}/g) ?? []).map((h) => Number.parseInt(h, 16)));
  for (const [, block = ''] of cmap.matchAll(/beginbfchar(.*?)endbfchar/gs)) {
    for (const [, code = '', text = ''] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      map.set(Number.parseInt(code, 16), chars(text));
    }
  }
  return map;
}

function fontOf(file: PdfFile, dict: PdfDict): Font {
  const kids = file.array(dict, 'DescendantFonts') ?? [];
  const kid = file.resolve(kids[0]);
  const widths = new Map<number, number>();
  const base = file.resolve(dict.get('BaseFont'));
  if (!isDict(kid)) {
    throw new Error('a font without a descendant');
  }
  const list = file.array(kid, 'W') ?? [];
  for (let i = 0; i < list.length; ) {
    const first = Number(list[i]);
    const next = file.resolve(list[i + 1]);
    if (Array.isArray(next)) {
      next.forEach((w, k) => {
        widths.set(first + k, Number(w));
      });
      i += 2;
    } else {
      for (let c = first; c <= Number(next); c++) {
        widths.set(c, Number(list[i + 2]));
      }
      i += 3;
    }
  }
  return {
    name: isName(base) ? base.name : '',
    text: unicodeMap(streamText(file, dict.get('ToUnicode'))),
    widths,
    defaultWidth: file.number(kid, 'DW') ?? 1000,
  };
}

/** All glyphs of a PDF file in drawing order. */
export function drawnGlyphs(pdf: Uint8Array): DrawnGlyph[] {
  const file = readPdf(pdf);
  return file.pages().flatMap((page, index) => {
    const glyphs: DrawnGlyph[] = [];
    const fonts = file.dict(page.resources, 'Font');
    const known = new Map<string, Font>();
    let ctm = IDENTITY;
    let tm = IDENTITY;
    let font: Font | undefined;
    let size = 0;
    const stack: Matrix[] = [];
    const show = (bytes: Uint8Array) => {
      for (let i = 0; i + 1 < bytes.length; i += 2) {
        const code = (bytes[i]! << 8) | bytes[i + 1]!;
        const [, , , , x, y] = multiply(tm, ctm);
        const top = page.mediaBox[3] - y - size * 0.86;
        const text = font!.text.get(code) ?? '\ufffd';
        glyphs.push({ page: index + 1, text, xMm: mmOf(x), yMm: mmOf(top), sizePt: size, font: font!.name });
        const width = font!.widths.get(code) ?? font!.defaultWidth;
        tm = multiply([1, 0, 0, 1, (width / 1000) * size, 0], tm);
      }
    };
    const contents = file.resolve(page.dict.get('Contents'));
    const streams = Array.isArray(contents) ? contents.map((c) => file.resolve(c)) : [contents];
    for (const stream of streams) {
      if (!isStream(stream)) {
        continue;
      }
      for (const { operator, operands } of parseContent(file.decode(stream).bytes)) {
        if (operator === 'q') {
          stack.push(ctm);
        } else if (operator === 'Q') {
          ctm = stack.pop() ?? IDENTITY;
        } else if (operator === 'cm') {
          ctm = multiply(operands as Matrix, ctm);
        } else if (operator === 'Tm') {
          tm = operands as Matrix;
        } else if (operator === 'Tf' && isName(operands[0] as PdfObject)) {
          const { name } = operands[0] as { name: string };
          const dict = fonts && file.dict(fonts, name);
          if (dict && !known.has(name)) {
            known.set(name, fontOf(file, dict));
          }
          font = known.get(name);
          size = operands[1] as number;
        } else if (operator === 'Tj' || operator === 'TJ') {
          for (const part of operator === 'Tj' ? operands : (operands[0] as PdfObject[])) {
            if (typeof part === 'number') {
              tm = multiply([1, 0, 0, 1, (-part / 1000) * size, 0], tm);
            } else if (isString(part)) {
              show(part.bytes);
            }
          }
        }
      }
    }
    return glyphs;
  });
}
