/** Patterns, clips, colours and layers. */

import { type PdfObject, pdfBytes, pdfName, pdfRef, pdfText } from '../../../pdf/index.ts';
import { bytes, dict, type Entries, names, page, ramp, stream } from './pdf-page.fixture.ts';
import { fontFiles } from './type1-files.fixture.ts';

/** Tiling patterns, coloured and not, one of them turned; a cell larger than what it paints. */
export function tilings(): Uint8Array {
  const cell = (entries: Entries, content: string): PdfObject =>
    stream(
      { Type: pdfName('Pattern'), PatternType: 1, TilingType: 1, Resources: dict({}), ...entries },
      content,
    );
  return page(
    [
      '/Pattern cs /P scn 40 400 200 200 re f',
      '/U cs 0 .5 0 /Q scn 300 400 200 200 re f 1 0 0 /Q scn 300 200 200 150 re f',
      '/Pattern cs /Big scn 40 100 m 240 100 l 140 300 l f',
      '/P scn 560 400 m 680 400 l 620 600 l h f*',
    ].join('\n'),
    {
      ColorSpace: dict({ U: [pdfName('Pattern'), pdfName('DeviceRGB')] }),
      Pattern: dict({ P: pdfRef(20), Q: pdfRef(21), Big: pdfRef(22) }),
    },
    [
      [
        20,
        cell(
          { PaintType: 1, BBox: [0, 0, 20, 20], XStep: 20, YStep: 25 },
          '1 0 0 rg 0 0 10 10 re f 0 0 1 rg 10 10 10 10 re f',
        ),
      ],
      [
        21,
        cell(
          { PaintType: 2, BBox: [0, 0, 10, 10], XStep: 12, YStep: 12, Matrix: [1.4, 1.4, -1.4, 1.4, 3, 5] },
          '0 0 m 10 0 l 5 10 l f',
        ),
      ],
      [
        22,
        cell(
          { PaintType: 1, BBox: [0, 0, 720, 720], XStep: 720, YStep: 720 },
          '.9 g 0 0 720 720 re f 0 .6 .6 rg 100 100 80 300 re f',
        ),
      ],
    ],
  );
}

/** Clips: even-odd, text, nested and empty. */
export function clips(): Uint8Array {
  return page(
    [
      'q 40 450 200 200 re 90 500 100 100 re W* n 1 .5 0 rg 0 0 720 720 re f Q',
      'q 300 450 200 200 re 350 500 100 100 re W n 0 .5 1 rg 0 0 720 720 re f Q',
      'q BT /H 90 Tf 40 330 Td 7 Tr (CLIP) Tj ET 1 0 0 rg 0 300 720 50 re f 0 0 1 rg 0 350 720 60 re f Q',
      'q 40 60 200 200 re W n 140 60 m 240 260 l 40 260 l W n 0 .6 0 rg 40 60 200 120 re f Q',
      'q 300 60 10 10 re W n 400 60 10 10 re W n 0 0 0 rg 0 0 720 720 re f Q',
    ].join('\n'),
    {
      Font: dict({
        H: dict({
          Type: pdfName('Font'),
          Subtype: pdfName('Type1'),
          BaseFont: pdfName('ABCDEF+Demo'),
          FirstChar: 67,
          LastChar: 80,
          Widths: [600, 0, 0, 0, 0, 0, 600, 0, 0, 600, 0, 0, 0, 600],
          Encoding: dict({
            Differences: [67, pdfName('A'), 73, pdfName('odd'), 76, pdfName('A'), 80, pdfName('odd')],
          }),
          FontDescriptor: dict({
            Type: pdfName('FontDescriptor'),
            FontName: pdfName('ABCDEF+Demo'),
            Flags: 32,
            FontFile: pdfRef(20),
          }),
        }),
      }),
    },
    [[20, stream({}, fontFiles().type1)]],
  );
}

