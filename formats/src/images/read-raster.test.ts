import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { gifOf } from './encode.fixture.ts';
import {
  composeMask,
  mediaTypeOf,
  pngOfRaster,
  type Raster,
  rasterInfo,
  readRaster,
  writePng,
} from './index.ts';
import { jbig2File, jbig2FileOf, jbig2Patterns, jbig2Segments, jbig2Text } from './jbig2.fixture.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)));

/** The greatest difference of any channel. */
function furthest(a: Raster, b: Raster): number {
  expect([a.widthPx, a.heightPx]).toEqual([b.widthPx, b.heightPx]);
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - (b.data[i] as number))), 0);
}

/** A PNG of any colour type from rows of packed samples, with filter 0. */
function rawPng(
  header: readonly number[],
  rows: readonly number[],
  chunks: Record<string, number[]> = {},
): Uint8Array {
  const out = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const put = (type: string, body: ArrayLike<number>): void => {
    out.push(body.length >>> 24, (body.length >>> 16) & 255, (body.length >>> 8) & 255, body.length & 255);
    out.push(...[...type].map((char) => char.charCodeAt(0)), ...Array.from(body), 0, 0, 0, 0);
  };
  const [width, height, bits, type, interlaced = 0] = header as [number, number, number, number, number];
  put('IHDR', [0, 0, 0, width, 0, 0, 0, height, bits, type, 0, 0, interlaced]);
  for (const [name, body] of Object.entries(chunks)) {
    put(name, body);
  }
  put('IDAT', zlibSync(Uint8Array.from(rows)));
  put('IEND', []);
  return Uint8Array.from(out);
}

