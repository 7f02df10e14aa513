import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../container/index.ts';
import { applyTo } from '../../drawing/index.ts';
import { bmpOf, gifOf, type TiffPage, tiffOf } from '../../images/encode.fixture.ts';
import { writePng } from '../../images/index.ts';
import { jbig2File } from '../../images/jbig2.fixture.ts';
import { type ImageObject, type OfdDocument, readOfd } from '../../ofd/index.ts';
import { type PdfName, type PdfStream, readPdf } from '../../pdf/index.ts';
import { ConvertError } from '../errors.ts';
import { ofdToPdf } from '../ofd-to-pdf/ofd-to-pdf.ts';
import { type ImageFile, type ImagesToOfdOptions, imagesToOfd } from './images-to-ofd.ts';
import { orientationOf } from './orientation.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 0x7fffffff);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`images to ofd: YIWEN_SEED=${seed} YIWEN_SOAK=${soak}`);

const docId = 'ab'.repeat(16);
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../images/fixtures', name)));
const jpeg = fixture('slope.jpg');

const png = (widthPx: number, heightPx: number, dpi?: number): Uint8Array =>
  writePng({
    widthPx,
    heightPx,
    channels: 1,
    data: new Uint8Array(widthPx * heightPx),
    ...(dpi === undefined ? {} : { pixelsPerMetre: Math.round(dpi / 0.0254) }),
  });

/** A black square of one bit a pixel; `orientation` as tag 274. */
const tiffPage = (width: number, height: number, orientation?: number): TiffPage => ({
  fields: {
    256: [width],
    257: [height],
    258: [1],
    259: [1],
    262: [1],
    277: [1],
    278: [height],
    274: [orientation ?? 1],
  },
  strips: [new Array<number>(Math.ceil(width / 8) * height).fill(0x0f)],
});

/** A JPEG that says by EXIF how it is to be turned. */
function turnedJpeg(orientation: number): Uint8Array {
  const directory = tiffOf([{ fields: { 274: [orientation] }, strips: [] }]);
  const segment = [0x45, 0x78, 0x69, 0x66, 0, 0, ...directory];
  const length = segment.length + 2;
  return Uint8Array.from([
    0xff,
    0xd8,
    0xff,
    0xe1,
    length >> 8,
    length & 255,
    ...segment,
    ...jpeg.subarray(2),
  ]);
}

async function made(images: readonly ImageFile[], options: Partial<ImagesToOfdOptions> = {}) {
  const result = await imagesToOfd(images, { docId, ...options });
  return { ...result, document: readOfd(writeZip(result.entries)) };
}

const imageOn = (document: OfdDocument, page: number): ImageObject => {
  const object = document.pages[page]!.layers[0]!.objects[0]!;
  expect(object.kind).toBe('image');
  return object as ImageObject;
};

/** Where a corner of the stored picture is on the page. */
function cornerOf(document: OfdDocument, page: number, u: number, v: number): [number, number] {
  const { ctm, boundary } = imageOn(document, page);
  const [x, y] = applyTo(ctm!, u, v);
  return [x + boundary!.xMm, y + boundary!.yMm];
}

