/** What is around the pages. */
import { type PdfObject, pdfName, pdfRef, pdfText } from '../../../pdf/index.ts';
import { dict, type Entries, page, stream } from './pdf-page.fixture.ts';

/** Outlines, links, annotations with appearances, attachments, document information. */
export function structure(): Uint8Array {
  const form = (entries: Entries, content: string): PdfObject =>
    stream({ Type: pdfName('XObject'), Subtype: pdfName('Form'), ...entries }, content);
  const annotation = (subtype: string, rect: number[], more: Entries): PdfObject =>
    dict({ Type: pdfName('Annot'), Subtype: pdfName(subtype), Rect: rect, F: 4, ...more });
  return page(
    '0 g 40 600 50 50 re f',
    {},
    [
      [20, dict({ First: pdfRef(21), Last: pdfRef(22), Count: 3 })],
      [
        21,
        dict({
          Title: pdfText('第一章'),
          Parent: pdfRef(20),
          Next: pdfRef(22),
          Dest: [pdfRef(3), pdfName('XYZ'), 72, 648, null],
          First: pdfRef(23),
          Last: pdfRef(23),
          Count: -1,
        }),
      ],
      [
        22,
        dict({
          Title: pdfText('Two'),
          Parent: pdfRef(20),
          A: dict({ S: pdfName('GoTo'), D: pdfText('named') }),
        }),
      ],
      [23, dict({ Title: pdfText('1.1'), Parent: pdfRef(21), Dest: [pdfRef(3), pdfName('Fit')] })],
      [
        24,
        annotation('Link', [40, 500, 140, 520], {
          A: dict({ S: pdfName('URI'), URI: pdfText('https://example.invalid/a?b=1&c') }),
          Border: [0, 0, 2],
          C: [0, 0, 1],
        }),
      ],
      [25, annotation('Link', [40, 460, 140, 480], { Dest: pdfText('named'), Border: [0, 0, 0] })],
      [
        26,
        annotation('Stamp', [300, 400, 400, 500], {
          T: pdfText('演示'),
          M: pdfText("D:20260102030405+08'00'"),
          Contents: pdfText('备注'),
          AP: dict({ N: pdfRef(30) }),
        }),
      ],
      [
        27,
        annotation('Widget', [300, 300, 320, 320], {
          AS: pdfName('Yes'),
          AP: dict({ N: dict({ Yes: pdfRef(31), Off: pdfRef(32) }) }),
        }),
      ],
      [28, annotation('Square', [300, 200, 320, 220], { F: 2, AP: dict({ N: pdfRef(31) }) })],
      [
        29,
        annotation('FileAttachment', [500, 200, 520, 220], { FS: pdfRef(33), AP: dict({ N: pdfRef(31) }) }),
      ],
      [
        30,
        form(
          { BBox: [0, 0, 50, 50], Matrix: [0, 1, -1, 0, 0, 0] },
          '1 0 0 rg 0 0 50 25 re f 0 0 1 rg 0 25 25 25 re f',
        ),
      ],
      [31, form({ BBox: [0, 0, 20, 20] }, '0 .6 0 rg 0 0 20 20 re f')],
      [32, form({ BBox: [0, 0, 20, 20] }, '1 0 0 rg 0 0 20 20 re f')],
      [33, dict({ Type: pdfName('Filespec'), F: pdfText('pinned.txt'), EF: dict({ F: pdfRef(34) }) })],
      [34, stream({ Type: pdfName('EmbeddedFile') }, 'pinned')],
      [
        35,
        dict({
          Type: pdfName('Filespec'),
          UF: pdfText('../数据.xml'),
          F: pdfText('data.xml'),
          AFRelationship: pdfName('Data'),
          EF: dict({ F: pdfRef(36) }),
        }),
      ],
      [
        36,
        stream({ Type: pdfName('EmbeddedFile'), Params: dict({ CreationDate: pdfText('D:2025') }) }, '<x/>'),
      ],
    ],
    { Annots: [24, 25, 26, 27, 28, 29].map((num) => pdfRef(num)) },
    {
      Outlines: pdfRef(20),
      Names: dict({
        Dests: dict({ Names: [pdfText('named'), [pdfRef(3), pdfName('FitH'), 360]] }),
        EmbeddedFiles: dict({ Names: [pdfText('d'), pdfRef(35)] }),
      }),
    },
  );
}
