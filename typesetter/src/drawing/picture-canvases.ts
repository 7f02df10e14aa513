/** Pictures of a page decoded onto canvases. */
import type { Canvas } from '@napi-rs/canvas';
import { type DisplayList, decodePicture, type Picture, pixelsOf } from '@yiwen/formats/drawing';
import { ImageError } from '@yiwen/formats/images';
import { canvasOfPixels } from './native-canvas.ts';

type Finding = DisplayList['findings'][number];

/** Letterheads are on every page: the last few pictures stay decoded, up to so many pixels (four bytes each). */
const keptPixels = 12_000_000;
const kept = new Map<Uint8Array, Canvas>();

/**
 * Canvases by picture key; pictures that cannot be read are left out and noted in `findings`, and so are those
 * with which all together would have more than `maxPixels`.
 */
export async function pictureCanvases(
  list: DisplayList,
  maxPixels: number,
  findings: Finding[],
): Promise<Map<string, Canvas>> {
  const canvases = new Map<string, Canvas>();
  let left = maxPixels;
  for (const [key, picture] of list.pictures) {
    try {
      const pixels = pixelsOf(picture);
      if (pixels > left) {
        throw new ImageError('image-limit', '图片太大，或与本页其他图片加起来太大');
      }
      left -= pixels;
      canvases.set(key, await canvasOf(picture, maxPixels));
    } catch (error) {
      if (!(error instanceof ImageError)) {
        throw error;
      }
      findings.push({ code: error.code, severity: 'warning', place: key, message: error.message });
    }
  }
  return canvases;
}

async function canvasOf(picture: Picture, maxPixels: number): Promise<Canvas> {
  const known = picture.mask ? undefined : kept.get(picture.bytes);
  const canvas =
    known ?? canvasOfPixels(await decodePicture(picture, { bytes: 2 * maxPixels, pixels: maxPixels }));
  if (!picture.mask) {
    // the latest is at the end; the oldest go first
    kept.delete(picture.bytes);
    kept.set(picture.bytes, canvas);
    dropOldest();
  }
  return canvas;
}

function dropOldest(): void {
  let pixels = 0;
  for (const { width, height } of kept.values()) {
    pixels += width * height;
  }
  for (const [bytes, { width, height }] of kept) {
    if (pixels <= keptPixels) {
      return;
    }
    pixels -= width * height;
    kept.delete(bytes);
  }
}
