/** Pictures inside an SVG, as links that lead nowhere outside. */
import type { ShownPicture } from '../display-list.ts';
import { type Svg, type SvgAttributes, svg } from './svg.ts';

/** Base64 of pictures, kept as long as their bytes: a letterhead is on every page. */
const encoded = new WeakMap<Uint8Array, string>();

/** A picture stretched over a box. The rest of the markup comes from `svg`, the link is digits of ours. */
export function svgImage(attributes: SvgAttributes, { bytes, mediaType }: ShownPicture): Svg {
  const shell = svg('image', { ...attributes, preserveAspectRatio: 'none' });
  if (!types.has(mediaType)) {
    throw new RangeError(`${mediaType} is not shown`);
  }
  return `${shell.slice(0, -2)} href="data:${mediaType};base64,${base64(bytes)}"/>` as Svg;
}

const types: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/bmp']);

function base64(bytes: Uint8Array): string {
  let text = encoded.get(bytes);
  if (text === undefined) {
    text = encode(bytes);
    encoded.set(bytes, text);
  }
  return text;
}

function encode(bytes: Uint8Array): string {
  // Newer engines have it built in; type declarations lag behind.
  const native = (bytes as { toBase64?: () => string }).toBase64;
  if (native) {
    return native.call(bytes);
  }
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode.apply(undefined, bytes.subarray(at, at + 0x8000) as unknown as number[]);
  }
  return btoa(binary);
}
