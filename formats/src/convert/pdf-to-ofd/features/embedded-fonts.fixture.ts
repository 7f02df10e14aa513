/** Fonts embedded in each way there is. */

import { type PdfObject, pdfName, pdfRef, pdfText } from '../../../pdf/index.ts';
import { bareCff } from '../../../sfnt/cff-font.fixture.ts';
import { smallFont } from '../../../sfnt/small-font.fixture.ts';
import { dict, type Entries, page, stream } from './pdf-page.fixture.ts';
import { fontFiles } from './type1-files.fixture.ts';

const square = [500, 'hlineto', 700, 'vlineto', -500, 'hlineto'] as const;

// 中 and 国 in Adobe-GB1
const zhong = 4559;
const guo = 1875;
const hex4 = (code: number): string => code.toString(16).padStart(4, '0');

/** Simple and composite fonts, embedded in each way there is. */
export function fonts(): Uint8Array {
  const cffByName = bareCff({
    glyphs: [
      ['endchar'],
      [50, 0, 'rmoveto', ...square, 'endchar'],
      [250, 'hmoveto', 250, 700, 'rlineto', -500, 'hlineto', 'endchar'],
    ],
    charset: [34, 391],
    strings: ['uni4E2D'],
    defaultWidth: 600,
    nominalWidth: 600,
  });
  const cffByCid = bareCff({
    glyphs: [
      ['endchar'],
      [50, 0, 'rmoveto', ...square, 'endchar'],
      [250, 'hmoveto', 250, 700, 'rlineto', -500, 'hlineto', 'endchar'],
    ],
    charset: [zhong, guo],
    parts: [{}],
    select: [0, 0, 0],
    defaultWidth: 1000,
  });
  const descriptor = (key: string, file: number, flags = 32): PdfObject =>
    dict({
      Type: pdfName('FontDescriptor'),
      FontName: pdfName('ABCDEF+Demo'),
      Flags: flags,
      FontBBox: [0, 0, 1000, 1000],
      ItalicAngle: 0,
      Ascent: 800,
      Descent: -200,
      CapHeight: 700,
      StemV: 80,
      [key]: pdfRef(file),
    });
  const simple = (subtype: string, descriptorNumber: number, more: Entries = {}): PdfObject =>
    dict({
      Type: pdfName('Font'),
      Subtype: pdfName(subtype),
      BaseFont: pdfName('ABCDEF+Demo'),
      FirstChar: 65,
      LastChar: 67,
      Widths: [600, 400, 500],
      FontDescriptor: pdfRef(descriptorNumber),
      ...more,
    });
  const composite = (
    subtype: string,
    descriptorNumber: number,
    encoding: string,
    more: Entries = {},
  ): PdfObject =>
    dict({
      Type: pdfName('Font'),
      Subtype: pdfName('Type0'),
      BaseFont: pdfName('ABCDEF+Demo'),
      Encoding: pdfName(encoding),
      DescendantFonts: [
        dict({
          Type: pdfName('Font'),
          Subtype: pdfName(subtype),
          BaseFont: pdfName('ABCDEF+Demo'),
          CIDSystemInfo: dict({ Registry: pdfText('Adobe'), Ordering: pdfText('GB1'), Supplement: 2 }),
          FontDescriptor: pdfRef(descriptorNumber),
          DW: 1000,
          ...more,
        }),
      ],
    });
  const map = new Uint8Array(2 * 5000);
  map.set([0, 1], 2 * zhong);
  map.set([0, 2], 2 * guo);
  return page(
    [
      'BT /T1 36 Tf 50 640 Td (AB) Tj ET',
      'BT /T1D 36 Tf 250 640 Td (AC) Tj ET',
      'BT /C1 36 Tf 50 560 Td (AB) Tj ET',
      'BT /C0 36 Tf 50 480 Td <D6D0B9FA> Tj ET',
      'BT /C0U 36 Tf 250 480 Td <4E2D56FD> Tj ET',
      'BT /TT 36 Tf 50 400 Td (AB) Tj ET',
      'BT /C2 36 Tf 50 320 Td <D6D0B9FA> Tj ET',
      'BT /V 36 Tf 400 640 Td <4E2D56FD> Tj ET',
      `BT /V2 36 Tf 500 640 Td 5 Tc <${hex4(zhong)}${hex4(guo)}> Tj ET`,
    ].join('\n'),
    {
      Font: dict({
        T1: simple('Type1', 21),
        T1D: simple('Type1', 21, {
          Encoding: dict({ Type: pdfName('Encoding'), Differences: [65, pdfName('A'), 67, pdfName('odd')] }),
        }),
        C1: simple('Type1', 22, {
          Encoding: dict({ Differences: [65, pdfName('A'), pdfName('uni4E2D')] }),
        }),
        C0: composite('CIDFontType0', 23, 'GBK-EUC-H'),
        C0U: composite('CIDFontType0', 23, 'UniGB-UCS2-H'),
        TT: simple('TrueType', 24, {
          Encoding: dict({
            BaseEncoding: pdfName('WinAnsiEncoding'),
            Differences: [65, pdfName('g1'), pdfName('g2')],
          }),
          ToUnicode: pdfRef(30),
        }),
        C2: composite('CIDFontType2', 24, 'GBK-EUC-H', { CIDToGIDMap: pdfRef(31) }),
        V: composite('CIDFontType0', 23, 'UniGB-UCS2-V'),
        V2: composite('CIDFontType0', 23, 'Identity-V', { DW2: [800, -1200], W2: [zhong, [-900, 500, 700]] }),
      }),
    },
    [
      [21, descriptor('FontFile', 25)],
      [22, descriptor('FontFile3', 26)],
      [23, descriptor('FontFile3', 27, 4)],
      [24, descriptor('FontFile2', 28, 4)],
      [25, stream({}, fontFiles().type1)],
      [26, stream({ Subtype: pdfName('Type1C') }, cffByName)],
      [27, stream({ Subtype: pdfName('CIDFontType0C') }, cffByCid)],
      [28, stream({}, smallFont())],
      [
        30,
        stream(
          {},
          '1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <4E09> <42> <5706> endbfchar',
        ),
      ],
      [31, stream({}, map)],
    ],
  );
}
