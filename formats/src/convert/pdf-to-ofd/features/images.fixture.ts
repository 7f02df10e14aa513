/** Images by every filter. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jbig2Segments } from '../../../images/jbig2.fixture.ts';
import { type PdfObject, pdfName, pdfRef } from '../../../pdf/index.ts';
import { bytes, dict, type Entries, type Numbered, page, ramp, stream } from './pdf-page.fixture.ts';

const picture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../../images/fixtures', name)));

/** Images by every filter, with every kind of mask. */
export function images(): Uint8Array {
  const image = (entries: Entries, data: Uint8Array | string): PdfObject =>
    stream(
      {
        Type: pdfName('XObject'),
        Subtype: pdfName('Image'),
        Width: 24,
        Height: 17,
        BitsPerComponent: 8,
        ...entries,
      },
      data,
    );
  const tiff = picture('runs-g4.tif');
  const fax = tiffStrip(tiff);
  const rows = Array.from({ length: 16 }, (_, y) =>
    Array.from({ length: 16 }, (_v, x) => ((x >> 2) + (y >> 2)) & 1),
  );
  const mask = Uint8Array.from({ length: 24 * 17 }, (_, i) => ((i % 24) * 255) / 23);
  const cells: [string, PdfObject][] = [
    ['A', image({ ColorSpace: pdfName('DeviceRGB'), Filter: pdfName('DCTDecode') }, picture('slope.jpg'))],
    [
      'B',
      image(
        { ColorSpace: pdfName('DeviceRGB'), Filter: pdfName('DCTDecode'), SMask: pdfRef(40) },
        picture('slope.jpg'),
      ),
    ],
    [
      'C',
      image(
        { ColorSpace: pdfName('DeviceRGB'), Filter: pdfName('DCTDecode'), Decode: [1, 0, 1, 0, 1, 0] },
        picture('slope.jpg'),
      ),
    ],
    ['D', image({ Filter: pdfName('JPXDecode') }, picture('slope.jp2'))],
    ['E', image({ Filter: pdfName('JPXDecode'), SMask: pdfRef(40) }, picture('slope.jp2'))],
    [
      'F',
      image(
        {
          Width: 16,
          Height: 16,
          BitsPerComponent: 1,
          ColorSpace: pdfName('DeviceGray'),
          Filter: pdfName('JBIG2Decode'),
        },
        Uint8Array.from(jbig2Segments(rows)),
      ),
    ],
    [
      'G',
      image(
        {
          Width: fax.width,
          Height: fax.height,
          BitsPerComponent: 1,
          ColorSpace: pdfName('DeviceGray'),
          Filter: pdfName('CCITTFaxDecode'),
          DecodeParms: dict({ K: -1, Columns: fax.width, Rows: fax.height }),
        },
        fax.data,
      ),
    ],
    [
      'H',
      image(
        {
          Width: fax.width,
          Height: fax.height,
          BitsPerComponent: 1,
          ImageMask: true,
          Filter: pdfName('CCITTFaxDecode'),
          DecodeParms: dict({ K: -1, Columns: fax.width, Rows: fax.height }),
        },
        fax.data,
      ),
    ],
    [
      'I',
      image(
        {
          Width: 2,
          Height: 2,
          BitsPerComponent: 2,
          ColorSpace: [pdfName('Indexed'), pdfName('DeviceRGB'), 3, pdfRef(41)],
        },
        bytes(0x10, 0xb0),
      ),
    ],
    [
      'J',
      image(
        { Width: 2, Height: 2, ColorSpace: pdfName('DeviceRGB'), Mask: [250, 255, 250, 255, 250, 255] },
        bytes(255, 0, 0, 255, 255, 255, 255, 255, 255, 0, 0, 255),
      ),
    ],
    [
      'K',
      image(
        { Width: 2, Height: 2, BitsPerComponent: 16, ColorSpace: pdfName('DeviceGray'), Decode: [1, 0] },
        bytes(0, 0, 0x40, 0, 0x80, 0, 0xff, 0xff),
      ),
    ],
    [
      'L',
      image(
        {
          Width: 2,
          Height: 1,
          ColorSpace: [
            pdfName('Separation'),
            pdfName('x'),
            pdfName('DeviceRGB'),
            ramp([1, 1, 1], [0, 0.4, 0]),
          ],
        },
        bytes(255, 100),
      ),
    ],
  ];
  return page(
    [
      '.8 1 .8 rg 0 0 720 720 re f 0 0 .6 rg',
      ...cells.map(
        ([key], i) => `q 140 0 0 100 ${30 + 170 * (i % 4)} ${560 - 180 * Math.floor(i / 4)} cm /${key} Do Q`,
      ),
      'q 60 0 0 60 30 20 cm BI /W 4 /H 4 /BPC 8 /CS /G /F /AHx ID 00 40 80 c0 40 80 c0 ff 80 c0 ff 00 c0 ff 00 40> EI Q',
    ].join('\n'),
    { XObject: dict(Object.fromEntries(cells.map(([key], i) => [key, pdfRef(20 + i)]))) },
    [
      ...cells.map(([, object], i): Numbered => [20 + i, object]),
      [40, image({ ColorSpace: pdfName('DeviceGray') }, mask)],
      [41, stream({}, bytes(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0))],
    ],
  );
}

/** Size and data of a TIFF's only strip. */
function tiffStrip(tiff: Uint8Array): { width: number; height: number; data: Uint8Array } {
  const view = new DataView(tiff.buffer, tiff.byteOffset);
  const little = tiff[0] === 0x49;
  const start = view.getUint32(4, little);
  const fields = new Map<number, number>();
  for (let i = 0; i < view.getUint16(start, little); i++) {
    const at = start + 2 + 12 * i;
    const short = view.getUint16(at + 2, little) === 3;
    fields.set(
      view.getUint16(at, little),
      short ? view.getUint16(at + 8, little) : view.getUint32(at + 8, little),
    );
  }
  const from = fields.get(273) as number;
  return {
    width: fields.get(256) as number,
    height: fields.get(257) as number,
    data: tiff.slice(from, from + (fields.get(279) as number)),
  };
}
