/** Axial and radial gradients as shading patterns (ISO 32000-1 8.7.4.5); repeats as stitched functions. */
import {
  applyTo,
  type BoxMm,
  type ColorStop,
  corners,
  type GradientPaint,
  type GradientShape,
  identity,
  inverse,
  multiply,
} from '../../drawing/index.ts';
import { type PdfObject, type PdfRef, pdfDict, pdfName } from '../../pdf/index.ts';
import { written } from './content-numbers.ts';
import { ContentStream } from './content-stream.ts';
import { evened, type Ink } from './ink.ts';
import type { NamedRef } from './pdf-target.ts';

/** More repeats than this are too fine to be told apart. */
const mostCycles = 400;

/** The pattern, and the mask form where stops differ in alpha. Undefined for gradients nothing is painted by. */
export function shadeGradient(
  paint: GradientPaint,
  shape: GradientShape,
  box: BoxMm,
  ink: Ink,
): { pattern: NamedRef; mask?: PdfRef } | undefined {
  const stops = orderly(paint.stops);
  const first = stops[0];
  if (!first) {
    return undefined;
  }
  const { matrix, scale } = evened(multiply(shape.matrix, ink.matrix));
  const range = span(shape, box);
  const pattern = (shade: (stop: ColorStop) => number[], space: 'DeviceRGB' | 'DeviceGray'): NamedRef => {
    const [t0, t1] = range;
    const at = (t: number): number[] => circle(shape, t);
    const shading = pdfDict({
      ShadingType: paint.kind === 'axial' ? 2 : 3,
      ColorSpace: pdfName(space),
      Coords: [...at(t0), ...at(t1)].map((value) => Number(written(value * scale, 6))),
      Domain: [t0, t1],
      Function: spread(ramp(stops, shade, ink), paint.repeat === 'reflect', t0, t1, ink),
      Extend: [
        paint.repeat === 'pad' ? paint.extendStart : true,
        paint.repeat === 'pad' ? paint.extendEnd : true,
      ],
    });
    const dict = pdfDict({
      Type: pdfName('Pattern'),
      PatternType: 2,
      Matrix: matrix.map((value) => Number(written(value, 6))),
      Shading: ink.target.output.add(shading),
    });
    return { name: ink.target.name('P'), ref: ink.target.output.add(dict) };
  };
  const colors = pattern(({ rgb }) => rgb.map((value) => value / 255), 'DeviceRGB');
  if (stops.every(({ alpha }) => alpha >= 255)) {
    return { pattern: colors };
  }
  const alphas = pattern(({ alpha }) => [Math.min(1, Math.max(0, alpha / 255))], 'DeviceGray');
  return { pattern: colors, mask: maskForm(alphas, ink) };
}

/** A form that covers everything visible with one grey pattern. */
export function maskForm(pattern: NamedRef, ink: Ink): PdfRef {
  const content = new ContentStream();
  const [left, bottom, right, top] = ink.box;
  const name = content.use('Pattern', pattern.name, pattern.ref);
  const place = [left, bottom, right - left, top - bottom].map((side) => written(side)).join(' ');
  content.write(`/Pattern cs ${name} scn\n${place} re f`);
  return ink.target.group(content, ink.box, 'DeviceGray').ref;
}

/** Stops in order, the first at 0 and the last at 1 at the latest. */
function orderly(stops: readonly ColorStop[]): ColorStop[] {
  let last = 0;
  return stops.slice(0, 1000).map((stop) => {
    last = Math.max(last, Math.min(1, Number.isFinite(stop.offset) ? stop.offset : last));
    return { ...stop, offset: last };
  });
}

/** Centre and radius (axial: the point alone) where the parameter is `t`. */
function circle(shape: GradientShape, t: number): number[] {
  const [x0, y0] = shape.start;
  const [x1, y1] = shape.end;
  const centre = [x0 + t * (x1 - x0), y0 + t * (y1 - y0)];
  if (shape.kind === 'axial') {
    return centre;
  }
  return [...centre, Math.max(0, shape.startRadius + t * (shape.endRadius - shape.startRadius))];
}

