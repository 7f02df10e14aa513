import { mediaTypeOf, type Raster } from '../../../images/index.ts';
import type { ImageSpec } from '../../../ofd/index.ts';
import type { PdfDict, PdfFile, RemainingFilter } from '../../../pdf/index.ts';
import { type ColorSpace, cmyk, gray, rgb } from '../color/color-space.ts';
import { numbers } from '../color/pdf-function.ts';
import { faxTiff, isInverted, jbig2File, withoutAdobeMarker } from './image-files.ts';
import { colored, type Pixels } from './image-samples.ts';

/** Decodes a picture file; given by the door that may take its time. */
export type Decoder = (bytes: Uint8Array) => Promise<Raster>;

/** Image data that is a picture file of its own. */
export type EncodedImage = {
  readonly format: ImageSpec['format'];
  readonly bytes: Uint8Array;
  /** Whether the file alone shows the image: no palette, no spot colour, nothing inverted. */
  readonly complete: boolean;
  /** JPEG with four inks: readers disagree about them. */
  readonly inks: boolean;
  /** Its pixels in the colours the PDF means. */
  pixels(raster: Raster): Pixels;
};

/**
 * JPEG, JPEG 2000, JBIG2 and fax data as files (ISO 32000-1 7.4.6–7.4.9); undefined when the filter is another one
 * or its data cannot be one. `space` undefined = the image does not say (image masks, JPEG 2000).
 */
export function encodedImage(
  file: PdfFile,
  dict: PdfDict,
  bytes: Uint8Array,
  filter: RemainingFilter,
  space: ColorSpace | undefined,
  size: { widthPx: number; heightPx: number },
): EncodedImage | undefined {
  switch (filter.name) {
    case 'DCTDecode':
    case 'DCT':
      return jpeg(file, dict, bytes, space);
    case 'JPXDecode':
      return mediaTypeOf(bytes) === 'image/jp2'
        ? {
            format: 'JPEG2000',
            bytes,
            complete: space === undefined || isPlain(space),
            inks: false,
            pixels: (raster) => tinted(raster, space, []),
          }
        : undefined;
    case 'JBIG2Decode':
    case 'CCITTFaxDecode':
    case 'CCF':
      return bilevel(file, dict, bytes, filter, space, size);
    default:
      return undefined;
  }
}

function isPlain(space: ColorSpace): boolean {
  return space.kind === 'gray' || space.kind === 'rgb' || space.kind === 'cmyk';
}

function jpeg(
  file: PdfFile,
  dict: PdfDict,
  bytes: Uint8Array,
  given: ColorSpace | undefined,
): EncodedImage | undefined {
  if (mediaTypeOf(bytes) !== 'image/jpeg') {
    return undefined;
  }
  const components = jpegComponents(bytes);
  const own = components === 1 ? gray : components === 4 ? cmyk : rgb;
  const space = given !== undefined && given.components === components ? given : own;
  const decode = numbers(file, dict, 'Decode');
  const inverts = isInverted(file, dict);
  const inks = space.kind === 'cmyk';
  const natural = decode.length === 0 || decode.every((value, i) => value === (i & 1));
  return {
    format: 'JPEG',
    // Adobe's marker means inverted inks in a file, while in a PDF only the Decode array can say so
    bytes: inks && !inverts ? withoutAdobeMarker(bytes) : bytes,
    complete: isPlain(space) && (natural || inks),
    inks,
    pixels: (raster) => tinted(raster, inks ? undefined : space, natural || inks ? [] : decode),
  };
}

/** Components in the frame header; 3 when there is none to be found. */
function jpegComponents(bytes: Uint8Array): number {
  for (let at = 2; at + 10 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] as number;
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) {
      return bytes[at + 9] as number;
    }
    at += marker === 0xff ? 1 : 2 + (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
  }
  return 3;
}

function bilevel(
  file: PdfFile,
  dict: PdfDict,
  bytes: Uint8Array,
  filter: RemainingFilter,
  space: ColorSpace | undefined,
  size: { widthPx: number; heightPx: number },
): EncodedImage | undefined {
  const inverted = isInverted(file, dict);
  const isGray = space === undefined || space.kind === 'gray';
  const fax = filter.name !== 'JBIG2Decode';
  const swap = fax && isGray && inverted;
  const data = fax
    ? faxTiff(file, bytes, filter.parameters, size, swap)
    : jbig2File(file, bytes, filter.parameters);
  return data === undefined
    ? undefined
    : {
        format: fax ? 'TIFF' : 'JBIG2',
        bytes: data,
        complete: isGray && (fax || !inverted),
        inks: false,
        pixels: (raster) => {
          const bits = Uint8Array.from(grayOf(raster), (value) => (value >= 128 ? 1 : 0));
          const decode = swap ? [] : numbers(file, dict, 'Decode');
          return colored(bits, 1, space ?? gray, decode, raster);
        },
      };
}

function grayOf({ data, widthPx, heightPx }: Raster): Uint8Array {
  const out = new Uint8Array(widthPx * heightPx);
  for (let i = 0; i < out.length; i++) {
    out[i] = data[4 * i + 1] as number;
  }
  return out;
}

/** A decoded picture in the colours of the PDF's colour space. */
function tinted(raster: Raster, space: ColorSpace | undefined, decode: readonly number[]): Pixels {
  if (space?.components === 1) {
    return colored(grayOf(raster), 255, space, decode, raster);
  }
  const { data, widthPx, heightPx } = raster;
  const count = widthPx * heightPx;
  const samples = new Uint8Array(count * 3);
  let isGray = true;
  for (let i = 0; i < count; i++) {
    const [r, g, b] = [data[4 * i] as number, data[4 * i + 1] as number, data[4 * i + 2] as number];
    samples[3 * i] = r;
    samples[3 * i + 1] = g;
    samples[3 * i + 2] = b;
    isGray = isGray && r === g && g === b;
  }
  if (space !== undefined && space.components === 3 && (space.kind !== 'rgb' || decode.length > 0)) {
    return colored(samples, 255, space, decode, { widthPx, heightPx });
  }
  return isGray
    ? { widthPx, heightPx, channels: 1, data: grayOf(raster) }
    : { widthPx, heightPx, channels: 3, data: samples };
}
