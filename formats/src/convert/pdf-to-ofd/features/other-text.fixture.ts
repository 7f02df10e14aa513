/** Named fonts, Type 3 fonts and text state. */
import { ascii } from '../../../pdf/build.fixture.ts';
import { type PdfObject, pdfName, pdfRef, pdfText } from '../../../pdf/index.ts';
import { bytes, dict, names, page, stream } from './pdf-page.fixture.ts';

/** Fonts that readers have to find by name: the standard ones, and Chinese ones by every predefined CMap. */
export function namedFonts(): Uint8Array {
  const standard = ['Helvetica', 'Times-Bold', 'Courier', 'Symbol', 'ZapfDingbats'];
  const chinese: [string, string, string][] = [
    ['UniGB-UCS2-H', '5173 4E8E 0041', 'G0'],
    ['UniGB-UTF16-H', '5173 4E8E D840DC0B', 'G1'],
    ['GBK-EUC-H', 'B9D8 D3DA 41', 'G2'],
    ['GB-EUC-H', 'B9D8 D3DA 41', 'G3'],
    ['GBpc-EUC-H', 'B9D8 D3DA 41', 'G4'],
    ['GBK2K-H', 'B9D8 8139EF30 41', 'G5'],
    ['UniGB-UCS2-V', '5173 4E8E', 'G6'],
  ];
  const font = (base: string): PdfObject =>
    dict({ Type: pdfName('Font'), Subtype: pdfName('Type1'), BaseFont: pdfName(base) });
  const composite = (encoding: string): PdfObject =>
    dict({
      Type: pdfName('Font'),
      Subtype: pdfName('Type0'),
      BaseFont: pdfName(`STSong-Light-${encoding}`),
      Encoding: pdfName(encoding),
      DescendantFonts: [
        dict({
          Type: pdfName('Font'),
          Subtype: pdfName('CIDFontType0'),
          BaseFont: pdfName('STSong-Light'),
          CIDSystemInfo: dict({ Registry: pdfText('Adobe'), Ordering: pdfText('GB1'), Supplement: 2 }),
          DW: 1000,
          W: [1, 95, 400, 814, [500], 815, 939, 500],
          FontDescriptor: dict({
            Type: pdfName('FontDescriptor'),
            FontName: pdfName('STSong-Light'),
            Flags: 6,
            FontBBox: [0, -200, 1000, 900],
            ItalicAngle: 0,
            Ascent: 752,
            Descent: -271,
            CapHeight: 737,
            StemV: 58,
          }),
        }),
      ],
    });
  return page(
    [
      ...standard.map((_, i) => `BT /S${i} 24 Tf 50 ${660 - 40 * i} Td (Abc 12) Tj ET`),
      ...chinese.map(
        ([, hex, key], i) => `BT /${key} 24 Tf 300 ${660 - 40 * i} Td <${hex.replace(/ /g, '')}> Tj ET`,
      ),
    ].join('\n'),
    {
      Font: dict({
        ...Object.fromEntries(standard.map((base, i) => [`S${i}`, font(base)])),
        ...Object.fromEntries(chinese.map(([encoding, , key]) => [key, composite(encoding)])),
      }),
    },
  );
}

