/** Raster pictures as data URIs, each written once per page. */

import {
  applyTo,
  type BoxMm,
  boxAround,
  corners,
  type Matrix,
  multiplyStyle,
  type Svg,
  svg,
  svgMatrix,
} from '../../drawing/index.ts';
import { mediaTypeOf } from '../../images/index.ts';
import type { ImageObject } from '../model/read-types.ts';
import type { DrawCanvas, DrawPlace, StampPicture } from './draw-canvas.ts';

const shown = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/bmp']);
const mostBytes = 32 * 1024 * 1024;
const mostPixels = 150_000_000;

/** The image, or a pale box where a format no browser shows (TIFF, JBIG2) or a missing file would be. */
export function drawImage(object: ImageObject, canvas: DrawCanvas, place: DrawPlace): Svg {
  const media = place.resources.media.get(object.resource);
  const bytes = media?.entry === undefined ? undefined : canvas.document.entries.get(media.entry);
  const matrix = imageMatrix(object);
  const transform = svgMatrix(matrix);
  if (!bytes || !media?.mediaType || !shown.has(media.mediaType) || tooLarge(bytes)) {
    return svg('rect', { width: 1, height: 1, transform, fill: '#e8e8e8' });
  }
  const id = canvas.define(`image:${media.entry}`, (made) =>
    picture(media.mediaType!, bytes, { id: made, width: 1, height: 1 }),
  );
  return svg('use', { href: `#${id}`, transform });
}

/** The matrix of the unit square; without a CTM the Boundary's size stands in. */
export function imageMatrix(object: ImageObject): Matrix {
  return object.ctm ?? [object.boundary?.widthMm ?? 0, 0, 0, object.boundary?.heightMm ?? 0, 0, 0];
}

/** The box the image fills, relative to its Boundary. */
export function imageBox(object: ImageObject): BoxMm {
  const square = corners({ xMm: 0, yMm: 0, widthMm: 1, heightMm: 1 });
  return boxAround(square.map(([x, y]) => applyTo(imageMatrix(object), x, y)));
}

/** A seal's picture over the page, scaled to its Boundary and cut to its Clip (riding seals). */
export function drawStamp(stamp: StampPicture, canvas: DrawCanvas): Svg[] {
  const { boundary, clip, image } = stamp;
  const mime = image.mime === 'image/svg+xml' ? image.mime : mediaTypeOf(image.bytes);
  if (mime === undefined || !(shown.has(mime) || mime === 'image/svg+xml') || tooLarge(image.bytes)) {
    return [];
  }
  const content = picture(mime, image.bytes, { width: boundary.widthMm, height: boundary.heightMm });
  const clipPath = clip && canvas.clip([rect(clip)]);
  const transform = svgMatrix([1, 0, 0, 1, boundary.xMm, boundary.yMm]);
  return [svg('g', { transform, 'clip-path': clipPath, style: multiplyStyle }, [content])];
}

/** A rectangle without paint, for clips. */
export function rect(box: BoxMm): Svg {
  return svg('rect', { x: box.xMm, y: box.yMm, width: box.widthMm, height: box.heightMm });
}

function picture(
  mime: string,
  bytes: Uint8Array,
  attributes: { id?: string; width: number; height: number },
): Svg {
  return svg('image', {
    ...attributes,
    preserveAspectRatio: 'none',
    href: `data:${mime};base64,${base64(bytes)}`,
  });
}

/** Too many bytes, or a PNG header that promises more pixels than a browser should decode. */
function tooLarge(bytes: Uint8Array): boolean {
  if (mediaTypeOf(bytes) === 'image/png' && bytes.length >= 24) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return view.getUint32(16) * view.getUint32(20) > mostPixels;
  }
  return bytes.length > mostBytes;
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}
