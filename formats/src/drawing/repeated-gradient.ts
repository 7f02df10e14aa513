/** Repeated and mirrored gradients written out over what is painted, for drawers that only know plain ones. */
import { applyTo, type BoxMm, corners, identity, inverse } from './geometry.ts';
import type { GradientShape } from './gradients.ts';
import type { ColorStop } from './paint.ts';

/** Repetitions on each side; what lies further out keeps the last colour. */
const mostIntervals = 200;

/** The same colours within `box` (in the paint's space) with `repeat: 'pad'`. */
export function writtenOut(shape: GradientShape, box: BoxMm): GradientShape {
  if (shape.repeat === 'pad') {
    return shape;
  }
  const shrinking = shape.endRadius < shape.startRadius;
  const grow = shrinking ? turned(shape) : shape;
  const [from, to] = reach(grow, box);
  if (to - from < 1) {
    return { ...shape, repeat: 'pad' };
  }
  const at = (t: number): readonly [number, number] => [
    grow.start[0] + (grow.end[0] - grow.start[0]) * t,
    grow.start[1] + (grow.end[1] - grow.start[1]) * t,
  ];
  const radius = (t: number): number =>
    Math.max(grow.startRadius + (grow.endRadius - grow.startRadius) * t, 0);
  const stops: ColorStop[] = [];
  for (let interval = from; interval < to; interval++) {
    const mirrored = shape.repeat === 'reflect' && Math.abs(interval) % 2 === 1;
    for (const stop of mirrored ? [...grow.stops].reverse() : grow.stops) {
      const place = mirrored ? 1 - stop.offset : stop.offset;
      stops.push({ ...stop, offset: (interval + place - from) / (to - from) });
    }
  }
  return {
    ...grow,
    start: at(from),
    end: at(to),
    startRadius: radius(from),
    endRadius: radius(to),
    stops: edged(stops),
    repeat: 'pad',
  };
}

/** The same gradient seen from its other end. */
function turned(shape: GradientShape): GradientShape {
  return {
    ...shape,
    start: shape.end,
    end: shape.start,
    startRadius: shape.endRadius,
    endRadius: shape.startRadius,
    stops: [...shape.stops].reverse().map((stop) => ({ ...stop, offset: 1 - stop.offset })),
  };
}

/** Which whole intervals the box needs. */
function reach(shape: GradientShape, box: BoxMm): [number, number] {
  const back = inverse(shape.matrix) ?? identity;
  const points = corners(box).map(([x, y]) => applyTo(back, x, y));
  const [dx, dy] = [shape.end[0] - shape.start[0], shape.end[1] - shape.start[1]];
  if (shape.kind === 'axial') {
    const length = dx * dx + dy * dy;
    const places = points.map(([x, y]) => ((x - shape.start[0]) * dx + (y - shape.start[1]) * dy) / length);
    return [
      Math.max(Math.floor(Math.min(...places)), -mostIntervals),
      Math.min(Math.ceil(Math.max(...places)), mostIntervals),
    ];
  }
  const growth = shape.endRadius - shape.startRadius;
  const far = Math.max(...points.map(([x, y]) => Math.hypot(x - shape.start[0], y - shape.start[1])));
  const widening = growth - Math.hypot(dx, dy);
  const most = widening > 1e-9 ? Math.ceil((far - shape.startRadius) / widening) : mostIntervals;
  // Inwards the circles end in a point.
  const least = growth > 1e-9 ? Math.ceil(-shape.startRadius / growth) : 0;
  return [Math.max(least, -mostIntervals), Math.min(Math.max(most, 1), mostIntervals)];
}

/** Offsets may stray a hair outside 0–1 by rounding. */
function edged(stops: readonly ColorStop[]): ColorStop[] {
  return stops.map((stop) => ({ ...stop, offset: Math.min(Math.max(stop.offset, 0), 1) }));
}
