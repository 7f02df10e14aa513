/** A display list as one self-contained SVG string, for browsers and servers alike. Nothing of a file becomes markup. */

import type {
  ClipShape,
  DisplayItem,
  DisplayList,
  GroupItem,
  ImageItem,
  PathItem,
  ShownPicture,
} from '../display-list.ts';
import { type BoxMm, identity, type Matrix, multiply } from '../geometry.ts';
import { glyphPath, paintsPlainly } from '../glyph-path.ts';
import { paintPasses } from '../gradients.ts';
import { grown, strokeReach } from '../item-box.ts';
import { shortNumber } from '../numbers.ts';
import type { Paint } from '../paint.ts';
import { pathBox } from '../path.ts';
import { drawGlyphs, drawWords } from './draw-glyphs.ts';
import { inkAttributes, strokeAttributes } from './draw-paint.ts';
import { blendStyles, type Svg, svg, svgMatrix } from './svg.ts';
import { SvgPage } from './svg-page.ts';

/** What a drawing as SVG may be told; all of it has defaults. */
export type SvgOptions = {
  /** Starts every id, so that several pages can stand in one HTML document. Default `page`. */
  readonly idPrefix?: string;
  /** Pictures made ready by key; those missing here are shown as they are where browsers can. */
  readonly pictures?: ReadonlyMap<string, ShownPicture>;
};

/**
 * Draws a list in millimetres. A picture no browser shows is a pale box. Throws `RangeError` for an id prefix that
 * is not plain (a fault of the caller); nothing in the list makes it throw.
 *
 * @example drawSvg(displayPage(document, 0), { idPrefix: 'p0' })
 */
export function drawSvg(list: DisplayList, options: SvgOptions = {}): string {
  const prefix = options.idPrefix ?? 'page';
  if (!/^[A-Za-z][\w-]*$/.test(prefix)) {
    throw new RangeError('expected a plain id prefix');
  }
  const page = new SvgPage(list, prefix, options.pictures ?? new Map(), drawItems);
  const { xMm, yMm, widthMm, heightMm } = list.area;
  const paper = svg('rect', { x: xMm, y: yMm, width: widthMm, height: heightMm, fill: '#ffffff' });
  const content = drawItems(list.items, page);
  const defs = page.defs.length > 0 ? [svg('defs', {}, page.defs)] : [];
  return svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: [xMm, yMm, widthMm, heightMm].map((n) => shortNumber(n)).join(' '),
      width: `${shortNumber(widthMm)}mm`,
      height: `${shortNumber(heightMm)}mm`,
    },
    [...defs, paper, ...content],
  );
}

function drawItems(items: readonly DisplayItem[], page: SvgPage): Svg[] {
  const out: Svg[] = [];
  for (const item of items) {
    drawItem(item, page, identity, out);
  }
  return out;
}

/** `matrix` is what a group around a single item left to it. */
function drawItem(item: DisplayItem, page: SvgPage, matrix: Matrix, out: Svg[]): void {
  switch (item.kind) {
    case 'path':
      out.push(...drawPath(item, page, matrix));
      return;
    case 'image':
      out.push(drawImage(item, page, matrix));
      return;
    case 'glyphs':
      if (paintsPlainly(item)) {
        out.push(...placed(matrix, drawGlyphs(item, page)));
      } else {
        out.push(...drawPath(glyphPath(item), page, matrix));
      }
      return;
    case 'words':
      out.push(...placed(matrix, drawWords(item, page)));
      return;
    case 'group':
      drawGroup(item, page, matrix, out);
  }
}

function placed(matrix: Matrix, content: Svg[]): Svg[] {
  return matrix === identity ? content : [svg('g', { transform: svgMatrix(matrix) }, content)];
}

/** The clips are outside the group's matrix, so they sit on an element around the one that moves. */
function drawGroup(group: GroupItem, page: SvgPage, outer: Matrix, out: Svg[]): void {
  const { clips, opacity, blend, items } = group;
  const inner: Svg[] = [];
  if (clips.length === 0 && opacity >= 1 && blend === 'normal') {
    const matrix = outer === identity ? group.matrix : multiply(group.matrix, outer);
    const only = items.length === 1 ? items[0]! : undefined;
    if (only) {
      drawItem(only, page, matrix, out);
      return;
    }
    for (const item of items) {
      drawItem(item, page, identity, inner);
    }
    out.push(...(inner.length > 0 ? placed(matrix, inner) : []));
    return;
  }
  const only = items.length === 1 ? items[0]! : undefined;
  if (only) {
    drawItem(only, page, group.matrix, inner);
  } else {
    for (const item of items) {
      drawItem(item, page, identity, inner);
    }
  }
  if (inner.length === 0) {
    return;
  }
  const content = only ? inner : placed(group.matrix, inner);
  const cut = svg(
    'g',
    {
      'clip-path': clips.length > 0 ? clipChain(clips, page) : undefined,
      opacity: opacity < 1 ? opacity : undefined,
      style: blend === 'normal' ? undefined : blendStyles[blend],
    },
    content,
  );
  out.push(...placed(outer, [cut]));
}

/** Clips that intersect: each clipPath is itself cut by the one before it. */
function clipChain(clips: readonly ClipShape[], page: SvgPage): string {
  let before: string | undefined;
  for (const shape of clips) {
    const areas = shape.map((area) =>
      svg('path', {
        d: page.pathData(area.path) || 'M0 0',
        transform: svgMatrix(area.matrix),
        'clip-rule': area.evenOdd ? 'evenodd' : undefined,
      }),
    );
    const cut = before;
    const id = page.define(`clip:${cut}:${areas.join('')}`, (made) =>
      svg('clipPath', { id: made, clipPathUnits: 'userSpaceOnUse', 'clip-path': cut }, areas),
    );
    before = `url(#${id})`;
  }
  return before!;
}

function drawPath(item: PathItem, page: SvgPage, matrix: Matrix): Svg[] {
  const { fill, stroke } = item;
  const solid = fill?.kind !== 'mesh' && stroke?.paint.kind !== 'mesh';
  const box = solid ? undefined : grown(pathBox(item.path, identity) ?? nowhere, strokeReach(stroke));
  const fills = fill ? paintPasses(fill) : [undefined];
  const strokes = stroke ? paintPasses(stroke.paint) : [undefined];
  const last = fills.length - 1;
  const element = (filled: Paint | undefined, drawn: Paint | undefined): Svg =>
    svg('path', {
      d: page.pathData(item.path),
      transform: svgMatrix(matrix),
      ...inkAttributes('fill', filled, page, box),
      ...(stroke && drawn ? strokeAttributes({ ...stroke, paint: drawn }, page, box) : {}),
      'fill-rule': item.evenOdd ? 'evenodd' : undefined,
    });
  return [
    ...fills.slice(0, last).map((paint) => element(paint, undefined)),
    element(fills[last], strokes[0]),
    ...strokes.slice(1).map((paint) => element(undefined, paint)),
  ];
}

const nowhere: BoxMm = { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 };

function drawImage(item: ImageItem, page: SvgPage, matrix: Matrix): Svg {
  const transform = svgMatrix(matrix === identity ? item.matrix : multiply(item.matrix, matrix));
  const id = page.image(item.picture);
  return id === undefined
    ? svg('rect', { width: 1, height: 1, transform, fill: '#e8e8e8' })
    : svg('use', { href: `#${id}`, transform });
}
