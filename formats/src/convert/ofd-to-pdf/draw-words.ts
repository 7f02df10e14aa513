/** Characters without an outline font: fonts every PDF reader has or finds a stand-in for. Not for archives. */
import { multiply, type WordsItem } from '../../drawing/index.ts';
import { type PdfRef, pdfBytes, pdfDict, pdfName } from '../../pdf/index.ts';
import { written, writtenMatrix } from './content-numbers.ts';
import { grown, lineStyle, squeezed } from './draw-path.ts';
import { type Ink, placing } from './ink.ts';
import { layPaint, withPaint } from './lay-paint.ts';
import type { PdfTarget } from './pdf-target.ts';

/** Each character stands at its own place, so no width of the unknown font matters. */
export function drawWords(item: WordsItem, ink: Ink): void {
  const { target } = ink;
  target.notes.add(
    'pdf-font-not-embedded',
    'warning',
    '没有可嵌入的字体，文字由阅读软件的字体代替',
    item.families,
  );
  target.obstacles.add('有文字没有可嵌入的字体');
  const box = { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 };
  const fill = item.fill && layPaint(item.fill, grown(box, 100), ink);
  const stroke = item.stroke && layPaint(item.stroke.paint, grown(box, 100), ink);
  const { before, points, scale } = placing(ink.matrix, stroke !== undefined);
  withPaint(ink, fill, stroke, (content) => {
    squeezed(content, before, () => {
      if (stroke && item.stroke) {
        content.lineWith(lineStyle(item.stroke, scale));
      }
      content.write('BT');
      content.renderWith(fill ? (stroke ? 2 : 0) : stroke ? 1 : 3);
      for (const { text, matrix } of item.characters) {
        const em = multiply([1, 0, 0, -1, 0, 0], multiply(matrix, points));
        const code = text.codePointAt(0);
        if (
          code === undefined ||
          !em.every(Number.isFinite) ||
          Math.abs(em[0] * em[3] - em[1] * em[2]) < 1e-9
        ) {
          continue;
        }
        const font = code < 0x7f ? latinFont(item, target) : chineseFont(item, target);
        const size = Math.hypot(em[2], em[3]);
        content.fontWith(content.use('Font', font.name, font.ref), written(size));
        const shown = [em[0] / size, em[1] / size, em[2] / size, em[3] / size, em[4], em[5]] as const;
        content.write(`${writtenMatrix(shown)} Tm <${hex(text, code < 0x7f)}> Tj`);
      }
      content.write('ET');
    });
  });
}

function hex(text: string, latin: boolean): string {
  const digits = latin ? 2 : 4;
  return Array.from({ length: text.length }, (_, i) =>
    text.charCodeAt(i).toString(16).padStart(digits, '0'),
  ).join('');
}

/** One of the standard fonts (9.6.2.2). */
function latinFont(item: WordsItem, target: PdfTarget): { name: string; ref: PdfRef } {
  const serif = !/sans-serif|monospace/.test(item.families);
  const family = /monospace/.test(item.families) ? 'Courier' : serif ? 'Times' : 'Helvetica';
  const plain = family === 'Times' ? 'Times-Roman' : family;
  const name = item.bold ? `${family}-Bold` : plain;
  return target.namedFont(name, () =>
    pdfDict({
      Type: pdfName('Font'),
      Subtype: pdfName('Type1'),
      BaseFont: pdfName(name),
      Encoding: pdfName('WinAnsiEncoding'),
    }),
  );
}

/** A font of Adobe's GB1 collection by its customary name (9.7.5.2): codes are UTF-16. */
function chineseFont(item: WordsItem, target: PdfTarget): { name: string; ref: PdfRef } {
  const name = /sans-serif/.test(item.families) ? 'STHeiti-Regular' : 'STSong-Light';
  return target.namedFont(name, () => {
    const text = (value: string) =>
      pdfBytes(
        Uint8Array.from(value, (char) => char.charCodeAt(0)),
        false,
      );
    const descriptor = pdfDict({
      Type: pdfName('FontDescriptor'),
      FontName: pdfName(name),
      Flags: 6,
      FontBBox: [-25, -254, 1000, 880],
      ItalicAngle: 0,
      Ascent: 880,
      Descent: -120,
      CapHeight: 880,
      StemV: 93,
    });
    const descendant = pdfDict({
      Type: pdfName('Font'),
      Subtype: pdfName('CIDFontType0'),
      BaseFont: pdfName(name),
      CIDSystemInfo: pdfDict({ Registry: text('Adobe'), Ordering: text('GB1'), Supplement: 5 }),
      FontDescriptor: target.output.add(descriptor),
      DW: 1000,
    });
    return pdfDict({
      Type: pdfName('Font'),
      Subtype: pdfName('Type0'),
      BaseFont: pdfName(name),
      Encoding: pdfName('UniGB-UTF16-H'),
      DescendantFonts: [target.output.add(descendant)],
    });
  });
}
