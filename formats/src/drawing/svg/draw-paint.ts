/** Paints as SVG attributes; gradients, meshes and patterns become definitions. */

import { writePng } from '../../images/index.ts';
import type { Stroke } from '../display-list.ts';
import { type BoxMm, boxAround, corners, identity, type Matrix, multiply } from '../geometry.ts';
import { type GradientShape, gradientShape } from '../gradients.ts';
import { meshPixels } from '../mesh-pixels.ts';
import { shortNumber } from '../numbers.ts';
import type { GradientPaint, MeshPaint, Paint, Rgb, SolidPaint, TilingPaint } from '../paint.ts';
import { type Svg, type SvgAttributes, svg, svgMatrix } from './svg.ts';
import { svgImage } from './svg-image.ts';
import type { SvgPage } from './svg-page.ts';

/** Meshes are pixels in SVG: 150 dpi, which a browser smooths. */
const meshPixelsPerMm = 6;
const mostMeshPixels = 500_000;

const nowhere: BoxMm = { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 };

/** `fill` or `stroke` attributes for a paint; `none` without one. `box` holds all that is painted: a mesh is laid out over it. */
export function inkAttributes(
  use: 'fill' | 'stroke',
  paint: Paint | undefined,
  page: SvgPage,
  box: BoxMm = nowhere,
): SvgAttributes {
  if (!paint) {
    return use === 'fill' ? { fill: 'none' } : {};
  }
  if (paint.kind === 'solid') {
    return solid(use, paint);
  }
  const opacity = paint.alpha < 255 ? paint.alpha / 255 : undefined;
  const id = paintId(paint, page, box);
  if (typeof id === 'object') {
    return solid(use, id);
  }
  return id === undefined
    ? { [use]: 'none' }
    : { [use]: `url(#${id})`, [`${use}-opacity`]: paint.kind === 'mesh' ? undefined : opacity };
}

/** The id of a paint's definition; a plain colour where it comes to that, undefined where nothing is painted. */
function paintId(
  paint: Exclude<Paint, SolidPaint>,
  page: SvgPage,
  box: BoxMm,
): string | SolidPaint | undefined {
  switch (paint.kind) {
    case 'mesh':
      return mesh(paint, page, box);
    case 'tiling':
      return tiling(paint, page);
    default:
      return gradient(paint, page);
  }
}

function solid(use: 'fill' | 'stroke', { rgb, alpha }: SolidPaint): SvgAttributes {
  return { [use]: hex(rgb), [`${use}-opacity`]: alpha < 255 ? alpha / 255 : undefined };
}

/** Lengths are divided by `scale`: how much the element's space is larger than the stroke's. */
export function strokeAttributes(
  stroke: Stroke | undefined,
  page: SvgPage,
  box: BoxMm = nowhere,
  scale = 1,
): SvgAttributes {
  if (!stroke) {
    return {};
  }
  const by = scale > 0 ? scale : 1;
  return {
    ...inkAttributes('stroke', stroke.paint, page, box),
    'stroke-width': fine(stroke.widthMm / by),
    'stroke-linejoin': stroke.join === 'miter' ? undefined : stroke.join,
    'stroke-linecap': stroke.cap === 'butt' ? undefined : stroke.cap,
    'stroke-miterlimit': stroke.join === 'miter' && stroke.miterLimit !== 4 ? stroke.miterLimit : undefined,
    'stroke-dasharray':
      stroke.dashMm.length > 0 ? stroke.dashMm.map((length) => fine(length / by)).join(' ') : undefined,
    'stroke-dashoffset':
      stroke.dashMm.length > 0 && stroke.dashOffsetMm !== 0 ? fine(stroke.dashOffsetMm / by) : undefined,
  };
}

/** Lines of 0.00005 em are still lines. */
function fine(value: number): string {
  return shortNumber(value, 6);
}

function gradient(paint: GradientPaint, page: SvgPage): string | SolidPaint | undefined {
  const shape = gradientShape(paint);
  if (!shape || shape.kind === 'solid') {
    return shape;
  }
  const { stops, kind, start, end, startRadius, endRadius, repeat } = shape;
  const key = JSON.stringify([kind, start, end, startRadius, endRadius, repeat, stops, shape.matrix]);
  return page.define(key, (id) => gradientElement(id, shape));
}

