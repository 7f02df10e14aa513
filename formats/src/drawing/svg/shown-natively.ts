/** Which pictures a browser shows as they are. */
import type { Picture, ShownPicture } from '../display-list.ts';

const natively = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/bmp']);
const mostBytes = 32 * 1024 * 1024;
const mostPixels = 150_000_000;

/** The picture itself when every browser shows its type; undefined for others, and for sizes none should decode. */
export function shownNatively(picture: Picture | undefined): ShownPicture | undefined {
  if (!picture || !natively.has(picture.mediaType ?? '') || tooLarge(picture)) {
    return undefined;
  }
  return { bytes: picture.bytes, mediaType: picture.mediaType as ShownPicture['mediaType'] };
}

/** Too many bytes, or a PNG header that promises more pixels than a browser should decode. */
function tooLarge({ bytes, mediaType }: Picture): boolean {
  if (mediaType === 'image/png' && bytes.length >= 24) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return bytes.length > mostBytes || view.getUint32(16) * view.getUint32(20) > mostPixels;
  }
  return bytes.length > mostBytes;
}
