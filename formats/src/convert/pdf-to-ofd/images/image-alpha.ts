import type { Raster } from '../../../images/index.ts';
import { isStream, type PdfDict, type PdfFile, type PdfStream } from '../../../pdf/index.ts';
import { gray } from '../color/color-space.ts';
import { numbers } from '../color/pdf-function.ts';
import type { Notes } from '../notes.ts';
import { type EncodedImage, encodedImage } from './encoded-image.ts';
import { imageFilter } from './image-files.ts';
import { type Pixels, pixelsOf } from './image-samples.ts';

/** Opacity of an image: ready, to be decoded first, or by colour (8.9.6.4). */
export type ImageAlpha =
  | { readonly kind: 'ready'; readonly pixels: Pixels }
  | { readonly kind: 'encoded'; readonly image: EncodedImage; readonly stencil: boolean }
  | { readonly kind: 'key'; readonly ranges: readonly number[] };

/** /SMask, /Mask as a stencil or as colours; undefined = opaque. */
export function imageAlpha(
  file: PdfFile,
  dict: PdfDict,
  notes: Notes,
  maxPixels: number,
): ImageAlpha | undefined {
  const soft = file.resolve(dict.get('SMask'));
  const hard = file.resolve(dict.get('Mask'));
  if (isStream(soft)) {
    return maskOf(file, soft, false, notes, maxPixels);
  }
  if (Array.isArray(hard)) {
    return { kind: 'key', ranges: numbers(file, dict, 'Mask') };
  }
  return isStream(hard) ? maskOf(file, hard, true, notes, maxPixels) : undefined;
}

function maskOf(
  file: PdfFile,
  mask: PdfStream,
  stencil: boolean,
  notes: Notes,
  maxPixels: number,
): ImageAlpha | undefined {
  const { bytes, remaining } = file.decode(mask);
  const widthPx = file.number(mask.dict, 'Width') ?? 0;
  const heightPx = file.number(mask.dict, 'Height') ?? 0;
  const dict = new Map(mask.dict);
  if (stencil) {
    dict.set('BitsPerComponent', 1);
  }
  const sane = widthPx >= 1 && heightPx >= 1 && widthPx * heightPx <= maxPixels;
  const filter = imageFilter(remaining);
  const image =
    sane && filter !== undefined
      ? encodedImage(file, dict, bytes, filter, gray, { widthPx, heightPx })
      : undefined;
  if (mask.dict.has('Matte')) {
    notes.add('convert-image-matte', 'warning', '图片的遮罩带有预混底色，边缘可能有色差');
  }
  if (image !== undefined) {
    return { kind: 'encoded', image, stencil };
  }
  const pixels =
    sane && remaining.length === 0 ? pixelsOf(file, dict, bytes, gray, widthPx, heightPx) : undefined;
  if (pixels === undefined) {
    notes.add('convert-image-mask', 'warning', '图片的透明遮罩不支持，未转换');
    return undefined;
  }
  return { kind: 'ready', pixels: stencil ? inverse(pixels) : pixels };
}

/** In a stencil 1 means "leave out", in a soft mask full means "show". */
function inverse(pixels: Pixels): Pixels {
  return { ...pixels, data: pixels.data.map((byte) => 255 - byte) };
}

/** The opacities of an encoded mask once it is decoded. */
export function decodedAlpha(alpha: Extract<ImageAlpha, { kind: 'encoded' }>, raster: Raster): Pixels {
  const pixels = alpha.image.pixels(raster);
  const grey = pixels.channels === 1 ? pixels : firstChannel(pixels);
  return alpha.stencil ? inverse(grey) : grey;
}

function firstChannel(pixels: Pixels): Pixels {
  const data = new Uint8Array(pixels.widthPx * pixels.heightPx);
  for (let i = 0; i < data.length; i++) {
    data[i] = pixels.data[i * pixels.channels] as number;
  }
  return { ...pixels, channels: 1, data };
}

/** Joins colour and opacity at the finer of the two resolutions, as pixels with alpha. */
export function withAlpha(color: Pixels, alpha: Pixels) {
  const widthPx = Math.max(color.widthPx, alpha.widthPx);
  const heightPx = Math.max(color.heightPx, alpha.heightPx);
  const { channels } = color;
  const data = new Uint8Array(widthPx * heightPx * (channels + 1));
  let at = 0;
  for (let y = 0; y < heightPx; y++) {
    const colorRow = Math.floor((y * color.heightPx) / heightPx) * color.widthPx;
    const alphaRow = Math.floor((y * alpha.heightPx) / heightPx) * alpha.widthPx;
    for (let x = 0; x < widthPx; x++) {
      const from = (colorRow + Math.floor((x * color.widthPx) / widthPx)) * channels;
      for (let c = 0; c < channels; c++) {
        data[at + c] = color.data[from + c] as number;
      }
      data[at + channels] = alpha.data[alphaRow + Math.floor((x * alpha.widthPx) / widthPx)] as number;
      at += channels + 1;
    }
  }
  return { widthPx, heightPx, channels: channels === 1 ? (2 as const) : (4 as const), data };
}

/** Opacity by colour: transparent where every component lies in its range. `samples` are the raw ones. */
export function keyedAlpha(
  samples: Uint8Array,
  components: number,
  ranges: readonly number[],
  size: { widthPx: number; heightPx: number },
): Pixels {
  const data = new Uint8Array(size.widthPx * size.heightPx);
  for (let i = 0; i < data.length; i++) {
    let inside = ranges.length >= 2 * components;
    for (let c = 0; c < components && inside; c++) {
      const sample = samples[i * components + c] as number;
      inside = sample >= (ranges[2 * c] as number) && sample <= (ranges[2 * c + 1] as number);
    }
    data[i] = inside ? 0 : 255;
  }
  return { ...size, channels: 1, data };
}