function gradientElement(id: string, shape: GradientShape): Svg {
  const stops = shape.stops.map(({ offset, rgb, alpha }) =>
    svg('stop', {
      offset,
      'stop-color': hex(rgb),
      'stop-opacity': alpha < 255 ? alpha / 255 : undefined,
    }),
  );
  const shared = {
    id,
    gradientUnits: 'userSpaceOnUse',
    spreadMethod: shape.repeat === 'pad' ? undefined : shape.repeat,
    gradientTransform: svgMatrix(shape.matrix),
  };
  const [x1, y1] = shape.start;
  const [x2, y2] = shape.end;
  return shape.kind === 'axial'
    ? svg('linearGradient', { ...shared, x1, y1, x2, y2 }, stops)
    : svg(
        'radialGradient',
        { ...shared, cx: x2, cy: y2, r: shape.endRadius, fx: x1, fy: y1, fr: shape.startRadius },
        stops,
      );
}

/**
 * A pattern of one cell that holds all that is painted, so that it never repeats in sight. When a page's meshes have
 * used up their pixels, the next ones get the colour of a corner.
 */
function mesh(paint: MeshPaint, page: SvgPage, box: BoxMm): string | SolidPaint | undefined {
  const first = paint.triangles[0]?.[0];
  if (first && page.meshPixelsLeft < 1) {
    return { kind: 'solid', rgb: first.rgb, alpha: (first.alpha * paint.alpha) / 255 };
  }
  const pixels = meshPixels(paint, meshPixelsPerMm, Math.min(page.meshPixelsLeft, mostMeshPixels));
  const background = paint.background && {
    ...paint.background,
    alpha: (paint.background.alpha * paint.alpha) / 255,
  };
  if (!pixels) {
    return background;
  }
  const whole = boxAround([...corners(box), ...corners(pixels.box)], 1);
  const { widthPx, heightPx, data } = pixels;
  page.meshPixelsLeft -= widthPx * heightPx;
  const bytes = writePng({ widthPx, heightPx, channels: 4, data: new Uint8Array(data.buffer) });
  const content = [
    ...(background ? [svg('rect', { ...boxAttributes(whole), ...solid('fill', background) })] : []),
    svgImage(boxAttributes(pixels.box), { bytes, mediaType: 'image/png' }),
  ];
  return page.define({}, (id) =>
    svg(
      'pattern',
      {
        id,
        patternUnits: 'userSpaceOnUse',
        ...boxAttributes(whole),
        viewBox: [whole.xMm, whole.yMm, whole.widthMm, whole.heightMm].map((n) => shortNumber(n)).join(' '),
      },
      content,
    ),
  );
}

/** One cell, or four where every second one is mirrored; the steps leave gaps that stay unpainted. */
function tiling(paint: TilingPaint, page: SvgPage): string | undefined {
  const { widthMm, heightMm, xStepMm, yStepMm, reflect } = paint;
  const items = page.drawItems(paint.items, page);
  if (items.length === 0) {
    return undefined;
  }
  const cell = { xMm: 0, yMm: 0, widthMm, heightMm };
  const cut = page.define(`cell:${widthMm}:${heightMm}`, (id) =>
    svg('clipPath', { id, clipPathUnits: 'userSpaceOnUse' }, [svg('rect', boxAttributes(cell))]),
  );
  const at = (matrix: Matrix): Svg =>
    svg('g', { transform: svgMatrix(matrix) }, [svg('g', { 'clip-path': `url(#${cut})` }, items)]);
  const columns = reflect === 'Column' || reflect === 'RowAndColumn';
  const rows = reflect === 'Row' || reflect === 'RowAndColumn';
  const across: Matrix = [-1, 0, 0, 1, xStepMm + widthMm, 0];
  const down: Matrix = [1, 0, 0, -1, 0, yStepMm + heightMm];
  const content = [
    at(identity),
    ...(columns ? [at(across)] : []),
    ...(rows ? [at(down)] : []),
    ...(columns && rows ? [at(multiply(across, down))] : []),
  ];
  return page.define(paint, (id) =>
    svg(
      'pattern',
      {
        id,
        patternUnits: 'userSpaceOnUse',
        width: fine(columns ? 2 * xStepMm : xStepMm),
        height: fine(rows ? 2 * yStepMm : yStepMm),
        patternTransform: svgMatrix(paint.matrix),
      },
      content,
    ),
  );
}

function boxAttributes(box: BoxMm): SvgAttributes {
  return { x: box.xMm, y: box.yMm, width: box.widthMm, height: box.heightMm };
}

function hex([r, g, b]: Rgb): string {
  const byte = (value: number): number => Math.min(Math.max(Math.round(value), 0), 255);
  return `#${((1 << 24) | (byte(r) << 16) | (byte(g) << 8) | byte(b)).toString(16).slice(1)}`;
}
