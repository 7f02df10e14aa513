/** Broken pictures: each is decoded or refused with an `ImageError`, within its caps. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bmpOf, gifOf, tiffOf } from './encode.fixture.ts';
import { ImageError, rasterInfo, readRaster } from './index.ts';
import { jbig2File, jbig2FileOf, jbig2Segments, jbig2Text } from './jbig2.fixture.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const soak = Number(process.env.YIWEN_SOAK ?? 1);

const folder = join(import.meta.dirname, 'fixtures');
const rows = Array.from({ length: 30 }, (_, y) =>
  Array.from({ length: 40 }, (_, x) => Number((x * y) % 7 < 2)),
);
const levels = Array.from({ length: 256 }, (_, i) => i);
const wholes: [string, Uint8Array][] = [
  ...readdirSync(folder)
    .filter((name) => !name.endsWith('.md'))
    .map((name): [string, Uint8Array] => [name, new Uint8Array(readFileSync(join(folder, name)))]),
  ['own.jb2', jbig2File(rows)],
  [
    'text.jb2',
    jbig2FileOf(jbig2Text([40, 30], [rows.slice(0, 9), rows.slice(9, 18)], [{ y: 2, places: [[1, 0]] }])),
  ],
  ['bare jbig2', Uint8Array.from(jbig2Segments(rows))],
  [
    'rle.bmp',
    bmpOf({
      width: 3,
      height: 2,
      bits: 8,
      compression: 1,
      palette: [[1, 2, 3]],
      pixels: [2, 1, 1, 3, 0, 0, 0, 1],
    }),
  ],
  [
    'own.gif',
    gifOf(
      16,
      16,
      [[1, 2, 3]],
      levels.map((i) => i & 7),
      { interlaced: true, transparent: 2 },
    ),
  ],
  [
    'lzw.tif',
    tiffOf([{ fields: { 256: [16], 257: [16], 258: [8], 259: [5], 262: [1], 277: [1] }, strips: [levels] }]),
  ],
];

/** Small caps keep a run short; they change no path through the decoders. */
const limits = { bytes: 1_000_000, pixels: 2_000_000 };

async function decodeOrRefuse(bytes: Uint8Array): Promise<void> {
  try {
    rasterInfo(bytes);
    const { widthPx, heightPx, data } = await readRaster(bytes, { limits });
    expect(data).toHaveLength(widthPx * heightPx * 4);
  } catch (error) {
    expect(error).toBeInstanceOf(ImageError);
  }
}

describe('broken pictures', () => {
  it.each(wholes)('%s is decoded or refused, whatever happens to it', async (_, whole) => {
    const edit = fc.record({
      at: fc.nat(whole.length - 1),
      value: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        fc.oneof(
          { weight: 3, arbitrary: fc.constant(whole.length) },
          { weight: 1, arbitrary: fc.nat(whole.length) },
        ),
        async (edits, length) => {
          const bytes = whole.slice(0, length);
          for (const { at, value } of edits) {
            if (at < length) {
              bytes[at] = value;
            }
          }
          await decodeOrRefuse(bytes);
        },
      ),
      { seed, numRuns: 60 * soak },
    );
  });

  it('random bytes behind every known start are decoded or refused', async () => {
    const starts = wholes.map(([, whole]) => [...whole.subarray(0, 12)]);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
        await decodeOrRefuse(Uint8Array.from([...start, ...rest]));
      }),
      { seed, numRuns: 300 * soak },
    );
  });
});