describe('pictures as a document', () => {
  it('keeps the bytes of every format OFD-A knows', async () => {
    const pictures = {
      png: png(20, 10),
      jpg: jpeg,
      cmyk: fixture('slope-cmyk.jpg'),
      jp2: fixture('slope.jp2'),
      bmp: bmpOf({
        width: 8,
        height: 1,
        bits: 1,
        palette: [
          [0, 0, 0],
          [255, 255, 255],
        ],
        pixels: [0x55, 0, 0, 0],
      }),
      tif: tiffOf([tiffPage(16, 8)]),
      jb2: jbig2File([[0, 1, 1, 0]]),
    };
    const files = Object.entries(pictures).map(([name, bytes]) => ({ name, bytes }));
    const { document, findings, pages } = await made(files);
    expect(findings).toEqual([]);
    expect(document.findings).toEqual([]);
    expect(pages).toHaveLength(files.length);
    for (const [index, { bytes }] of files.entries()) {
      const media = document.docs[0]!.resources.media.get(imageOn(document, index).resource);
      expect(document.entries.get(media!.entry!)).toEqual(bytes);
    }
    const pdf = await ofdToPdf(document);
    expect(pdf.findings).toEqual([]);
    expect(pdf.pdfa).toBe('2u');
    const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
    // ink values stay; Adobe's are stored upside down
    expect(text(pdf.pdf)).toContain('[/DeviceN [/Cyan /Magenta /Yellow /Black] /DeviceRGB');
    expect(text(pdf.pdf)).toContain('/Decode [1 0 1 0 1 0 1 0]');
    expect(text((await ofdToPdf(document, { pdfa: false })).pdf)).toContain('/ColorSpace /DeviceCMYK');
    const filters = readPdf(pdf.pdf)
      .pages()
      .map(({ resources }) => {
        const file = readPdf(pdf.pdf);
        const [ref] = [...file.dict(resources, 'XObject')!.values()];
        const stream = file.resolve(ref) as PdfStream;
        return (stream.dict.get('Filter') as PdfName).name;
      });
    expect(filters).toEqual([
      'FlateDecode',
      'DCTDecode',
      'DCTDecode',
      'JPXDecode',
      'FlateDecode',
      'FlateDecode',
      'JBIG2Decode',
    ]);
  });

  it('turns GIF and the pages of a TIFF into PNG', async () => {
    const gif = gifOf(
      2,
      1,
      [
        [255, 0, 0],
        [0, 0, 255],
      ],
      [0, 1],
    );
    const tiff = tiffOf([tiffPage(16, 8), tiffPage(8, 24), tiffPage(8, 8)]);
    const { document, findings } = await made([{ bytes: gif, name: '图.gif' }, { bytes: tiff }]);
    expect(findings.map(({ code, place }) => [code, place])).toEqual([['image-transcoded', '图.gif']]);
    expect(document.pages.map(({ area }) => [area.widthMm, area.heightMm])).toEqual([
      [297, 210],
      [297, 210],
      [210, 297],
      [210, 297],
    ]);
    for (const index of [0, 1, 2, 3]) {
      const media = document.docs[0]!.resources.media.get(imageOn(document, index).resource);
      expect(media?.mediaType).toBe('image/png');
    }
    expect(document.docs[0]!.info.title).toBe('图');
  });

  it('makes pages as large as their pictures, by resolution or by the dpi given', async () => {
    const files = [{ bytes: png(300, 150, 300) }, { bytes: png(300, 150) }, { bytes: png(300, 150, 1) }];
    const { pages } = await made(files, { page: 'image', dpi: 150 });
    expect(pages[0]!.widthMm).toBeCloseTo(25.4, 2);
    expect(pages[0]!.heightMm).toBeCloseTo(12.7, 2);
    // without a resolution, and with a senseless one
    expect(pages[1]!.widthMm).toBeCloseTo(50.8, 2);
    expect(pages[2]!.widthMm).toBeCloseTo(50.8, 2);
  });

  it('fits pictures into A4 with margins, does not enlarge those that state their size, fills the sheet with scans', async () => {
    const files = [{ bytes: png(100, 200) }, { bytes: png(300, 150, 300) }, { bytes: png(1654, 2339, 200) }];
    const { document } = await made(files, { marginMm: 20 });
    // as high as A4 without margins, in the middle
    expect(cornerOf(document, 0, 0, 0)).toEqual([expect.closeTo(105 - 257 / 4, 2), expect.closeTo(20, 2)]);
    expect(cornerOf(document, 0, 1, 1)).toEqual([expect.closeTo(105 + 257 / 4, 2), expect.closeTo(277, 2)]);
    expect(cornerOf(document, 1, 0, 0)).toEqual([
      expect.closeTo(148.5 - 12.7, 2),
      expect.closeTo(105 - 6.35, 2),
    ]);
    expect(cornerOf(document, 2, 1, 1)[1]).toBeCloseTo(297, 0);
    expect(cornerOf(document, 2, 0, 0)[0]).toBeCloseTo(0, 0);
  });

  it.each([
    [1, [0, 0], [1, 0]],
    [2, [1, 0], [0, 0]],
    [3, [1, 1], [0, 1]],
    [4, [0, 1], [1, 1]],
    [5, [0, 0], [0, 1]],
    [6, [1, 0], [1, 1]],
    [7, [1, 1], [1, 0]],
    [8, [0, 1], [0, 0]],
  ] as const)(
    'orientation %d puts the first pixel and the end of the first row where they are seen',
    async (orientation, first, end) => {
      const images = [{ bytes: turnedJpeg(orientation) }, { bytes: tiffOf([tiffPage(24, 16, orientation)]) }];
      const { document, pages } = await made(images, { page: 'image', dpi: 254 });
      for (const index of [0, 1]) {
        const { widthMm, heightMm } = pages[index]!;
        expect(widthMm < heightMm).toBe(orientation >= 5);
        const seen = ([s, t]: readonly [number, number]) => [
          expect.closeTo(s * widthMm, 3),
          expect.closeTo(t * heightMm, 3),
        ];
        expect(cornerOf(document, index, 0, 0)).toEqual(seen(first));
        expect(cornerOf(document, index, 1, 0)).toEqual(seen(end));
      }
    },
  );

  it('shares a picture given twice and is the same every time', async () => {
    const bytes = png(4, 4);
    const { document, entries } = await made([{ bytes }, { bytes }]);
    expect(document.docs[0]!.resources.media.size).toBe(1);
    expect((await made([{ bytes }, { bytes }])).entries).toEqual(entries);
  });

  it('leaves out what it cannot read, and refuses when nothing is left or options make no sense', async () => {
    const broken = { bytes: new TextEncoder().encode('no picture'), name: '坏.jpg' };
    const { findings, pages } = await made([broken, { bytes: png(2, 2) }]);
    expect(findings.map(({ code, place }) => [code, place])).toEqual([['image-unreadable', '坏.jpg']]);
    expect(pages).toHaveLength(1);
    await expect(made([broken])).rejects.toThrow(ConvertError);
    await expect(made([])).rejects.toThrow(ConvertError);
    await expect(made([{ bytes: png(2, 2) }], { dpi: 0 })).rejects.toThrow(ConvertError);
    await expect(made([{ bytes: png(2, 2) }], { marginMm: Number.NaN })).rejects.toThrow(ConvertError);
  });

  it('takes 1,000 pictures', async () => {
    const bytes = png(30, 40);
    const { pages } = await imagesToOfd(
      Array.from({ length: 1000 }, () => ({ bytes: bytes.slice() })),
      { docId },
    );
    expect(pages).toHaveLength(1000);
  });
});

