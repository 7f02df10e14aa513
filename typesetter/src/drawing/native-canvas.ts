/**
 * The canvas that pages are drawn on outside browsers: Skia by @napi-rs/canvas (MIT), loaded when the first page is
 * drawn. It only ever gets numbers and pixels: pictures are decoded by `formats`, because its own decoders bring the
 * process down on some broken files.
 */
import { createRequire } from 'node:module';
import type { Canvas, ImageData, Path2D, SKRSContext2D } from '@napi-rs/canvas';
import type { CanvasMakers } from '@yiwen/formats/drawing';
import type { Raster } from '@yiwen/formats/images';

type Native = {
  createCanvas(widthPx: number, heightPx: number): Canvas;
  Path2D: new () => Path2D;
  ImageData: new (data: Uint8ClampedArray, widthPx: number, heightPx: number) => ImageData;
};

const require = createRequire(import.meta.url);
const systemFonts = 'DISABLE_SYSTEM_FONTS_LOAD';

let native: Native | undefined;

/** Loads the native library; 15 ms, of which looking for the machine's fonts would make 120. No text is set with it. */
function load(): Native {
  if (native === undefined) {
    const before = process.env[systemFonts];
    process.env[systemFonts] = '1';
    try {
      native = require('@napi-rs/canvas') as Native;
    } finally {
      if (before === undefined) {
        delete process.env[systemFonts];
      } else {
        process.env[systemFonts] = before;
      }
    }
  }
  return native;
}

/** A transparent canvas. */
export function newCanvas(widthPx: number, heightPx: number): { image: Canvas; context: SKRSContext2D } {
  const image = load().createCanvas(widthPx, heightPx);
  const context = image.getContext('2d');
  // pictures are nearly always shrunk; without this, single pixels of them are picked
  context.imageSmoothingQuality = 'high';
  return { image, context };
}

/** A canvas holding decoded pixels. */
export function canvasOfPixels({ widthPx, heightPx, data }: Raster): Canvas {
  const { image, context } = newCanvas(widthPx, heightPx);
  // the same memory, seen as the type it asks for
  const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
  context.putImageData(new (load().ImageData)(pixels, widthPx, heightPx), 0, 0);
  return image;
}

/** What `drawCanvas` makes its layers and paths with. */
export const canvasMakers: CanvasMakers = {
  createCanvas: newCanvas,
  createPath: () => new (load().Path2D)(),
};