/** Glyphs that are content streams: coloured, uncoloured, and a bitmap. */
export function type3(): Uint8Array {
  return page(
    '0 0.5 0 rg BT /F 40 Tf 60 500 Td 4 Tc (abc) Tj 0 -80 Td 1 0 0 rg (aab) Tj ET',
    { Font: dict({ F: pdfRef(20) }) },
    [
      [
        20,
        dict({
          Type: pdfName('Font'),
          Subtype: pdfName('Type3'),
          FontBBox: [0, 0, 1000, 1000],
          FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
          CharProcs: dict({ square: pdfRef(21), circle: pdfRef(22), bits: pdfRef(23) }),
          Encoding: dict({ Differences: [97, ...names('square', 'circle', 'bits')] }),
          FirstChar: 97,
          LastChar: 99,
          Widths: [1000, 1000, 1000],
          Resources: dict({}),
          ToUnicode: pdfRef(24),
        }),
      ],
      [21, stream({}, '1000 0 0 0 750 750 d1 1 0 0 rg 0 0 750 750 re f')],
      [22, stream({}, '1000 0 d0 0 0 1 rg 0 0 m 750 0 l 375 750 l f')],
      [
        23,
        stream(
          {},
          new Uint8Array([
            ...ascii('1000 0 0 0 800 800 d1 800 0 0 800 0 0 cm BI /W 8 /H 8 /IM true /BPC 1 /D [1 0] ID '),
            ...bytes(0x81, 0x42, 0x24, 0x18, 0x18, 0x24, 0x42, 0x81),
            ...ascii('\nEI'),
          ]),
        ),
      ],
      [
        24,
        stream(
          {},
          '1 begincodespacerange <00> <ff> endcodespacerange 3 beginbfchar <61> <7532> <62> <4E59> <63> <4E19> endbfchar',
        ),
      ],
    ],
  );
}

/** Text state: spacing, scaling, rise, rendering modes. */
export function textState(): Uint8Array {
  const lines = [
    '(plain text) Tj',
    '5 Tc (spaced) Tj 0 Tc',
    '20 Tw (a b c) Tj 0 Tw',
    '150 Tz (wide) Tj 100 Tz',
    '50 Tz 3 Tc (narrow) Tj 0 Tc 100 Tz',
    '8 Ts (up) Tj -8 Ts (down) Tj 0 Ts',
    '[(k) 300 (e) -500 (r) 0 (n)] TJ',
    '1 Tr 1 0 0 RG (outline) Tj 0 Tr',
    '2 Tr 1 1 0 rg .5 w (both) Tj 0 Tr 0 g',
    '3 Tr (hidden words) Tj 0 Tr',
    '10 0 (a b) "',
  ];
  return page(
    `BT /F 24 Tf 30 TL 50 660 Td ${lines.join(' T* ')} ET
     BT /F 24 Tf 0 1 -1 0 600 300 Tm (turned) Tj ET BT /F -24 Tf 1 0 0 1 500 200 Tm (flipped) Tj ET
     BT /F 1 Tf 20 0 8 20 400 600 Tm (slanted) Tj ET`,
    {
      Font: dict({
        F: dict({ Type: pdfName('Font'), Subtype: pdfName('Type1'), BaseFont: pdfName('Helvetica') }),
      }),
    },
  );
}

/** Type 3 glyphs that are nothing but outlines: what Chromium writes for fonts it cannot embed. */
export function type3Outlines(): Uint8Array {
  return page('0 0 1 rg BT /F 40 Tf 60 500 Td (aba) Tj ET', { Font: dict({ F: pdfRef(20) }) }, [
    [
      20,
      dict({
        Type: pdfName('Font'),
        Subtype: pdfName('Type3'),
        FontBBox: [0, 0, 1000, 1000],
        FontMatrix: [0.001, 0, 0, -0.001, 0, 0],
        CharProcs: dict({ g1: pdfRef(21), g2: pdfRef(22) }),
        Encoding: dict({ Differences: [97, ...names('g1', 'g2')] }),
        FirstChar: 97,
        LastChar: 98,
        Widths: [1000, 500],
        Resources: dict({}),
        ToUnicode: pdfRef(23),
      }),
    ],
    [21, stream({}, '1000 0 0 -800 750 0 d1 0 0 m 750 0 l 750 -400 l 375 -800 0 -400 0 -400 c h f')],
    [22, stream({}, '500 0 0 -500 500 0 d1 q 1 0 0 1 50 0 cm 0 -500 400 500 re f Q')],
    [
      23,
      stream(
        {},
        '1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <61> <6C49> <62> <5B57> endbfchar',
      ),
    ],
  ]);
}