/** Colours of every family, as squares in a row. */
export function colors(): Uint8Array {
  const spaces: [string, PdfObject, string][] = [
    [
      'Sep',
      [pdfName('Separation'), pdfName('Spot'), pdfName('DeviceCMYK'), ramp([0, 0, 0, 0], [0, 1, 1, 0])],
      '.8',
    ],
    ['All', [pdfName('Separation'), pdfName('None'), pdfName('DeviceGray'), ramp([1], [0])], '1'],
    ['DN', [pdfName('DeviceN'), names('a', 'b'), pdfName('DeviceRGB'), pdfRef(20)], '.2 .9'],
    [
      'Lab',
      [pdfName('Lab'), dict({ WhitePoint: [0.9505, 1, 1.089], Range: [-128, 127, -128, 127] })],
      '60 60 40',
    ],
    ['CalG', [pdfName('CalGray'), dict({ WhitePoint: [0.9505, 1, 1.089], Gamma: 2.2 })], '.5'],
    [
      'CalR',
      [
        pdfName('CalRGB'),
        dict({
          WhitePoint: [0.9505, 1, 1.089],
          Gamma: [2.2, 2.2, 2.2],
          Matrix: [0.4124, 0.2126, 0.0193, 0.3576, 0.7152, 0.1192, 0.1805, 0.0722, 0.9505],
        }),
      ],
      '.2 .4 .8',
    ],
    ['Icc', [pdfName('ICCBased'), pdfRef(21)], '.9 .3 .1'],
    ['Idx', [pdfName('Indexed'), pdfName('DeviceRGB'), 1, pdfBytes(bytes(0, 0, 0, 10, 200, 30))], '1'],
  ];
  return page(
    [
      ...spaces.map(([key, , values], i) => `/${key} cs ${values} sc ${40 + 80 * i} 500 60 60 re f`),
      '1 0 0 0 k 40 400 60 60 re f 0 1 0 0 k 120 400 60 60 re f 0 0 1 0 k 200 400 60 60 re f',
      '0 0 0 1 k 280 400 60 60 re f 1 1 0 0 k 360 400 60 60 re f .2 .4 .6 .1 k 440 400 60 60 re f',
    ].join('\n'),
    { ColorSpace: dict(Object.fromEntries(spaces.map(([key, space]) => [key, space]))) },
    [
      [20, stream({ FunctionType: 4, Domain: [0, 1, 0, 1], Range: [0, 1, 0, 1, 0, 1] }, '{ 1 index }')],
      [21, stream({ N: 3, Alternate: pdfName('DeviceRGB') }, 'profile')],
    ],
  );
}

/** Layers that are off, forms with a layer, a membership with a policy. */
export function layers(): Uint8Array {
  return page(
    [
      '/OC /On BDC 0 .6 0 rg 40 500 100 100 re f EMC',
      '/OC /Off BDC 1 0 0 rg 200 500 100 100 re f q 1 0 0 1 0 0 cm /Span BMC 200 300 100 100 re f EMC Q EMC',
      '/OC /Any BDC 0 0 1 rg 360 500 100 100 re f EMC /OC /All BDC 1 0 0 rg 520 500 100 100 re f EMC',
      '/F Do 0 g 40 40 50 50 re f',
    ].join('\n'),
    {
      Properties: dict({
        On: pdfRef(20),
        Off: pdfRef(21),
        Any: dict({ Type: pdfName('OCMD'), OCGs: [pdfRef(20), pdfRef(21)] }),
        All: dict({ Type: pdfName('OCMD'), OCGs: [pdfRef(20), pdfRef(21)], P: pdfName('AllOn') }),
      }),
      XObject: dict({ F: pdfRef(22) }),
    },
    [
      [20, dict({ Type: pdfName('OCG'), Name: pdfText('on') })],
      [21, dict({ Type: pdfName('OCG'), Name: pdfText('off') })],
      [
        22,
        stream(
          { Type: pdfName('XObject'), Subtype: pdfName('Form'), BBox: [0, 0, 720, 720], OC: pdfRef(21) },
          '1 0 0 rg 40 200 200 100 re f',
        ),
      ],
    ],
    {},
    {
      OCProperties: dict({
        OCGs: [pdfRef(20), pdfRef(21)],
        D: dict({ OFF: [pdfRef(21)], Order: [pdfRef(20), pdfRef(21)] }),
      }),
    },
  );
}

/** Transparency groups: objects apart, objects over one another, a group in a group. */
export function groups(): Uint8Array {
  const group = (content: string, resources: Entries = {}): PdfObject =>
    stream(
      {
        Type: pdfName('XObject'),
        Subtype: pdfName('Form'),
        BBox: [0, 0, 720, 720],
        Group: dict({ S: pdfName('Transparency') }),
        Resources: dict(resources),
      },
      content,
    );
  return page(
    '0 .8 0 rg 0 300 720 60 re f /Half gs /Apart Do /Over Do /Nested Do',
    {
      ExtGState: dict({ Half: dict({ ca: 0.5, CA: 0.5 }) }),
      XObject: dict({ Apart: pdfRef(20), Over: pdfRef(21), Nested: pdfRef(22) }),
    },
    [
      [20, group('1 0 0 rg 40 280 60 100 re f 0 0 1 rg 110 280 60 100 re f')],
      [21, group('1 0 0 rg 240 280 100 100 re f 0 0 1 rg 290 320 100 100 re f')],
      [
        22,
        group('1 0 0 rg 440 280 100 100 re f /Half gs /Over Do', {
          ExtGState: dict({ Half: dict({ ca: 0.5 }) }),
          XObject: dict({ Over: pdfRef(23) }),
        }),
      ],
      [23, group('0 0 1 rg 490 320 100 100 re f 0 g 560 280 60 60 re f')],
    ],
  );
}
