/** A page made as code, for PDFs with one feature each. */
import { ascii, buildTablePdf } from '../../../pdf/build.fixture.ts';
import { type PdfObject, pdfDict, pdfName, pdfRef, pdfStream } from '../../../pdf/index.ts';

export type Entries = Record<string, PdfObject | undefined>;
export type Numbered = [number, PdfObject];

/** A page of 720 × 720 points (254 mm). */
export function page(
  content: string | Uint8Array,
  resources: Entries = {},
  more: readonly Numbered[] = [],
  extra: Entries = {},
  catalog: Entries = {},
): Uint8Array {
  return buildTablePdf([
    [1, pdfDict({ Type: pdfName('Catalog'), Pages: pdfRef(2), ...catalog })],
    [
      3,
      pdfDict({
        Type: pdfName('Page'),
        Parent: pdfRef(2),
        MediaBox: [0, 0, 720, 720],
        Contents: pdfRef(4),
        Resources: pdfDict(resources),
        ...extra,
      }),
    ],
    [4, pdfStream(pdfDict({}), typeof content === 'string' ? ascii(content) : content)],
    ...more,
  ]);
}

export const names = (...list: string[]): PdfObject[] => list.map((name) => pdfName(name));
export const dict = (entries: Entries): PdfObject => pdfDict(entries);
export const stream = (entries: Entries, data: string | Uint8Array): PdfObject =>
  pdfStream(pdfDict(entries), typeof data === 'string' ? ascii(data) : data);
export const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);

/** An exponential function between two colours. */
export const ramp = (c0: PdfObject[], c1: PdfObject[], n = 1): PdfObject =>
  dict({ FunctionType: 2, Domain: [0, 1], C0: c0, C1: c1, N: n });
