/** Seal pictures over the page: scaled to the StampAnnot's Boundary, cut to its Clip, laid on like ink. */

import { ContainerError } from '../../container/index.ts';
import { type DisplayItem, type GroupItem, identity, multiply, translation } from '../../drawing/index.ts';
import { mediaTypeOf } from '../../images/index.ts';
import type { OfdDocument } from '../model/read-types.ts';
import { readOfd } from '../reading/read-ofd.ts';
import { DisplayContext } from './display-context.ts';
import { boxClip } from './display-objects.ts';
import type { StampPicture } from './display-options.ts';

/** Draws a page of a package; handed in, because pages hold stamps and a stamp may be a page. */
export type DisplayContent = (context: DisplayContext, pageIndex: number) => DisplayItem[];

const packages = new WeakMap<Uint8Array, { document: OfdDocument | undefined; prefix: string }>();

/**
 * Multiply makes the white paper of a seal picture vanish (GIF, BMP and JPEG have no other way). A picture of
 * neither a raster type nor a package is left out with a finding.
 */
export function displayStamp(
  stamp: StampPicture,
  context: DisplayContext,
  displayContent: DisplayContent,
): GroupItem[] {
  const { boundary, clip } = stamp;
  const items =
    stamp.image.mime === 'application/ofd'
      ? packagePicture(stamp, context, displayContent)
      : rasterPicture(stamp, context);
  return items.length === 0
    ? []
    : [
        {
          kind: 'group',
          matrix: translation(boundary.xMm, boundary.yMm),
          clips: clip ? [boxClip(clip, translation(boundary.xMm, boundary.yMm))] : [],
          opacity: 1,
          blend: 'multiply',
          items,
        },
      ];
}

function rasterPicture({ boundary, image }: StampPicture, context: DisplayContext): DisplayItem[] {
  if (mediaTypeOf(image.bytes) === undefined) {
    context.note('stamp-unreadable', 'warning', undefined, '印章图像的格式无法识别，未显示', image.mime);
    return [];
  }
  const key = `stamp-${fingerprint(image.bytes)}`;
  if (!context.pictures.has(key)) {
    context.addPicture(key, image.bytes);
  }
  return [{ kind: 'image', picture: key, matrix: [boundary.widthMm, 0, 0, boundary.heightMm, 0, 0] }];
}

/** Page 1 of the inner package; its box is that page's own Area, whatever size the seal claims. */
function packagePicture(
  { boundary, image }: StampPicture,
  context: DisplayContext,
  displayContent: DisplayContent,
): DisplayItem[] {
  const { document, prefix } = openPackage(image.bytes);
  const area = document?.pages[0]?.area;
  if (!document || !area || !(area.widthMm > 0 && area.heightMm > 0)) {
    context.note('stamp-unreadable', 'warning', undefined, '印章图像（OFD）无法读取，未显示');
    return [];
  }
  const { fonts, printing } = context.options;
  const options = { ...(fonts ? { fonts } : {}), ...(printing === undefined ? {} : { printing }) };
  const inner = new DisplayContext(document, options, context, prefix);
  const scaled = multiply(translation(-area.xMm, -area.yMm), [
    boundary.widthMm / area.widthMm,
    0,
    0,
    boundary.heightMm / area.heightMm,
    0,
    0,
  ]);
  const items = displayContent(inner, 0);
  const cut = boxClip({ xMm: 0, yMm: 0, widthMm: boundary.widthMm, heightMm: boundary.heightMm }, identity);
  return items.length === 0
    ? []
    : [{ kind: 'group', matrix: scaled, clips: [cut], opacity: 1, blend: 'normal', items }];
}

/** Read once per byte array, because a riding seal is on every page. */
function openPackage(bytes: Uint8Array): { document: OfdDocument | undefined; prefix: string } {
  let known = packages.get(bytes);
  if (!known) {
    known = { document: read(bytes), prefix: `stamp-${fingerprint(bytes)}/` };
    packages.set(bytes, known);
  }
  return known;
}

function read(bytes: Uint8Array): OfdDocument | undefined {
  try {
    return readOfd(bytes);
  } catch (error) {
    if (error instanceof ContainerError) {
      return undefined;
    }
    throw error;
  }
}

/** Tells the few pictures of one document apart (FNV-1a and the length); nothing is proved by it. */
function fingerprint(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return `${(hash >>> 0).toString(16)}-${bytes.length}`;
}
