import type { ObjectPaintSpec, TextObjectSpec } from '../../ofd/index.ts';
import type { Canvas } from './canvas.ts';
import { paintSpec } from './color/paint-spec.ts';
import type { StatePaint } from './color/state-paint.ts';
import type { EmbeddedFonts } from './fonts/embedded-fonts.ts';
import type { Bounds, GraphicsState } from './graphics-state.ts';
import { invert, scaleOf } from './matrix.ts';
import { shadingClips } from './paint-object.ts';
import { boundsOf, boxPath, strokeOf, transformPath } from './paint-path.ts';
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
  const bounds = boundsWhereNeeded(state, object);
  const toData = object.ctm === undefined ? undefined : invert(object.ctm);
  const paint = (given: StatePaint | undefined, alpha: number): ObjectPaintSpec | undefined => {
    const made = given === undefined ? undefined : paintSpec(given, 1, toData);
    if (made?.exact === false) {
      notes.add('convert-gradient-shape', 'warning', '椭圆形渐变按圆形处理');
    }
    return made === undefined
      ? undefined
      : masked(canvas, state, made.spec, alpha * state.groupAlpha, bounds ?? everywhere);
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
  canvas.emit(state, spec, bounds, fill === undefined ? [] : shadingClips(fill));
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
    // readers that know nothing of unfilled text may still know opacity
    canvas.emit(state, { ...object, fill: 'none', alpha: 0 }, boundsWhereNeeded(state, object));
  }
}

const everywhere: Bounds = [-1e6, -1e6, 1e6, 1e6];

/** Where the text can reach, when there is something it could reach out of. */
function boundsWhereNeeded(state: GraphicsState, object: PlacedText): Bounds | undefined {
  return state.clip.box === undefined && state.softMask === undefined ? undefined : textBounds(object);
}

/** A box around the run, generous: glyphs may lean out of their type size. */
export function textBounds({
  runs,
  sizeMm,
  ctm,
  hScale = 1,
}: Pick<TextObjectSpec, 'runs' | 'sizeMm' | 'ctm' | 'hScale'>): Bounds {
  const [run] = runs;
  let [x, y] = [run?.xMm ?? 0, run?.yMm ?? 0];
  let [left, top, right, bottom] = [x, y, x, y];
  for (let i = 0; i < (run?.deltaXMm?.length ?? 0); i++) {
    x += run?.deltaXMm?.[i] ?? 0;
    y += run?.deltaYMm?.[i] ?? 0;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const across = sizeMm * Math.max(1, hScale);
  const box: Bounds = [left - 0.4 * across, top - 1.2 * sizeMm, right + 1.3 * across, bottom + 0.5 * sizeMm];
  return ctm === undefined ? box : boundsOf(transformPath(boxPath(box), ctm));
}