describe('changed pictures', () => {
  it(
    'are pages or findings, never a crash',
    async () => {
      const sources = [
        turnedJpeg(6),
        png(20, 10, 300),
        tiffOf([tiffPage(16, 8, 8), tiffPage(8, 8)]),
        jbig2File([[0, 1, 1, 0]]),
        fixture('slope.jp2'),
      ];
      const changes = fc.array(fc.record({ place: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), {
        minLength: 1,
        maxLength: 8,
      });
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...sources), changes, async (source, list) => {
          const bytes = source.slice();
          for (const { place, byte } of list) {
            bytes[place % bytes.length] = byte;
          }
          expect(orientationOf(bytes, 'image/tiff', 1)).toBeGreaterThanOrEqual(1);
          const { pages, findings, document } = await made([{ bytes }, { bytes: png(2, 2) }]);
          expect(pages.length + findings.length).toBeGreaterThanOrEqual(2);
          await ofdToPdf(document);
        }),
        { seed, numRuns: Math.ceil(100 * soak) },
      );
    },
    120_000 * Math.max(1, soak),
  );
});

it('names the first file and its fault when no picture is left', async () => {
  const images = [{ bytes: new TextEncoder().encode('# notes'), name: 'README.md' }];
  await expect(imagesToOfd(images, { docId: '0'.repeat(32) })).rejects.toMatchObject({
    code: 'convert-no-pages',
    message: expect.stringContaining('README.md 不支持的图片格式'),
  });
});
