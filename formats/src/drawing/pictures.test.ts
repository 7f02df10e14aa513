import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mediaTypeOf, rasterInfo, readRaster, writePng } from '../images/index.ts';
import { type Picture, showablePictures } from './index.ts';

const fixture = (name: string): Picture => {
  const bytes = new Uint8Array(readFileSync(join(import.meta.dirname, '../images/fixtures', name)));
  return { bytes, mediaType: mediaTypeOf(bytes) };
};

const one = async (picture: Picture) => showablePictures({ pictures: new Map([['a', picture]]) });

describe('pictures fit to be shown', () => {
  it.each(['slope.png', 'slope.jpg', 'slope-progressive.jpg'])('leaves %s as it is', async (name) => {
    const picture = fixture(name);
    const { pictures, findings } = await one(picture);
    expect(findings).toEqual([]);
    expect(pictures.get('a')).toEqual({ bytes: picture.bytes, mediaType: picture.mediaType });
  });

  it('takes the orientation out of a JPEG and leaves the rest of it alone', async () => {
    const { bytes } = fixture('slope.jpg');
    const exif = [0xff, 0xe1, 0, 12, 0x45, 0x78, 0x69, 0x66, 0, 0, 1, 2, 3, 4];
    const turned = Uint8Array.from([...bytes.subarray(0, 20), ...exif, ...bytes.subarray(20)]);
    const { pictures } = await one({ bytes: turned, mediaType: 'image/jpeg' });
    expect(pictures.get('a')!.bytes).toEqual(bytes);
  });

  it.each(['slope-cmyk.jpg', 'slope-jpeg.tif', 'slope.jp2', 'runs-g4.tif'])(
    'makes %s a PNG of the same pixels',
    async (name) => {
      const picture = fixture(name);
      const shown = (await one(picture)).pictures.get('a')!;
      expect(rasterInfo(shown.bytes).mediaType).toBe('image/png');
      const [made, own] = [(await readRaster(shown.bytes)).data, (await readRaster(picture.bytes)).data];
      expect(made.length === own.length && made.every((value, i) => value === own[i])).toBe(true);
      // made once, however many pages show it
      expect((await one(picture)).pictures.get('a')!.bytes).toBe(shown.bytes);
    },
  );

  it('turns a mask into transparency', async () => {
    const mask = writePng({ widthPx: 2, heightPx: 1, channels: 1, data: Uint8Array.of(0, 255) });
    const picture = writePng({ widthPx: 2, heightPx: 1, channels: 3, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
    const { pictures } = await one({
      bytes: picture,
      mediaType: 'image/png',
      mask: { bytes: mask, mediaType: 'image/png' },
    });
    expect([...(await readRaster(pictures.get('a')!.bytes)).data]).toEqual([1, 2, 3, 0, 4, 5, 6, 255]);
  });

  it('leaves out what cannot be shown and says why, and shows the rest', async () => {
    const huge = fixture('slope.png').bytes.slice();
    new DataView(huge.buffer).setUint32(16, 2_000_000_000);
    const { pictures, findings } = await showablePictures({
      pictures: new Map([
        ['unknown', { bytes: Uint8Array.of(1, 2, 3), mediaType: undefined }],
        ['huge', { bytes: huge, mediaType: 'image/png' }],
        ['cut', { bytes: fixture('slope.jp2').bytes.subarray(0, 90), mediaType: 'image/jp2' }],
        ['good', fixture('slope.png')],
      ]),
    });
    expect([...pictures.keys()]).toEqual(['good']);
    expect(findings.map(({ code, place }) => [code, place])).toEqual([
      ['unsupported-image', 'unknown'],
      ['image-limit', 'huge'],
      ['image-broken', 'cut'],
    ]);
  });
});
