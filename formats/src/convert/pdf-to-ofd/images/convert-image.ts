import { writePng } from '../../../images/index.ts';
import type { ImageSpec } from '../../../ofd/index.ts';
import type { PdfDict, PdfFile, PdfStream } from '../../../pdf/index.ts';
import { readColorSpace } from '../color/color-space.ts';
import { numbers } from '../color/pdf-function.ts';
import type { Rgb } from '../graphics-state.ts';
import type { Notes } from '../notes.ts';
import { type Decoder, type EncodedImage, encodedImage } from './encoded-image.ts';
import { decodedAlpha, type ImageAlpha, imageAlpha, keyedAlpha, withAlpha } from './image-alpha.ts';
import { imageFilter, isInverted } from './image-files.ts';
import { colored, type Pixels, unpackSamples } from './image-samples.ts';

const maxPixels = 64_000_000;

type File = Omit<ImageSpec, 'key'>;

/** An image for the OFD: its file, or how to get it once there is a decoder. */
export type ConvertedImage = File | { readonly decode: (decoder: Decoder) => Promise<File> };

/**
 * Turns an image XObject or inline image (ISO 32000-1 8.9.5) into a picture file. JPEG, JPEG 2000, JBIG2 and fax data
 * pass through unchanged where the file alone shows the image; everything else becomes PNG, with alpha when there is
 * a mask. `stencil` is the colour an image mask is painted with. Coarse pixels (by `mmPerPixel`) are repeated: a PDF
 * shows them as squares, while OFD readers blur. Undefined when the image cannot be shown; the reason is noted.
 */
export function convertImage(
  file: PdfFile,
  stream: PdfStream,
  resources: PdfDict,
  stencil: Rgb | undefined,
  notes: Notes,
  mmPerPixel = 0,
): ConvertedImage | undefined {
  const { dict } = stream;
  const size = { widthPx: file.number(dict, 'Width') ?? 0, heightPx: file.number(dict, 'Height') ?? 0 };
  if (!(size.widthPx >= 1 && size.heightPx >= 1 && size.widthPx * size.heightPx <= maxPixels)) {
    notes.add('convert-image-size', 'error', '图片尺寸无效或过大，未转换');
    return undefined;
  }
  const { bytes, remaining } = file.decode(stream);
  const filter = imageFilter(remaining);
  const isMask = file.resolve(dict.get('ImageMask')) === true;
  const space = isMask ? undefined : readColorSpace(file, dict.get('ColorSpace'), resources);
  const encoded = filter === undefined ? undefined : encodedImage(file, dict, bytes, filter, space, size);
  if (remaining.length > 0 && encoded === undefined) {
    notes.add('convert-image-filter', 'error', '图片的压缩方式不支持或数据损坏，未转换', remaining[0]?.name);
    return undefined;
  }
  const smooth = file.resolve(dict.get('Interpolate')) === true;
  const times = smooth ? 1 : repetition(size, mmPerPixel);
  if (isMask) {
    return stencilImage(file, dict, bytes, encoded, size, stencil, times, notes);
  }
  const alpha = imageAlpha(file, dict, notes, maxPixels);
  if (encoded !== undefined) {
    return encodedFile(encoded, alpha, notes);
  }
  const bits = file.number(dict, 'BitsPerComponent') ?? 8;
  const components = space?.components ?? 0;
  const samples =
    components === 0 ? undefined : unpackSamples(bytes, bits, size.widthPx * components, size.heightPx);
  if (space === undefined || samples === undefined) {
    notes.add('convert-image-color', 'error', '图片的颜色格式不支持或数据不完整，未转换');
    return undefined;
  }
  if (bytes.length < Math.ceil((size.widthPx * components * bits) / 8) * size.heightPx) {
    notes.add('convert-image-short', 'error', '图片数据不完整，缺少的部分按零处理');
  }
  const top = bits === 16 ? 255 : 2 ** bits - 1;
  const pixels = colored(samples, top, space, numbers(file, dict, 'Decode'), size);
  return joined(pixels, alpha, times, (ranges) => keyedAlpha(samples, components, ranges, size));
}

/** Colour and opacity as PNG, now or when the opacity is decoded. */
function joined(
  pixels: Pixels,
  alpha: ImageAlpha | undefined,
  times: number,
  byKey: (ranges: readonly number[]) => Pixels,
): ConvertedImage {
  if (alpha === undefined) {
    return png(pixels, times);
  }
  if (alpha.kind === 'encoded') {
    return {
      decode: async (decoder) =>
        png(withAlpha(pixels, decodedAlpha(alpha, await decoder(alpha.image.bytes))), times),
    };
  }
  return png(withAlpha(pixels, alpha.kind === 'ready' ? alpha.pixels : byKey(alpha.ranges)), times);
}

type AnyPixels = Pixels | ReturnType<typeof withAlpha>;

// 100 dpi; below that single pixels are seen
const coarseMm = 0.25;
// 300 dpi, what printers show
const fineMm = 25.4 / 300;
const mostRepeated = 2_000_000;