describe('reading pictures', () => {
  it.each([
    ['slope.jpg', 'rgb', 12],
    ['slope-progressive.jpg', 'rgb', 12],
    ['slope-cmyk.jpg', 'cmyk', 16],
    ['slope-jpeg.tif', 'rgb', 24],
    ['slope.jp2', 'rgb', 0],
    ['slope.j2k', 'rgb', 0],
  ])('decodes %s like the PNG it was made from', async (name, color, tolerance) => {
    const bytes = fixture(name);
    expect(rasterInfo(bytes)).toMatchObject({ widthPx: 24, heightPx: 17, color });
    expect(furthest(await readRaster(bytes), await readRaster(fixture('slope.png')))).toBeLessThanOrEqual(
      tolerance,
    );
  });

  it('decodes JBIG2 as a file and as bare segments', async () => {
    const rows = Array.from({ length: 40 }, (_, y) =>
      Array.from({ length: 61 }, (_, x) => Number((x * x + 3 * y * y) % 37 < 9 || (x > 20 && x < 40))),
    );
    for (const bytes of [jbig2File(rows), Uint8Array.from(jbig2Segments(rows))]) {
      expect(mediaTypeOf(bytes)).toBe('image/jbig2');
      expect(rasterInfo(bytes)).toMatchObject({ widthPx: 61, heightPx: 40, bitsPerSample: 1 });
      const { data } = await readRaster(bytes);
      expect(rows.flat().map((_, i) => Number(data[4 * i] === 0))).toEqual(rows.flat());
    }
  });

  it('decodes JBIG2 text: a dictionary of symbols and where they stand', async () => {
    const symbols = [0, 1, 2, 3, 4].map((k) =>
      Array.from({ length: 9 }, (_, y) =>
        Array.from({ length: 6 + k }, (_, x) => Number((x * (k + 2) + 3 * y) % 5 < 2 || x === 0)),
      ),
    );
    const lines: Parameters<typeof jbig2Text>[2] = [
      {
        y: 3,
        places: [
          [0, 2],
          [3, 12],
          [1, 30],
        ],
      },
      {
        y: 20,
        places: [
          [4, 5],
          [4, 40],
          [2, 52],
        ],
      },
      { y: 33, places: [[2, 1]] },
    ];
    const expected = Array.from({ length: 45 }, () => new Array<number>(71).fill(0));
    for (const { y, places } of lines) {
      for (const [symbol, x] of places) {
        symbols[symbol]!.forEach((row, dy) => {
          row.forEach((bit, dx) => {
            expected[y + dy]![x + dx]! |= bit;
          });
        });
      }
    }
    const text = jbig2Text([71, 45], symbols, lines);
    const blackOf = async (segments: number[]): Promise<number[]> => {
      const { data } = await readRaster(jbig2FileOf(segments));
      return expected.flat().map((_, i) => Number(data[4 * i] === 0));
    };
    expect(await blackOf(text)).toEqual(expected.flat());
    // the same page with a picture beside the text: a generic region, without its page information and end
    const picture = expected.map((row, y) => row.map((_, x) => Number((x * y) % 11 === 3)));
    const region = jbig2Segments(picture).slice(30, -11);
    const both = await blackOf([...text.slice(0, -11), ...region, ...text.slice(-11)]);
    expect(both).toEqual(expected.flatMap((row, y) => row.map((bit, x) => bit | picture[y]![x]!)));
  });

  it('decodes a striped JBIG2 whose height stands in its last stripe', async () => {
    const rows = Array.from({ length: 9 }, (_, y) => Array.from({ length: 20 }, (_, x) => (x + y) % 2));
    const segments = jbig2Segments(rows);
    segments.splice(15, 4, 255, 255, 255, 255);
    const stripe = [0, 0, 0, 9, 50, 0, 1, 0, 0, 0, 4, 0, 0, 0, 8];
    const bytes = Uint8Array.from([...segments.slice(0, -11), ...stripe]);
    expect(rasterInfo(bytes).heightPx).toBe(9);
    const { data } = await readRaster(bytes);
    expect(rows.flat().map((_, i) => Number(data[4 * i] === 0))).toEqual(rows.flat());
  });

  it('refuses JBIG2 patterns of no size in great number (seed 1945294897 took all memory)', async () => {
    for (const [width, height] of [
      [0, 0],
      [0, 9],
      [8, 8],
    ] as const) {
      const bytes = jbig2FileOf(jbig2Patterns(width, height, 0x28000000));
      await expect(readRaster(bytes)).rejects.toMatchObject({ code: 'image-limit' });
    }
  });

  it('decodes GIF: rows, interlaced rows, transparency and a picture smaller than the screen', async () => {
    const palette = [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ];
    const indexes = [0, 1, 2, 1, 1, 1, 2, 2, 2, 0, 0, 0, 1, 2, 0];
    const rowsOf = async (bytes: Uint8Array): Promise<number[]> => {
      const { data } = await readRaster(bytes);
      return Array.from({ length: data.length / 4 }, (_, i) =>
        data[4 * i + 3] === 0 ? -1 : (data[4 * i]! - 1) / 3,
      );
    };
    expect(await rowsOf(gifOf(3, 5, palette, indexes))).toEqual(indexes);
    // rows 0, 4, 2, 1, 3
    const woven = [0, 4, 2, 1, 3].flatMap((row) => indexes.slice(3 * row, 3 * row + 3));
    expect(await rowsOf(gifOf(3, 5, palette, woven, { interlaced: true }))).toEqual(indexes);
    const small = gifOf(1, 2, palette, [1, 2], { transparent: 2, left: 1, screen: [3, 2] });
    expect(await rowsOf(small)).toEqual([-1, 1, -1, -1, -1, -1]);
  });

  it('decodes PNG of every colour type, of 1 to 16 bits, with a transparent colour', async () => {
    const dataOf = async (bytes: Uint8Array): Promise<number[]> => [...(await readRaster(bytes)).data];
    expect(await dataOf(rawPng([2, 1, 1, 0], [0, 0b01000000]))).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
    expect(await dataOf(rawPng([1, 1, 16, 2], [0, 1, 9, 2, 9, 3, 9]))).toEqual([1, 2, 3, 255]);
    expect(await dataOf(rawPng([1, 1, 8, 4], [0, 7, 100]))).toEqual([7, 7, 7, 100]);
    expect(await dataOf(rawPng([1, 1, 8, 6], [0, 1, 2, 3, 4]))).toEqual([1, 2, 3, 4]);
    const colors = { PLTE: [9, 8, 7, 6, 5, 4], tRNS: [50] };
    expect(await dataOf(rawPng([2, 1, 2, 3], [0, 0b00010000], colors))).toEqual([9, 8, 7, 50, 6, 5, 4, 255]);
    const key = { tRNS: [0, 1, 0, 2, 0, 3] };
    expect(await dataOf(rawPng([2, 1, 8, 2], [0, 1, 2, 3, 1, 2, 4], key))).toEqual([
      1, 2, 3, 0, 1, 2, 4, 255,
    ]);
  });

  it('puts the passes of an interlaced PNG together', async () => {
    // a picture of 3×3: passes 1, 4 (column 2), 5 (row 2, columns 0 and 2), 6 (column 1 of rows 0 and 2), 7 (row 1)
    const rows = [0, 10, 0, 12, 0, 30, 32, 0, 11, 0, 31, 0, 20, 21, 22];
    const { data } = await readRaster(rawPng([3, 3, 8, 0, 1], rows));
    expect(Array.from({ length: 9 }, (_, i) => data[4 * i])).toEqual([10, 11, 12, 20, 21, 22, 30, 31, 32]);
  });

  it('undoes the five filters of PNG', async () => {
    const rows = [0, 10, 20, 30, 1, 5, 5, 5, 2, 1, 1, 1, 3, 2, 2, 2, 4, 1, 2, 3];
    const { data } = await readRaster(rawPng([3, 5, 8, 0], rows));
    const levels = Array.from({ length: 15 }, (_, i) => data[4 * i]);
    expect(levels).toEqual([10, 20, 30, 5, 10, 15, 6, 11, 16, 5, 10, 15, 6, 12, 18]);
  });

  it('shows as much of a PNG as there is, and nothing of one that only claims a size', async () => {
    const whole = writePng({
      widthPx: 50,
      heightPx: 50,
      channels: 3,
      data: Uint8Array.from({ length: 7500 }, (_, i) => (i * i) & 255),
    });
    const { data } = await readRaster(whole.subarray(0, whole.length / 2));
    expect([data[3], data.at(-1)]).toEqual([255, 0]);
    const claims = rawPng([1, 1, 8, 2], [0, 1, 2, 3]);
    new DataView(claims.buffer).setUint32(16, 4000);
    new DataView(claims.buffer).setUint32(20, 4000);
    await expect(readRaster(claims)).rejects.toMatchObject({ code: 'image-broken' });
    new DataView(claims.buffer).setUint32(16, 9000);
    await expect(readRaster(claims)).rejects.toMatchObject({ code: 'image-limit' });
  });

  it('refuses pictures over the caps before decoding them', async () => {
    const bytes = fixture('slope.png');
    await expect(readRaster(bytes, { limits: { pixels: 100 } })).rejects.toMatchObject({
      code: 'image-limit',
    });
    await expect(readRaster(bytes, { limits: { bytes: 100 } })).rejects.toMatchObject({
      code: 'image-limit',
    });
  });

  it('names the start of a file it does not know', async () => {
    await expect(readRaster(Uint8Array.of(1, 2, 3, 4, 5))).rejects.toMatchObject({
      code: 'unsupported-image',
      message: expect.stringContaining('01 02 03 04'),
    });
    expect(() => rasterInfo(new Uint8Array(0))).toThrow(
      expect.objectContaining({ code: 'unsupported-image' }),
    );
  });
});

