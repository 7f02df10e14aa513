/** The pictures inside the sample files: all decode; those of sample 14 are one photograph in six formats. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOfd } from '../ofd/index.ts';
import { mediaTypeOf, type Raster, rasterInfo, readRaster } from './index.ts';

const samples = join(
  process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../../shared/samples'),
  'ofd',
);

function picturesOf(name: string): [string, Uint8Array][] {
  const { entries } = readOfd(new Uint8Array(readFileSync(join(samples, name))));
  return [...entries].filter(([, bytes]) => mediaTypeOf(bytes) !== undefined);
}

/** Mean red, green and blue. */
function meanColor({ data }: Raster): number[] {
  const sums = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    if ((i & 3) !== 3) {
      sums[i & 3]! += data[i] as number;
    }
  }
  return sums.map((sum) => sum / (data.length / 4));
}

describe.skipIf(!existsSync(samples))('pictures of the samples', () => {
  it('decode to the size their headers say', async () => {
    const types = new Set<string>();
    for (const name of readdirSync(samples).filter((file) => file.endsWith('.ofd'))) {
      for (const [entry, bytes] of picturesOf(name)) {
        const { widthPx, heightPx, mediaType } = rasterInfo(bytes);
        expect(await readRaster(bytes), `${name} ${entry}`).toMatchObject({ widthPx, heightPx });
        types.add(mediaType);
      }
    }
    expect([...types].sort()).toEqual(['image/bmp', 'image/gif', 'image/jpeg', 'image/png', 'image/tiff']);
  });

  it('look alike where one photograph was saved in several formats', async () => {
    const name = readdirSync(samples).find((file) => file.startsWith('14-'));
    const photographs = picturesOf(name!).filter(([, bytes]) => {
      const { bitsPerSample, widthPx } = rasterInfo(bytes);
      return bitsPerSample === 8 && widthPx > 100;
    });
    expect(photographs.length).toBeGreaterThanOrEqual(5);
    const means = await Promise.all(photographs.map(async ([, bytes]) => meanColor(await readRaster(bytes))));
    for (const mean of means) {
      mean.forEach((value, channel) => {
        expect(Math.abs(value - means[0]![channel]!)).toBeLessThan(4);
      });
    }
  });
});

if (!existsSync(samples)) {
  console.log('The OFD samples are not on this machine: their pictures are skipped');
}
