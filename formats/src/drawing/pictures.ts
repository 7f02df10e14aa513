/** Pictures of a page made fit to be shown: what browsers know stays as it is, the rest becomes PNG. */
import type { Finding } from '../finding.ts';
import {
  composeMask,
  defaultRasterLimits,
  ImageError,
  mediaTypeOf,
  pngOfRaster,
  type Raster,
  type RasterLimits,
  rasterInfo,
  readRaster,
  withoutExif,
} from '../images/index.ts';
import type { DisplayList, Picture, ShownPicture } from './display-list.ts';

const shownAsTheyAre: ReadonlySet<string | undefined> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/bmp',
] satisfies ShownPicture['mediaType'][]);

/** All pictures of a page together have at most so many times the pixels of the largest one allowed. */
const pagesWorth = 2;

/** Pages share letterheads and seals: what was made of a picture is kept as long as its bytes are. */
const made = new WeakMap<Uint8Array, Promise<ShownPicture>>();

/**
 * Every picture of a list in a form all browsers and `drawPng` show, by its key in `list.pictures`. PNG, GIF, BMP and
 * JPEG in grey or RGB keep their bytes (without Exif, so that nothing is turned twice); CMYK JPEG, TIFF, JBIG2 and JPEG 2000 become PNG, masks become its alpha.
 * A picture that cannot be shown is left out and its reason is in `findings` (`unsupported-image`, `image-broken`,
 * `image-limit`; `place` is the key). Never rejects on account of a picture.
 */
export async function showablePictures(
  list: Pick<DisplayList, 'pictures'>,
  limits: RasterLimits = defaultRasterLimits,
): Promise<{ pictures: Map<string, ShownPicture>; findings: Finding[] }> {
  const pictures = new Map<string, ShownPicture>();
  const findings: Finding[] = [];
  let left = limits.pixels * pagesWorth;
  // one after the other: a page of scans decoded at once would not fit into memory
  for (const [key, picture] of list.pictures) {
    try {
      const pixels = pixelsOf(picture);
      if (pixels > left) {
        throw new ImageError('image-limit', '图片太大，或与本页其他图片加起来太大');
      }
      left -= pixels;
      pictures.set(key, await shownOnce(picture, limits));
    } catch (error) {
      if (!(error instanceof ImageError)) {
        throw error;
      }
      findings.push({ code: error.code, severity: 'warning', place: key, message: error.message });
    }
  }
  return { pictures, findings };
}

/** Pixels that decoding takes, mask included. */
export function pixelsOf({ bytes, mask }: Picture): number {
  const { widthPx, heightPx } = rasterInfo(bytes);
  const cut = mask ? rasterInfo(mask.bytes) : undefined;
  return widthPx * heightPx + (cut ? cut.widthPx * cut.heightPx : 0);
}

function shownOnce(picture: Picture, limits: RasterLimits): Promise<ShownPicture> {
  if (picture.mask) {
    return shown(picture, limits);
  }
  let known = made.get(picture.bytes);
  if (!known) {
    known = shown(picture, limits);
    made.set(picture.bytes, known);
  }
  return known;
}

async function shown(picture: Picture, limits: RasterLimits): Promise<ShownPicture> {
  const { bytes, mask } = picture;
  // the size is checked for all of them: a browser takes memory by what the header claims
  const { widthPx, heightPx, color } = rasterInfo(bytes);
  if (widthPx < 1 || heightPx < 1 || widthPx * heightPx > limits.pixels) {
    throw new ImageError('image-limit', `图片尺寸不合理：${widthPx}×${heightPx} 像素`);
  }
  const mediaType = mediaTypeOf(bytes);
  if (!mask && shownAsTheyAre.has(mediaType) && color !== 'cmyk') {
    return {
      bytes: mediaType === 'image/jpeg' ? withoutExif(bytes) : bytes,
      mediaType: mediaType as ShownPicture['mediaType'],
    };
  }
  return { bytes: pngOfRaster(await decodePicture(picture, limits)), mediaType: 'image/png' };
}

/** The pixels of a picture, cut by its mask. Rejects with `ImageError` when it cannot be read. */
export async function decodePicture(
  { bytes, mask }: Picture,
  limits: RasterLimits = defaultRasterLimits,
): Promise<Raster> {
  const raster = await readRaster(bytes, { limits });
  return mask ? composeMask(raster, await readRaster(mask.bytes, { limits })) : raster;
}