describe('pictures as PNG', () => {
  it.each([
    ['one bit', 1, (i: number) => [(i % 2) * 255, (i % 2) * 255, (i % 2) * 255, 255]],
    ['grey', 8, (i: number) => [i, i, i, 255]],
    ['grey and alpha', 8, (i: number) => [i, i, i, i]],
    ['RGB', 8, (i: number) => [i, 2 * i, 3, 255]],
    ['RGB and alpha', 8, (i: number) => [i, 2 * i, 3, i]],
  ])('keeps every pixel in %s', async (_, bits, pixel) => {
    const data = Uint8Array.from(Array.from({ length: 11 * 7 }, (_, i) => pixel(i)).flat());
    const png = pngOfRaster({ widthPx: 11, heightPx: 7, channels: 4, data });
    expect(rasterInfo(png).bitsPerSample).toBe(bits);
    expect((await readRaster(png)).data).toEqual(data);
  });

  it('cuts out what is dark in a mask, in the finer of both sizes', () => {
    const picture: Raster = { widthPx: 1, heightPx: 1, channels: 4, data: Uint8Array.of(9, 8, 7, 200) };
    const mask: Raster = {
      widthPx: 2,
      heightPx: 1,
      channels: 4,
      data: Uint8Array.of(0, 0, 0, 255, 255, 255, 255, 255),
    };
    expect([...composeMask(picture, mask).data]).toEqual([9, 8, 7, 0, 9, 8, 7, 200]);
  });
});
