import type { Matrix } from '../../drawing/index.ts';
import type { ObjectPaintSpec, PathObjectSpec, PathSegment } from '../../ofd/index.ts';
import type { Canvas } from './canvas.ts';
import { paintSpec } from './color/paint-spec.ts';
import type { StatePaint } from './color/state-paint.ts';
import type { Bounds, ClipPath, GraphicsState } from './graphics-state.ts';
import { invert, keepsShape, scaleOf } from './matrix.ts';
import { boundsOf, boxPath, strokeOf, transformPath } from './paint-path.ts';
import { fillUnderPicture, masked } from './soft-mask.ts';

/** Paints a path given in user space (ISO 32000-1 8.5.3). */
export function paintPath(
  canvas: Canvas,
  state: GraphicsState,
  segments: readonly PathSegment[],
  how: { fill: boolean; stroke: boolean; evenOdd: boolean },
): void {
  if (segments.length === 0) {
    return;
  }
  const fill = how.fill ? state.fill : undefined;
  const stroke = how.stroke ? state.stroke : undefined;
  const together = fill?.kind === 'solid' && stroke?.kind === 'solid' && state.softMask === undefined;
  const rule = how.evenOdd ? ({ rule: 'Even-Odd' } as const) : {};
  if (together) {
    const painted = solid(state, fill, state.fillAlpha);
    emitPath(canvas, state, segments, { fill: painted, ...rule }, stroke);
    return;
  }
  if (fill !== undefined) {
    fillPath(canvas, state, transformPath(segments, state.ctm), fill, how.evenOdd);
  }
  if (stroke !== undefined) {
    emitPath(canvas, state, segments, {}, stroke);
  }
}

function solid(state: GraphicsState, paint: StatePaint, alpha: number): ObjectPaintSpec | undefined {
  return paintSpec(paint, alpha * state.groupAlpha, undefined)?.spec;
}

/** Fills a path given in page millimetres. */
export function fillPath(
  canvas: Canvas,
  state: GraphicsState,
  segments: readonly PathSegment[],
  paint: StatePaint,
  evenOdd: boolean,
): void {
  const rule = evenOdd ? ({ rule: 'Even-Odd' } as const) : {};
  const bounds = boundsOf(segments);
  const opacity = state.fillAlpha * state.groupAlpha;
  const more = shadingClips(paint);
  if (paint.kind === 'tiling' && paint.cell.once(canvas, state, segments, evenOdd, bounds)) {
    return;
  }
  if (paint.kind === 'solid' && fillUnderPicture(canvas, state, segments, paint.rgb, evenOdd)) {
    return;
  }
  if (paint.kind === 'shading' && paint.shading.background !== undefined) {
    const back = masked(canvas, state, { rgb: paint.shading.background }, opacity, bounds);
    if (back !== undefined) {
      canvas.emit(state, { kind: 'path', segments, fill: back, ...rule }, bounds);
    }
  }
  const made = paintSpec(paint, 1, undefined);
  if (made === undefined) {
    return;
  }
  const back = paint.kind === 'shading' && !made.exact ? invert(paint.matrix) : undefined;
  if (paint.kind === 'shading' && back !== undefined) {
    // circles that the matrix makes ellipses: the object's own space is the shading's
    const inShading = transformPath(segments, back);
    const spec = paintSpec(paint, opacity, back)?.spec;
    canvas.emit(
      state,
      { kind: 'path', segments: inShading, ctm: paint.matrix, ...(spec ? { fill: spec } : {}), ...rule },
      bounds,
      more,
    );
    return;
  }
  const fill = masked(canvas, state, made.spec, opacity, bounds);
  if (fill !== undefined) {
    canvas.emit(state, { kind: 'path', segments, fill, ...rule }, bounds, more);
  }
}

/** The box of a shading (8.7.4.3) as a clip. */
export function shadingClips(paint: StatePaint): ClipPath[] {
  if (paint.kind !== 'shading' || paint.shading.box === undefined) {
    return [];
  }
  const [x0, y0, x1, y1] = paint.shading.box;
  return [{ segments: transformPath(boxPath([x0, y0, x1, y1]), paint.matrix), evenOdd: false }];
}

/**
 * A path in page millimetres where line width and dashes survive that, else in user space with a CTM. `given` may
 * bring a fill of one colour.
 */
function emitPath(
  canvas: Canvas,
  state: GraphicsState,
  segments: readonly PathSegment[],
  given: Pick<PathObjectSpec, 'fill' | 'rule'>,
  stroke: StatePaint,
): void {
  const bent = !keepsShape(state.ctm);
  const toData = bent ? invert(state.ctm) : undefined;
  const made = paintSpec(stroke, 1, toData);
  const inPage = transformPath(segments, state.ctm);
  const margin = state.lineWidth * longest(state.ctm) * 6;
  const bounds = boundsOf(inPage, margin);
  const opacity = state.strokeAlpha * state.groupAlpha;
  const spec = made === undefined ? undefined : masked(canvas, state, made.spec, opacity, bounds);
  if (made?.exact === false) {
    canvas.notes.add('convert-gradient-shape', 'warning', '椭圆形渐变按圆形处理');
  }
  if (spec === undefined && given.fill === undefined) {
    return;
  }
  canvas.emit(
    state,
    {
      kind: 'path',
      segments: bent ? segments : inPage,
      ...(bent ? { ctm: state.ctm } : {}),
      ...given,
      ...(spec === undefined ? {} : { stroke: spec, ...strokeOf(state, bent ? 1 : scaleOf(state.ctm)) }),
    },
    bounds,
  );
}

function longest([a, b, c, d]: Matrix): number {
  return Math.max(Math.hypot(a, b), Math.hypot(c, d));
}

/** `sh` (8.7.4.2): the shading over everything the clip leaves. */
export function paintShading(
  canvas: Canvas,
  state: GraphicsState,
  paint: Extract<StatePaint, { kind: 'shading' }>,
): void {
  const area: Bounds = canvas.reach(state.clip);
  if (area[2] > area[0] && area[3] > area[1]) {
    const shading = { ...paint.shading, background: undefined };
    fillPath(canvas, state, boxPath(area), { ...paint, shading }, false);
  }
}
