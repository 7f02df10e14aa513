/** Paints of the file as paints of a display list: patterns become cells of items (8.3.3). */
import {
  type DisplayItem,
  identity,
  inverse,
  type Matrix,
  multiply,
  type Paint,
  type Stroke,
} from '../../drawing/index.ts';
import type { PageObject, PatternPaint, ReadPaint } from '../model/read-types.ts';
import { type DisplayContext, type DisplayPlace, deepest, deepestPattern } from './display-context.ts';
import type { EffectiveSettings } from './draw-settings.ts';

/** Draws objects; handed in, because objects hold patterns and patterns hold objects. */
export type DisplayObjects = (
  objects: readonly PageObject[],
  context: DisplayContext,
  place: DisplayPlace,
) => DisplayItem[];

/** What a paint is made with: where it is used, and how much the object as a whole lets through (0–1). */
export type PaintUse = {
  readonly context: DisplayContext;
  readonly place: DisplayPlace;
  /** The painted object's space to the page. */
  readonly toPage: Matrix;
  readonly opacity: number;
  readonly displayObjects: DisplayObjects;
  readonly at: string;
};

/** Lines no thinner than this, so that width 0 (thinnest line of the device) is seen. */
const hairlineMm = 0.1;

/** Lengths past this are no drawing, and dashes below it are no dashes: both would only keep drawers busy. */
const mostMm = 10_000;
const mostMiter = 1000;
const leastDashMm = 0.01;

export function displayPaint(paint: ReadPaint, use: PaintUse): Paint | undefined {
  if (paint.kind === 'pattern') {
    return tiling(paint, use);
  }
  if (paint.kind !== 'solid' && paint.kind !== 'mesh' && paint.stops.length === 0) {
    use.context.note('gradient-without-colours', 'info', use.at, '渐变没有颜色段，未填充');
    return undefined;
  }
  return use.opacity < 1 ? { ...paint, alpha: paint.alpha * use.opacity } : paint;
}

/** The stroke in force for an object; undefined when it has no visible paint. */
export function displayStroke(settings: EffectiveSettings, use: PaintUse): Stroke | undefined {
  const paint = displayPaint(settings.strokeColor ?? { kind: 'solid', rgb: [0, 0, 0], alpha: 255 }, use);
  const dash = settings.dashPatternMm.map((length) => Math.min(Math.max(length, 0), mostMm));
  return (
    paint && {
      paint,
      widthMm: settings.lineWidthMm > 0 ? Math.min(settings.lineWidthMm, mostMm) : hairlineMm,
      join: settings.join === 'Round' ? 'round' : settings.join === 'Bevel' ? 'bevel' : 'miter',
      cap: settings.cap === 'Round' ? 'round' : settings.cap === 'Square' ? 'square' : 'butt',
      miterLimit: Math.min(Math.max(settings.miterLimit, 1), mostMiter),
      dashMm: dash.reduce((sum, length) => sum + length, 0) >= leastDashMm ? dash : [],
      dashOffsetMm: Math.min(Math.max(settings.dashOffsetMm, -mostMm), mostMm),
    }
  );
}

function tiling(paint: PatternPaint, use: PaintUse): Paint | undefined {
  const { context, place, at } = use;
  const { widthMm, heightMm } = paint;
  const tooDeep = place.depth >= deepest || place.patternDepth >= deepestPattern;
  if (tooDeep || !(widthMm > 0) || !(heightMm > 0)) {
    context.note('pattern-not-drawn', 'warning', at, '底纹无法绘制，未填充');
    return undefined;
  }
  const back = paint.relativeTo === 'Page' ? inverse(use.toPage) : identity;
  const matrix = multiply(paint.ctm, back ?? identity);
  const inner = {
    ...place,
    depth: place.depth + 1,
    patternDepth: place.patternDepth + 1,
    toPage: multiply(matrix, use.toPage),
  };
  const unit = paint.thumbnail === undefined ? undefined : place.resources.composites.get(paint.thumbnail);
  const objects = paint.objects.length > 0 ? paint.objects : (unit?.objects ?? []);
  return {
    kind: 'tiling',
    widthMm,
    heightMm,
    // Steps below the cell's own size are read as that size (table 28).
    xStepMm: Math.max(Math.abs(paint.xStepMm), widthMm),
    yStepMm: Math.max(Math.abs(paint.yStepMm), heightMm),
    reflect: paint.reflect,
    matrix,
    items: use.displayObjects(objects, context, inner),
    alpha: paint.alpha * use.opacity,
  };
}
