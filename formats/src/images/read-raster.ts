/** Every raster format by one door. */
import { bmpInfo, readBmp } from './bmp.ts';
import { gifInfo, readGif } from './gif.ts';
import { jbig2Info, readJbig2 } from './jbig2.ts';
import { jpegInfo, readJpeg } from './jpeg.ts';
import { jpeg2000Info, readJpeg2000 } from './jpeg2000.ts';
import { mediaTypeOf } from './media-type.ts';
import { pngInfo, readPng } from './png.ts';
import {
  broken,
  defaultRasterLimits,
  ImageError,
  type Raster,
  type RasterInfo,
  type RasterLimits,
  unsupported,
} from './raster.ts';
import { readTiff, tiffInfo } from './tiff/read-tiff.ts';

type Format = {
  info(bytes: Uint8Array, frame: number): RasterInfo;
  read(bytes: Uint8Array, limits: RasterLimits, frame: number): Raster | Promise<Raster>;
};

const formats: Readonly<Record<string, Format>> = {
  'image/png': { info: pngInfo, read: readPng },
  'image/jpeg': { info: jpegInfo, read: (bytes, limits) => readJpeg(bytes, limits) },
  'image/gif': { info: gifInfo, read: readGif },
  'image/bmp': { info: bmpInfo, read: readBmp },
  'image/tiff': { info: tiffInfo, read: readTiff },
  'image/jbig2': { info: jbig2Info, read: readJbig2 },
  'image/jp2': { info: jpeg2000Info, read: readJpeg2000 },
};

/** What decoding may cost, and which picture of several is wanted. */
export type RasterOptions = {
  readonly limits?: Partial<RasterLimits>;
  /** Page of a TIFF, from 0. */
  readonly frame?: number;
};

function formatOf(bytes: Uint8Array): Format {
  const format = formats[mediaTypeOf(bytes) ?? ''];
  if (!format) {
    const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw unsupported(bytes.length === 0 ? '空文件' : `以 ${start} 开头`);
  }
  return format;
}

/** Up to so many pixels a picture may be as empty as it likes. */
const freePixels = 20_000_000;
/** The emptiest scan with anything on it has about a thousand pixels a byte. */
const pixelsPerByte = 4096;

/** A few bytes that claim to be a huge picture get neither memory nor time. */
function checkClaim({ widthPx, heightPx }: RasterInfo, bytes: Uint8Array): void {
  const pixels = widthPx * heightPx;
  if (pixels > freePixels && pixels > bytes.length * pixelsPerByte) {
    throw new ImageError(
      'image-limit',
      `图片自称 ${widthPx}×${heightPx} 像素，数据却只有 ${bytes.length} 字节`,
    );
  }
}

/** Errors of ours as they are; a read past the end is a broken picture, whoever noticed it. */
function imageError(error: unknown): ImageError {
  return error instanceof ImageError ? error : broken('内容不完整');
}

/**
 * What a picture's header says, without decoding it: size, colours, resolution, pages.
 * Throws `ImageError` when the format is unknown or the header broken.
 */
export function rasterInfo(bytes: Uint8Array, options: RasterOptions = {}): RasterInfo {
  try {
    return formatOf(bytes).info(bytes, options.frame ?? 0);
  } catch (error) {
    throw imageError(error);
  }
}

/**
 * Decodes PNG, JPEG, GIF (first picture), BMP, TIFF, JBIG2 (first page) or JPEG 2000 by the first bytes. Size caps
 * hold before decoding. Rejects with `ImageError` and nothing else. The input is attacker-controlled.
 */
export async function readRaster(bytes: Uint8Array, options: RasterOptions = {}): Promise<Raster> {
  const limits = { ...defaultRasterLimits, ...options.limits };
  if (bytes.length > limits.bytes) {
    throw new ImageError('image-limit', `图片文件过大：${bytes.length} 字节，超出限额`);
  }
  try {
    const format = formatOf(bytes);
    const frame = options.frame ?? 0;
    checkClaim(format.info(bytes, frame), bytes);
    return await format.read(bytes, limits, frame);
  } catch (error) {
    throw imageError(error);
  }
}
