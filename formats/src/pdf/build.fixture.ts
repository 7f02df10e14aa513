import { zlibSync } from 'fflate';
import { type PdfDict, type PdfObject, PdfWriter, pdfDict, pdfName, pdfRef, pdfStream } from './index.ts';

/** Builds whole test files in the three cross-reference forms, byte for byte under the test's control. */

const minimal: readonly (readonly [number, PdfObject])[] = [
  [1, pdfDict({ Type: pdfName('Catalog'), Pages: pdfRef(2) })],
  [2, pdfDict({ Type: pdfName('Pages'), Kids: [pdfRef(3)], Count: 1 })],
  [3, pdfDict({ Type: pdfName('Page'), Parent: pdfRef(2), MediaBox: [0, 0, 595, 842] })],
];

/** One blank page plus `more` objects, with a classic table. */
export function buildTablePdf(
  more: readonly (readonly [number, PdfObject])[] = [],
  trailer: PdfDict = new Map(),
) {
  const writer = new PdfWriter();
  writer.text('%PDF-1.7\n');
  const all = new Map([...minimal, ...more]);
  const offsets = [...all].map(([num, value]) => [num, writer.indirect(num, 0, value)] as const);
  const startxref = writer.length;
  writer.text('xref\n0 1\n0000000000 65535 f \n');
  for (const [num, offset] of offsets) {
    writer.text(`${num} 1\n${String(offset).padStart(10, '0')} 00000 n \n`);
  }
  writer.text('trailer\n');
  writer.object(new Map<string, PdfObject>([['Size', 100], ['Root', pdfRef(1)], ...trailer]));
  writer.text(`\nstartxref\n${startxref}\n%%EOF\n`);
  return writer.take();
}

/** One blank page plus `more`, everything but streams inside an object stream, with a cross-reference stream. */
export function buildStreamPdf(more: readonly (readonly [number, PdfObject])[] = []) {
  const writer = new PdfWriter();
  writer.text('%PDF-1.7\n');
  const body = new PdfWriter();
  const header: string[] = [];
  const entries: number[][] = [[0, 0, 0, 0]];
  const all = [...minimal, ...more];
  for (const [i, [num, value]] of all.entries()) {
    header.push(`${num} ${body.length}`);
    body.object(value);
    body.text(' ');
    entries[num] = [2, 0, 50, i];
  }
  const head = new TextEncoder().encode(`${header.join(' ')} `);
  const data = new Uint8Array(head.length + body.length);
  data.set(head);
  data.set(body.take(), head.length);
  const container = writer.indirect(
    50,
    0,
    pdfStream(
      pdfDict({ Type: pdfName('ObjStm'), N: all.length, First: head.length, Filter: pdfName('FlateDecode') }),
      zlibSync(data),
    ),
  );
  entries[50] = [1, container >> 8, container & 255, 0];
  const startxref = writer.length;
  entries[51] = [1, startxref >> 8, startxref & 255, 0];
  const rows = Uint8Array.from({ length: 52 * 4 }, (_, i) => entries[i >> 2]?.[i & 3] ?? 0);
  writer.indirect(
    51,
    0,
    pdfStream(
      pdfDict({
        Type: pdfName('XRef'),
        Size: 52,
        W: [1, 2, 1],
        Root: pdfRef(1),
        Filter: pdfName('FlateDecode'),
      }),
      zlibSync(rows),
    ),
  );
  writer.text(`startxref\n${startxref}\n%%EOF\n`);
  return writer.take();
}

/** ASCII text as bytes. */
export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}
