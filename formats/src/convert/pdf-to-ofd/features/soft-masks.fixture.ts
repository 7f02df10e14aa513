/** Soft masks. */
import { type PdfObject, pdfName, pdfRef } from '../../../pdf/index.ts';
import { dict, type Entries, page, ramp, stream } from './pdf-page.fixture.ts';

/** Soft masks: one opacity, a gradient, a picture. */
export function softMasks(): Uint8Array {
  const group = (resources: Entries, content: string): PdfObject =>
    stream(
      {
        Type: pdfName('XObject'),
        Subtype: pdfName('Form'),
        BBox: [0, 0, 720, 720],
        Group: dict({ S: pdfName('Transparency'), CS: pdfName('DeviceGray') }),
        Resources: dict(resources),
      },
      content,
    );
  const state = (num: number): PdfObject =>
    dict({ SMask: dict({ Type: pdfName('Mask'), S: pdfName('Luminosity'), G: pdfRef(num) }) });
  return page(
    [
      '.8 1 .8 rg 0 0 720 720 re f',
      'q /Even gs 1 0 0 rg 40 500 150 150 re f Q',
      'q /Ramp gs 0 0 1 rg 240 500 150 150 re f Q',
      'q /Pic gs 0 0 0 rg 440 500 150 150 re f Q',
      'q /Ramp gs /Pattern cs /P scn 240 300 150 150 re f Q',
      'q /Ramp gs BT /H 60 Tf 240 200 Td 1 0 0 rg (Fade) Tj ET Q',
    ].join('\n'),
    {
      Font: dict({
        H: dict({ Type: pdfName('Font'), Subtype: pdfName('Type1'), BaseFont: pdfName('Helvetica-Bold') }),
      }),
      ExtGState: dict({ Even: state(20), Ramp: state(21), Pic: state(22) }),
      Pattern: dict({
        P: dict({
          PatternType: 2,
          Shading: dict({
            ShadingType: 2,
            ColorSpace: pdfName('DeviceRGB'),
            Coords: [300, 0, 400, 0],
            Extend: [true, true],
            Function: ramp([1, 0, 0], [0, 0.5, 0]),
          }),
        }),
      }),
    },
    [
      [20, group({}, '.4 g 0 0 720 720 re f')],
      [21, group({ Shading: dict({ S: pdfRef(23) }) }, '/S sh')],
      [22, group({ XObject: dict({ I: pdfRef(24) }) }, 'q 150 0 0 150 440 500 cm /I Do Q')],
      [
        23,
        dict({
          ShadingType: 2,
          ColorSpace: pdfName('DeviceGray'),
          Coords: [240, 0, 390, 0],
          Extend: [true, true],
          Function: ramp([1], [0]),
        }),
      ],
      [
        24,
        stream(
          {
            Type: pdfName('XObject'),
            Subtype: pdfName('Image'),
            Width: 32,
            Height: 32,
            BitsPerComponent: 8,
            ColorSpace: pdfName('DeviceGray'),
            Interpolate: true,
          },
          Uint8Array.from({ length: 1024 }, (_, i) => {
            const distance = Math.hypot((i % 32) - 15.5, Math.floor(i / 32) - 15.5);
            return Math.max(0, 255 - distance * 16);
          }),
        ),
      ],
    ],
  );
}
