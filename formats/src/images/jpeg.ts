/** JPEG: the header read here, the pixels by pdf.js; CMYK and YCCK with and without Adobe's marker. */
import { imageDecoders } from './decoders.ts';
import {
  broken,
  checkSize,
  emptyRaster,
  type Raster,
  type RasterInfo,
  type RasterLimits,
  unsupported,
} from './raster.ts';
import { cmykToRgba } from './samples.ts';

type JpegHeader = {
  widthPx: number;
  heightPx: number;
  precision: number;
  components: number;
  adobe: boolean;
  progressive: boolean;
  pixelsPerMm?: readonly [number, number];
};

/** Names of the frame types nobody decodes: lossless, hierarchical, arithmetic. */
const otherFrames = new Set([0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf]);

/** A progressive picture is gone over once a scan; ordinary ones have up to a dozen. */
const maxScans = 100;
const maxScanned = 1_500_000_000;

function readHeader(bytes: Uint8Array): JpegHeader {
  let adobe = false;
  let pixelsPerMm: readonly [number, number] | undefined;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) {
      at += 1;
      continue;
    }
    const marker = bytes[at + 1] as number;
    if (marker === 0xff || marker === 0 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += marker === 0xff ? 1 : 2;
      continue;
    }
    const word = (place: number): number => ((bytes[place] ?? 0) << 8) | (bytes[place + 1] ?? 0);
    const text = (from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));
    if (otherFrames.has(marker)) {
      throw unsupported('JPEG（无损、分层或算术编码）');
    }
    if (marker >= 0xc0 && marker <= 0xc2) {
      return {
        precision: bytes[at + 4] ?? 0,
        heightPx: word(at + 5) || scanLines(bytes, at),
        widthPx: word(at + 7),
        components: bytes[at + 9] ?? 0,
        adobe,
        progressive: marker === 0xc2,
        ...(pixelsPerMm && { pixelsPerMm }),
      };
    }
    if (marker === 0xda || marker === 0xd9) {
      break;
    }
    if (marker === 0xe0 && text(at + 4, at + 8) === 'JFIF') {
      const perUnit = { 1: 25.4, 2: 10 }[bytes[at + 11] ?? 0];
      const [across, down] = [word(at + 12), word(at + 14)];
      if (perUnit !== undefined && across > 0 && down > 0) {
        pixelsPerMm = [across / perUnit, down / perUnit];
      }
    } else if (marker === 0xee && text(at + 4, at + 9) === 'Adobe') {
      adobe = true;
    }
    at += 2 + word(at + 2);
  }
  throw broken('JPEG 没有帧头');
}

/** The height of a picture whose frame header leaves it to a DNL marker behind the first scan. */
function scanLines(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 6 <= bytes.length; at++) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xdc && bytes[at + 2] === 0 && bytes[at + 3] === 4) {
      return ((bytes[at + 4] as number) << 8) | (bytes[at + 5] as number);
    }
  }
  return 0;
}

/** Header of a JPEG. */
export function jpegInfo(bytes: Uint8Array): RasterInfo {
  const { widthPx, heightPx, precision, components, pixelsPerMm } = readHeader(bytes);
  return {
    mediaType: 'image/jpeg',
    widthPx,
    heightPx,
    bitsPerSample: precision,
    color: components === 4 ? 'cmyk' : components === 3 ? 'rgb' : 'grey',
    hasAlpha: false,
    frames: 1,
    ...(pixelsPerMm && { pixelsPerMm }),
  };
}

/** How a JPEG inside a TIFF says what its colours are; a JPEG file says it itself. */
export type JpegColors = { readonly transform?: boolean; readonly inverted?: boolean };

/** Decodes a JPEG; one that breaks off is grey from there on. */
export async function readJpeg(
  bytes: Uint8Array,
  limits: RasterLimits,
  colors: JpegColors = {},
): Promise<Raster> {
  const header = readHeader(bytes);
  const { widthPx, heightPx, components } = header;
  checkSize(widthPx, heightPx, limits);
  // The sparsest scan spends a bit on a block of 64 pixels.
  if (widthPx * heightPx > bytes.length * 512) {
    throw broken('JPEG 数据不足');
  }
  if (header.precision !== 8) {
    throw unsupported(`JPEG（${header.precision} 位）`);
  }
  checkScans(bytes, widthPx * heightPx);
  const { JpegImage } = await imageDecoders();
  const image = new JpegImage(
    colors.transform === undefined ? undefined : { colorTransform: Number(colors.transform) },
  );
  try {
    image.parse(bytes);
    if (components === 4) {
      const inverted = colors.inverted ?? header.adobe;
      const cmyk = image.getData({ width: widthPx, height: heightPx, isSourcePDF: !inverted });
      const out = emptyRaster(widthPx, heightPx);
      cmykToRgba(cmyk, out.data, widthPx * heightPx);
      return out;
    }
    const data = image.getData({ width: widthPx, height: heightPx, forceRGBA: true });
    return rgbaOf(data, widthPx, heightPx);
  } catch (error) {
    throw error instanceof Error && 'code' in error ? error : broken('JPEG 解码失败');
  }
}

function checkScans(bytes: Uint8Array, pixels: number): void {
  let scans = 0;
  let frames = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] as number;
    scans += Number(marker === 0xda);
    frames += Number(marker >= 0xc0 && marker <= 0xc2);
  }
  if (scans > maxScans || frames > maxScans || scans * pixels > maxScanned) {
    throw broken('JPEG 扫描过多');
  }
}

/** pdf.js leaves RGB without a colour transform as three channels. */
function rgbaOf(data: Uint8ClampedArray, widthPx: number, heightPx: number): Raster {
  const pixels = widthPx * heightPx;
  if (data.length === pixels * 4) {
    const bytes = new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.length);
    return { widthPx, heightPx, channels: 4, data: bytes };
  }
  if (data.length !== pixels * 3) {
    throw unsupported('JPEG（颜色分量数）');
  }
  const out = emptyRaster(widthPx, heightPx);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    out.data[to] = data[from] as number;
    out.data[to + 1] = data[from + 1] as number;
    out.data[to + 2] = data[from + 2] as number;
    out.data[to + 3] = 255;
  }
  return out;
}
