/** What the decoders of this folder give, take and refuse. */

/** Decoded pixels: rows top to bottom, RGBA interleaved, 8 bits each, alpha not multiplied in. */
export type Raster = {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly channels: 4;
  /** widthPx × heightPx × 4 bytes. */
  readonly data: Uint8Array<ArrayBuffer>;
};

/** What the header of a picture says; nothing is decoded for it. */
export type RasterInfo = {
  /** By the first bytes: `image/png`, `image/jpeg`, `image/gif`, `image/bmp`, `image/tiff`, `image/jbig2`, `image/jp2`. */
  readonly mediaType: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly bitsPerSample: number;
  readonly color: 'grey' | 'rgb' | 'cmyk' | 'palette';
  readonly hasAlpha: boolean;
  /** Pages of a TIFF; 1 for everything else (of a GIF only the first picture is read). */
  readonly frames: number;
  /** Pixels per millimetre across and down, where the file says so. */
  readonly pixelsPerMm?: readonly [number, number];
};

/** Caps that hold before anything is decoded. */
export type RasterLimits = {
  /** Bytes of the encoded picture. */
  readonly bytes: number;
  /** Width × height; four bytes of memory each. */
  readonly pixels: number;
};

/** An A3 scan of 600 dpi has 70 million pixels. */
export const defaultRasterLimits: RasterLimits = { bytes: 100_000_000, pixels: 100_000_000 };

export type ImageErrorCode = 'image-broken' | 'image-limit' | 'unsupported-image';

/** A picture that cannot be read; the only error of this folder. `message` is zh-CN. */
export class ImageError extends Error {
  readonly code: ImageErrorCode;
  constructor(code: ImageErrorCode, message: string) {
    super(message);
    this.name = 'ImageError';
    this.code = code;
  }
}

/** The picture is cut short or contradicts itself. `what` names the part, in zh-CN. */
export function broken(what: string): ImageError {
  return new ImageError('image-broken', `图片数据损坏：${what}`);
}

/** A kind of picture nothing here decodes. `what` names it. */
export function unsupported(what: string): ImageError {
  return new ImageError('unsupported-image', `不支持的图片格式：${what}`);
}

/** Refuses sizes that are nothing or over the cap, before any memory is taken for them. */
export function checkSize(widthPx: number, heightPx: number, limits: RasterLimits): void {
  if (!(widthPx >= 1 && heightPx >= 1)) {
    throw broken('宽或高为零');
  }
  if (widthPx * heightPx > limits.pixels) {
    throw new ImageError('image-limit', `图片过大：${widthPx}×${heightPx} 像素，超出限额`);
  }
}

/** An all-transparent picture to decode into. */
export function emptyRaster(widthPx: number, heightPx: number): Raster {
  return { widthPx, heightPx, channels: 4, data: new Uint8Array(widthPx * heightPx * 4) };
}
