import type { Matrix } from '../../drawing/index.ts';
import type { ObjectPaintSpec, TextObjectSpec } from '../../ofd/index.ts';
import type { Canvas } from './canvas.ts';
import { paintSpec } from './color/paint-spec.ts';
import type { StatePaint } from './color/state-paint.ts';
import type { EmbeddedFonts } from './fonts/embedded-fonts.ts';
import type { Bounds, GraphicsState } from './graphics-state.ts';
import { invert, scaleOf, transform } from './matrix.ts';
import { shadingClips } from './paint-object.ts';
import { strokeOf } from './paint-path.ts';
import { type PlacedText, type ShownRun, textObject } from './paint-text.ts';
import { masked } from './soft-mask.ts';

/** Paints a run of text as one TextObject. */
export function emitText(
  canvas: Canvas,
  state: GraphicsState,
  run: ShownRun,
  fonts: EmbeddedFonts,
  how: { fill: boolean; stroke: boolean },
): void {
  const { notes } = canvas;
  const fill = how.fill ? state.fill : undefined;
  const stroke = how.stroke ? state.stroke : undefined;
  if (canvas.hidden > 0 || (fill === undefined && stroke === undefined)) {
    return;
  }
  const object = textObject(run, fonts, notes);
  if (object === undefined) {
    return;
  }
  const bounds = textBounds(object);
  const toData = object.ctm === undefined ? undefined : invert(object.ctm);
  const paint = (given: StatePaint | undefined, alpha: number): ObjectPaintSpec | undefined => {
    const made = given === undefined ? undefined : paintSpec(given, 1, toData);
    if (made?.exact === false) {
      notes.add('convert-gradient-shape', 'warning', '椭圆形渐变按圆形处理');
    }
    return made === undefined
      ? undefined
      : masked(canvas, state, made.spec, alpha * state.groupAlpha, bounds);
  };
  const fillSpec = paint(fill, state.fillAlpha);
  const strokeSpec = paint(stroke, state.strokeAlpha);
  if (fillSpec === undefined && strokeSpec === undefined) {
    return;
  }
  // the line width lives in user space, a text object's in its own: its matrix keeps the size
  const line = strokeOf(state, scaleOf(state.ctm));
  const spec: TextObjectSpec = {
    ...object,
    fill: fillSpec ?? 'none',
    ...(strokeSpec === undefined ? {} : { stroke: strokeSpec, ...line }),
  };
  canvas.emit(state, spec, undefined, fill === undefined ? [] : shadingClips(fill));
}

/** Text nobody sees but everybody finds: rendering mode 3 of scanned pages, the text of Type 3 glyphs. */
export function invisibleText(
  canvas: Canvas,
  state: GraphicsState,
  run: ShownRun,
  fonts: EmbeddedFonts,
): void {
  const object = canvas.hidden > 0 ? undefined : textObject(run, fonts, canvas.notes);
  if (object !== undefined) {
    canvas.emit(state, { ...object, fill: 'none' });
  }
}

/** A box around the run, generous: glyphs may lean out of their type size. */
function textBounds(object: PlacedText): Bounds {
  const [run] = object.runs;
  const { sizeMm } = object;
  const ctm: Matrix = object.ctm ?? [1, 0, 0, 1, 0, 0];
  let [x, y] = [run?.xMm ?? 0, run?.yMm ?? 0];
  let bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (): void => {
    for (const [dx, dy] of [
      [0, -sizeMm],
      [sizeMm, -sizeMm],
      [0, 0.3 * sizeMm],
      [sizeMm, 0.3 * sizeMm],
    ] as const) {
      const [px, py] = transform(ctm, x + dx, y + dy);
      bounds = [
        Math.min(bounds[0], px),
        Math.min(bounds[1], py),
        Math.max(bounds[2], px),
        Math.max(bounds[3], py),
      ];
    }
  };
  add();
  for (const [i, step] of (run?.deltaXMm ?? []).entries()) {
    x += step;
    y += run?.deltaYMm?.[i] ?? 0;
    add();
  }
  return bounds;
}
