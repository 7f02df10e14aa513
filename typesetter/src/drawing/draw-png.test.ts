import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DisplayItem, DisplayList, Picture } from '@yiwen/formats/drawing';
import { rasterInfo, readRaster, writePng } from '@yiwen/formats/images';
import { readOfd } from '@yiwen/formats/ofd';
import { describe, expect, it } from 'vitest';
import { drawPng, pngOfPage } from './index.ts';

const samples = join(
  process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../../shared/samples'),
  'ofd',
);

function listOf(items: readonly DisplayItem[], pictures: Record<string, Picture> = {}): DisplayList {
  const area = { xMm: 10, yMm: 20, widthMm: 25.4, heightMm: 12.7 };
  return { area, items, pictures: new Map(Object.entries(pictures)), findings: [] };
}

const square = (x: number, y: number, rgb: readonly [number, number, number]): DisplayItem => ({
  kind: 'path',
  path: [
    { operator: 'M', numbers: [x, y] },
    { operator: 'L', numbers: [x + 5, y] },
    { operator: 'L', numbers: [x + 5, y + 5] },
    { operator: 'L', numbers: [x, y + 5] },
    { operator: 'C', numbers: [] },
  ],
  evenOdd: false,
  fill: { kind: 'solid', rgb, alpha: 255 },
});

/** The colour at a place of the page, millimetres from its top left. */
async function colorAt(png: Uint8Array, xMm: number, yMm: number): Promise<number[]> {
  const { data, widthPx } = await readRaster(png);
  const scale = widthPx / 25.4;
  const at = (Math.floor(yMm * scale) * widthPx + Math.floor(xMm * scale)) * 4;
  return [...data.subarray(at, at + 4)];
}

describe('a display list as PNG', () => {
  it('has the size and resolution asked for, and the page at its top left', async () => {
    const { bytes, widthPx, heightPx } = await drawPng(listOf([square(10, 20, [255, 0, 0])]), { dpi: 100 });
    expect([widthPx, heightPx]).toEqual([100, 50]);
    expect(rasterInfo(bytes)).toMatchObject({
      widthPx: 100,
      heightPx: 50,
      color: 'rgb',
      pixelsPerMm: [3.937, 3.937],
    });
    expect(await colorAt(bytes, 2, 2)).toEqual([255, 0, 0, 255]);
    expect(await colorAt(bytes, 7, 2)).toEqual([255, 255, 255, 255]);
  });

  it('is grey where nothing has colour, and the same every time', async () => {
    const list = listOf([square(12, 22, [80, 80, 80])]);
    const { bytes } = await drawPng(list);
    expect(rasterInfo(bytes).color).toBe('grey');
    expect(await colorAt(bytes, 4, 4)).toEqual([80, 80, 80, 255]);
    expect((await drawPng(list)).bytes).toEqual(bytes);
  });

  it('shows pictures of every format, with their transparency, and reports the others', async () => {
    const dots = { widthPx: 1, heightPx: 1, channels: 4, data: Uint8Array.of(0, 0, 255, 255) } as const;
    const fixtures = join(import.meta.dirname, '../../../formats/src/images/fixtures');
    const tiff = new Uint8Array(readFileSync(join(fixtures, 'slope-jpeg.tif')));
    const clear = writePng({ ...dots, data: Uint8Array.of(0, 0, 255, 0) });
    const image = (picture: string, x: number): DisplayItem => ({
      kind: 'image',
      picture,
      matrix: [5, 0, 0, 5, x, 20],
    });
    const { bytes, findings } = await drawPng(
      listOf([image('blue', 10), image('clear', 15), image('tiff', 20), image('bad', 25)], {
        blue: { bytes: writePng(dots), mediaType: 'image/png' },
        clear: { bytes: clear, mediaType: 'image/png' },
        tiff: { bytes: tiff, mediaType: 'image/tiff' },
        bad: { bytes: Uint8Array.of(0x49, 0x49, 0x2a, 0, 1, 2, 3), mediaType: 'image/tiff' },
      }),
    );
    expect(await colorAt(bytes, 2, 2)).toEqual([0, 0, 255, 255]);
    expect(await colorAt(bytes, 7, 2)).toEqual([255, 255, 255, 255]);
    const [red, , blue] = await colorAt(bytes, 12, 0.5);
    expect(red).toBeGreaterThan(blue! + 100);
    expect(findings.map(({ code, place }) => [code, place])).toEqual([['image-broken', 'bad']]);
  });

  it('draws a page that is far too large with fewer dots', async () => {
    const list = { ...listOf([]), area: { xMm: 0, yMm: 0, widthMm: 50_000, heightMm: 10 } };
    const { widthPx, heightPx, findings } = await drawPng(list, { dpi: 600, maxPixels: 1_000_000 });
    expect(widthPx * heightPx).toBeLessThanOrEqual(1_100_000);
    expect(findings.map(({ code }) => code)).toEqual(['page-too-large']);
    const thin = { ...listOf([]), area: { xMm: 0, yMm: 0, widthMm: 1e6, heightMm: Number.NaN } };
    expect(await drawPng(thin)).toMatchObject({ widthPx: 32_767, heightPx: 1 });
  });

  it('refuses resolutions out of range', async () => {
    await expect(drawPng(listOf([]), { dpi: 0 })).rejects.toThrow(RangeError);
    await expect(drawPng(listOf([]), { dpi: 9600 })).rejects.toThrow(RangeError);
  });
});

describe.skipIf(!existsSync(samples))('the sample files', () => {
  it('are drawn, every page, with ink on it', async () => {
    let pages = 0;
    for (const name of readdirSync(samples).filter((file) => file.endsWith('.ofd'))) {
      const document = readOfd(new Uint8Array(readFileSync(join(samples, name))));
      for (const page of document.pages.keys()) {
        const { bytes } = await pngOfPage(document, page, { dpi: 40 });
        const { data } = await readRaster(bytes);
        // one of them holds nothing but a page number
        expect(
          data.some((value) => value < 250),
          `${name} page ${page + 1}`,
        ).toBe(true);
        pages += 1;
      }
    }
    expect(pages).toBe(45);
  });
});

if (!existsSync(samples)) {
  console.log('The OFD samples are not on this machine: drawing them is skipped');
}
