import { zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type TiffPage, tiffOf } from '../encode.fixture.ts';
import { rasterInfo, readRaster } from '../index.ts';

/** Fields of a page: width, height, bits, compression, photometric, samples. */
function fields(
  [width, height]: readonly [number, number],
  [bits, compression, photometric, samples]: readonly [number, number, number, number],
  others: TiffPage['fields'] = {},
): TiffPage['fields'] {
  return {
    256: [width],
    257: [height],
    258: new Array<number>(samples).fill(bits),
    259: [compression],
    262: [photometric],
    277: [samples],
    278: [height],
    ...others,
  };
}

async function pixelsOf(page: TiffPage, bigEndian = false): Promise<number[][]> {
  const { data } = await readRaster(tiffOf([page], bigEndian));
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 4)]);
}

const grey = (...levels: number[]): number[][] => levels.map((level) => [level, level, level, 255]);

/** Codes of 9 bits, most significant first: enough as long as the table stays small. */
function lzwOf(values: readonly number[]): number[] {
  const bits = [256, ...values, 257].map((code) => code.toString(2).padStart(9, '0')).join('');
  return (bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2));
}

describe('reading TIFF', () => {
  it('reads black and white, grey of 1, 2, 4, 8 and 16 bits, of both byte orders', async () => {
    expect(await pixelsOf({ fields: fields([3, 1], [1, 1, 0, 1]), strips: [[0b10100000]] })).toEqual(
      grey(0, 255, 0),
    );
    expect(await pixelsOf({ fields: fields([2, 1], [2, 1, 1, 1]), strips: [[0b01110000]] })).toEqual(
      grey(85, 255),
    );
    expect(await pixelsOf({ fields: fields([2, 1], [4, 1, 1, 1]), strips: [[0x3f]] })).toEqual(grey(51, 255));
    const deep = { fields: fields([2, 1], [16, 1, 1, 1]), strips: [[0x12, 0x34, 0xff, 0x00]] };
    expect(await pixelsOf(deep)).toEqual(grey(0x34, 0));
    expect(await pixelsOf(deep, true)).toEqual(grey(0x12, 0xff));
  });

  it('reads palettes, RGB with alpha of both kinds, CMYK and YCbCr', async () => {
    const map = [0, 0xff00, 0x1000, 0x2000, 0, 0, 0x3000, 0x8000, 0, 0, 0, 0].map((_, i) => i * 0x500);
    expect(
      await pixelsOf({ fields: fields([2, 1], [2, 1, 3, 1], { 320: map }), strips: [[0b01110000]] }),
    ).toEqual([
      [5, 25, 45, 255],
      [15, 35, 55, 255],
    ]);
    const rgba = [10, 20, 30, 128];
    expect(await pixelsOf({ fields: fields([1, 1], [8, 1, 2, 4], { 338: [2] }), strips: [rgba] })).toEqual([
      rgba,
    ]);
    expect(await pixelsOf({ fields: fields([1, 1], [8, 1, 2, 4], { 338: [1] }), strips: [rgba] })).toEqual([
      [20, 40, 60, 128],
    ]);
    expect(await pixelsOf({ fields: fields([1, 1], [8, 1, 5, 4]), strips: [[255, 0, 0, 128]] })).toEqual([
      [0, 127, 127, 255],
    ]);
    expect(
      await pixelsOf({ fields: fields([1, 1], [8, 1, 6, 3], { 530: [1, 1] }), strips: [[76, 85, 255]] }),
    ).toEqual([[254, 0, 0, 255]]);
  });

  it('puts strips, tiles and planes together', async () => {
    const rows = fields([2, 3], [8, 1, 1, 1], { 278: [2] });
    expect(
      await pixelsOf({
        fields: rows,
        strips: [
          [1, 2, 3, 4],
          [5, 6],
        ],
      }),
    ).toEqual(grey(1, 2, 3, 4, 5, 6));
    const tile = (level: number): number[] => new Array<number>(256).fill(level);
    const tiled = fields([20, 2], [8, 1, 1, 1], { 322: [16], 323: [16] });
    const across = await pixelsOf({ fields: tiled, strips: [tile(7), tile(9)], tiled: true });
    expect(across).toHaveLength(40);
    expect(across.slice(14, 18)).toEqual(grey(7, 7, 9, 9));
    const planes = fields([2, 1], [8, 1, 2, 3], { 284: [2] });
    expect(
      await pixelsOf({
        fields: planes,
        strips: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      }),
    ).toEqual([
      [1, 3, 5, 255],
      [2, 4, 6, 255],
    ]);
  });

  it('undoes PackBits, LZW and Deflate, and differences', async () => {
    const bits = fields([6, 1], [8, 32773, 1, 1]);
    expect(await pixelsOf({ fields: bits, strips: [[0xfd, 9, 128, 1, 7, 8]] })).toEqual(
      grey(9, 9, 9, 9, 7, 8),
    );
    const lzw = fields([7, 1], [8, 5, 1, 1]);
    // 258 = (1 2), 260 = (1 2 1): the last one is used while it is being made
    expect(await pixelsOf({ fields: lzw, strips: [lzwOf([1, 2, 258, 260])] })).toEqual(
      grey(1, 2, 1, 2, 1, 2, 1),
    );
    const zip = fields([3, 1], [8, 8, 1, 1], { 317: [2] });
    expect(await pixelsOf({ fields: zip, strips: [zlibSync(Uint8Array.of(250, 10, 1))] })).toEqual(
      grey(250, 4, 5),
    );
    const deep = fields([2, 1], [16, 1, 1, 1], { 317: [2] });
    expect(await pixelsOf({ fields: deep, strips: [[1, 0x80, 1, 0x80]] }, true)).toEqual(grey(1, 3));
  });

  it('reads each page of several, and their resolution', async () => {
    const page = (level: number): TiffPage => ({ fields: fields([1, 1], [8, 1, 1, 1]), strips: [[level]] });
    const bytes = tiffOf([page(3), page(4)]);
    expect(rasterInfo(bytes).frames).toBe(2);
    expect([...(await readRaster(bytes, { frame: 1 })).data]).toEqual([4, 4, 4, 255]);
    await expect(readRaster(bytes, { frame: 2 })).rejects.toMatchObject({ code: 'image-broken' });
    const perCm = tiffOf([
      { fields: fields([1, 1], [8, 1, 1, 1], { 282: [100], 283: [50], 296: [3] }), strips: [[1]] },
    ]);
    expect(rasterInfo(perCm).pixelsPerMm).toEqual([10, 5]);
  });

  it.each([
    ['压缩方式 34712', fields([1, 1], [8, 34712, 1, 1])],
    ['每样本 32 位', fields([1, 1], [32, 1, 1, 1])],
    ['颜色类型 8', fields([1, 1], [8, 1, 8, 3])],
  ])('names what it does not read: %s', async (words, kind) => {
    await expect(readRaster(tiffOf([{ fields: kind, strips: [[1]] }]))).rejects.toMatchObject({
      code: 'unsupported-image',
      message: expect.stringContaining(words),
    });
  });
});