/** How many times each pixel is repeated across and down. */
function repetition(size: { widthPx: number; heightPx: number }, mmPerPixel: number): number {
  if (!(mmPerPixel > coarseMm)) {
    return 1;
  }
  const room = Math.floor(Math.sqrt(mostRepeated / (size.widthPx * size.heightPx)));
  return Math.max(1, Math.min(Math.round(mmPerPixel / fineMm), 32, room));
}

function repeated<P extends AnyPixels>(pixels: P, times: number): P {
  if (times === 1) {
    return pixels;
  }
  const { widthPx, heightPx, channels, data } = pixels;
  const rowBytes = widthPx * times * channels;
  const out = new Uint8Array(rowBytes * heightPx * times);
  for (let y = 0; y < heightPx; y++) {
    const row = y * times * rowBytes;
    for (let x = 0, to = row; x < widthPx; x++) {
      const from = (y * widthPx + x) * channels;
      for (let t = 0; t < times; t++, to += channels) {
        for (let c = 0; c < channels; c++) {
          out[to + c] = data[from + c] as number;
        }
      }
    }
    for (let t = 1; t < times; t++) {
      out.copyWithin(row + t * rowBytes, row, row + rowBytes);
    }
  }
  return { ...pixels, widthPx: widthPx * times, heightPx: heightPx * times, data: out };
}

function png(given: AnyPixels, times = 1): File {
  const pixels = repeated(given, times);
  const packed = pixels.channels === 1 ? packedBits(pixels.data, pixels.widthPx, pixels.heightPx) : undefined;
  return {
    format: 'PNG',
    bytes: writePng(
      packed === undefined ? pixels : { ...pixels, channels: 1, bitsPerSample: 1, data: packed },
    ),
  };
}

/** Rows of one bit a pixel, when there is nothing but black and white. */
function packedBits(data: Uint8Array, widthPx: number, heightPx: number): Uint8Array | undefined {
  const rowBytes = (widthPx + 7) >> 3;
  const out = new Uint8Array(rowBytes * heightPx);
  for (let y = 0, from = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, from++) {
      const value = data[from] as number;
      if (value === 255) {
        const at = y * rowBytes + (x >> 3);
        out[at] = (out[at] as number) | (0x80 >> (x & 7));
      } else if (value !== 0) {
        return undefined;
      }
    }
  }
  return out;
}

function encodedFile(encoded: EncodedImage, alpha: ImageAlpha | undefined, notes: Notes): ConvertedImage {
  if (encoded.complete && alpha === undefined) {
    if (encoded.inks) {
      notes.add('convert-image-cmyk', 'warning', 'JPEG 图片为 CMYK 颜色，部分软件显示会有色差');
    }
    return { format: encoded.format, bytes: encoded.bytes };
  }
  return {
    decode: async (decoder) => {
      const raster = await decoder(encoded.bytes);
      const pixels = encoded.pixels(raster);
      const made = joined(pixels, alpha, 1, (ranges) =>
        keyedAlpha(
          pixels.data,
          pixels.channels,
          pixels.channels === 3 && ranges.length === 2 ? [...ranges, ...ranges, ...ranges] : ranges,
          pixels,
        ),
      );
      return 'decode' in made ? made.decode(decoder) : made;
    },
  };
}

/** An image mask (8.9.6.2): 0 paints, 1 leaves out; /Decode [1 0] the other way round. */
function stencilImage(
  file: PdfFile,
  dict: PdfDict,
  bytes: Uint8Array,
  encoded: EncodedImage | undefined,
  size: { widthPx: number; heightPx: number },
  color: Rgb | undefined,
  times: number,
  notes: Notes,
): ConvertedImage | undefined {
  if (color === undefined) {
    return undefined;
  }
  const paint = (bits: Uint8Array, paints: number): File => {
    const data = new Uint8Array(size.widthPx * size.heightPx * 4);
    for (let i = 0; i < bits.length; i++) {
      data[4 * i] = color[0];
      data[4 * i + 1] = color[1];
      data[4 * i + 2] = color[2];
      data[4 * i + 3] = bits[i] === paints ? 255 : 0;
    }
    return png({ ...size, channels: 4, data }, times);
  };
  if (encoded !== undefined) {
    return {
      decode: async (decoder) => {
        const pixels = encoded.pixels(await decoder(encoded.bytes));
        return pixels.data.length === size.widthPx * size.heightPx * pixels.channels
          ? paint(
              Uint8Array.from({ length: size.widthPx * size.heightPx }, (_, i) =>
                (pixels.data[i * pixels.channels] as number) >= 128 ? 1 : 0,
              ),
              0,
            )
          : paint(new Uint8Array(0), 0);
      },
    };
  }
  const bits = unpackSamples(bytes, 1, size.widthPx, size.heightPx);
  if (bits === undefined) {
    notes.add('convert-image-mask', 'error', '图片蒙版不支持，未转换');
    return undefined;
  }
  return paint(bits, isInverted(file, dict) ? 1 : 0);
}