/** The parameters that reach every corner of the box: 0–1 for `pad`, whole cycles (from where radii are 0) otherwise. */
function span(shape: GradientShape, box: BoxMm): [number, number] {
  if (shape.repeat === 'pad') {
    return [0, 1];
  }
  const [x0, y0] = circle(shape, 0) as [number, number];
  const [x1, y1] = circle(shape, 1) as [number, number];
  const [dx, dy] = [x1 - x0, y1 - y0];
  const back = inverse(shape.matrix) ?? identity;
  const points = corners(box).map(([x, y]) => applyTo(back, x, y));
  const limit = (low: number, high: number): [number, number] => {
    const from = Number.isFinite(low) ? Math.max(-mostCycles / 2, Math.floor(Math.min(low, 0))) : 0;
    const to = Number.isFinite(high) ? Math.min(mostCycles / 2, Math.ceil(Math.max(high, 1))) : 1;
    return [from, to];
  };
  if (shape.kind === 'axial') {
    const along = points.map(([x, y]) => ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy));
    return limit(Math.min(...along), Math.max(...along));
  }
  const growth = shape.endRadius - shape.startRadius;
  const shift = Math.hypot(dx, dy);
  const farthest = Math.max(...points.map(([x, y]) => Math.hypot(x - x0, y - y0)));
  // circles that do not outrun their centre never cover the box: a few cycles are as good as any
  const pace = Math.abs(growth) - shift;
  const cycles = pace > 0 ? farthest / pace + 1 : 8;
  const vanish = growth === 0 ? 0 : -shape.startRadius / growth;
  const [from, to] = growth >= 0 ? limit(vanish, cycles) : limit(-cycles, vanish);
  return growth > 0
    ? [Math.max(from, vanish), to]
    : growth < 0
      ? [from, Math.min(to, Math.max(vanish, 1))]
      : [from, to];
}

/** The colours from 0 to 1 as one function. */
function ramp(stops: readonly ColorStop[], shade: (stop: ColorStop) => number[], ink: Ink): PdfRef {
  const piece = (from: ColorStop, to: ColorStop): PdfObject =>
    pdfDict({
      FunctionType: 2,
      Domain: [0, 1],
      N: 1,
      C0: shade(from).map((value) => Number(written(value))),
      C1: shade(to).map((value) => Number(written(value))),
    });
  const knots = [...stops];
  if (knots[0]!.offset > 0) {
    knots.unshift({ ...knots[0]!, offset: 0 });
  }
  if (knots.at(-1)!.offset < 1 || knots.length === 1) {
    knots.push({ ...knots.at(-1)!, offset: 1 });
  }
  const pieces = knots
    .slice(1)
    .map((to, index) => ({ from: knots[index]!, to }))
    .filter(({ from, to }) => to.offset > from.offset);
  return stitched(
    pieces.map(({ from, to }) => ({ function: piece(from, to), end: to.offset, encode: [0, 1] as const })),
    0,
    ink,
  );
}

/** One ramp again and again from `t0` to `t1`, every second one backwards for `reflect`. */
function spread(base: PdfRef, reflect: boolean, t0: number, t1: number, ink: Ink): PdfRef {
  if (t0 === 0 && t1 === 1) {
    return base;
  }
  const pieces: { function: PdfObject; end: number; encode: readonly [number, number] }[] = [];
  for (let cycle = Math.floor(t0); cycle < t1; cycle++) {
    const [from, to] = [Math.max(t0, cycle) - cycle, Math.min(t1, cycle + 1) - cycle];
    const back = reflect && Math.abs(cycle % 2) === 1;
    pieces.push({ function: base, end: cycle + to, encode: back ? [1 - from, 1 - to] : [from, to] });
  }
  return stitched(pieces, t0, ink);
}

function stitched(
  pieces: readonly { function: PdfObject; end: number; encode: readonly [number, number] }[],
  start: number,
  ink: Ink,
): PdfRef {
  const { output } = ink.target;
  if (pieces.length === 1 && start === 0 && pieces[0]!.end === 1 && pieces[0]!.encode[1] === 1) {
    return output.add(pieces[0]!.function);
  }
  return output.add(
    pdfDict({
      FunctionType: 3,
      Domain: [start, pieces.at(-1)!.end],
      Functions: pieces.map((piece) => piece.function),
      Bounds: pieces.slice(0, -1).map(({ end }) => end),
      Encode: pieces.flatMap(({ encode }) => encode),
    }),
  );
}
