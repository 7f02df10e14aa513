import { describe, expect, it } from 'vitest';
import { type BmpParts, bmpOf } from './encode.fixture.ts';
import { rasterInfo, readRaster } from './index.ts';

const palette = [
  [0, 0, 0],
  [255, 0, 0],
  [0, 255, 0],
  [10, 20, 30],
];

/** Pixels as lists of RGBA, row by row. */
async function pixelsOf(parts: BmpParts): Promise<number[][]> {
  const { data } = await readRaster(bmpOf(parts));
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
}

const shown = (indexes: readonly number[]): number[][] => indexes.map((index) => [...palette[index]!, 255]);

describe('reading BMP', () => {
  it('reads palettes of 1, 4 and 8 bits, rows from the bottom up', async () => {
    const size = { width: 3, height: 2, palette };
    expect(await pixelsOf({ ...size, bits: 1, pixels: [0b01000000, 0, 0, 0, 0b10100000, 0, 0, 0] })).toEqual(
      shown([1, 0, 1, 0, 1, 0]),
    );
    expect(await pixelsOf({ ...size, bits: 4, pixels: [0x12, 0x30, 0, 0, 0x01, 0x20, 0, 0] })).toEqual(
      shown([0, 1, 2, 1, 2, 3]),
    );
    expect(await pixelsOf({ ...size, bits: 8, pixels: [1, 2, 3, 0, 0, 1, 2, 0] })).toEqual(
      shown([0, 1, 2, 1, 2, 3]),
    );
  });

  it('reads rows from the top down when the height is negative', async () => {
    const pixels = [1, 2, 0, 0, 3, 0, 0, 0];
    expect(await pixelsOf({ width: 2, height: -2, bits: 8, palette, pixels })).toEqual(shown([1, 2, 3, 0]));
  });

  it('reads 16 bits as 5-5-5 and by masks, 24 and 32 bits as blue, green, red', async () => {
    const one = { width: 1, height: 1 };
    expect(await pixelsOf({ ...one, bits: 16, pixels: [0x1f, 0x7c, 0, 0] })).toEqual([[255, 0, 255, 255]]);
    const masks = [0xf800, 0x07e0, 0x001f];
    expect(await pixelsOf({ ...one, bits: 16, compression: 3, masks, pixels: [0xe0, 0x07, 0, 0] })).toEqual([
      [0, 255, 0, 255],
    ]);
    expect(await pixelsOf({ ...one, bits: 24, pixels: [1, 2, 3, 0] })).toEqual([[3, 2, 1, 255]]);
    expect(await pixelsOf({ ...one, bits: 32, pixels: [1, 2, 3, 0] })).toEqual([[3, 2, 1, 255]]);
  });

  it('keeps alpha that a mask declares, unless it is 0 everywhere', async () => {
    const masks = [0xff0000, 0xff00, 0xff, 0xff000000];
    const two = { width: 2, height: 1, bits: 32, compression: 3, masks };
    expect(await pixelsOf({ ...two, pixels: [1, 2, 3, 128, 4, 5, 6, 0] })).toEqual([
      [3, 2, 1, 128],
      [6, 5, 4, 0],
    ]);
    expect(await pixelsOf({ ...two, pixels: [1, 2, 3, 0, 4, 5, 6, 0] })).toEqual([
      [3, 2, 1, 255],
      [6, 5, 4, 255],
    ]);
  });

  it('undoes run lengths of 8 and 4 bits with literals, jumps and line ends', async () => {
    const rle8 = [2, 1, 1, 3, 0, 0, 0, 3, 1, 2, 3, 0, 0, 1];
    const size = { width: 3, height: 2, palette };
    expect(await pixelsOf({ ...size, bits: 8, compression: 1, pixels: rle8 })).toEqual(
      shown([1, 2, 3, 1, 1, 3]),
    );
    const rle4 = [3, 0x12, 0, 2, 0, 1, 1, 0x30, 0, 1];
    expect(await pixelsOf({ ...size, bits: 4, compression: 2, pixels: rle4 })).toEqual(
      shown([0, 0, 0, 1, 2, 1]),
    );
  });

  it('says what the header says', () => {
    expect(rasterInfo(bmpOf({ width: 5, height: -7, bits: 24, pixels: [] }))).toEqual({
      mediaType: 'image/bmp',
      widthPx: 5,
      heightPx: 7,
      bitsPerSample: 8,
      color: 'rgb',
      hasAlpha: false,
      frames: 1,
      pixelsPerMm: [11.811, 11.811],
    });
  });
});
