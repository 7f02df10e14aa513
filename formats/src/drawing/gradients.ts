/** Gradients put into the one shape every drawer knows: two circles (or points) and colours along them. */
import { applyTo, identity, inverse, type Matrix, multiply } from './geometry.ts';
import type { ColorStop, GradientPaint, Paint, SolidPaint } from './paint.ts';

/** Points and radii are in a space that `matrix` takes to the space of the paint. */
export type GradientShape = {
  readonly kind: 'axial' | 'radial';
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
  readonly startRadius: number;
  readonly endRadius: number;
  /** Colours go on outside the ends; where the file says they do not, transparent stops stand at the ends. */
  readonly stops: readonly ColorStop[];
  readonly repeat: 'pad' | 'repeat' | 'reflect';
  /** Not the identity for ellipses. */
  readonly matrix: Matrix;
};

/** A micrometre: canvases take circles closer than about a quarter of that for one. */
const shortestMm = 0.001;

/** Flat enough to be drawn, thin enough to look like a line. */
const flattest = 0.01;

/**
 * The shape of a gradient. One without any length is a single colour: the last where it goes on past its end, else
 * nothing (undefined).
 */
export function gradientShape(paint: GradientPaint): GradientShape | SolidPaint | undefined {
  const last = paint.stops.at(-1);
  if (!last) {
    return undefined;
  }
  const { start, end, startRadius, endRadius } = paint;
  const still = Math.hypot(end[0] - start[0], end[1] - start[1]) < shortestMm;
  if (still && (paint.kind === 'axial' || Math.abs(endRadius - startRadius) < shortestMm)) {
    const { rgb, alpha } = last;
    return paint.extendEnd ? { kind: 'solid', rgb, alpha: (alpha * paint.alpha) / 255 } : undefined;
  }
  const matrix = ellipse(paint);
  const back = inverse(matrix) ?? identity;
  return {
    kind: paint.kind,
    start: applyTo(back, ...start),
    end: applyTo(back, ...end),
    startRadius,
    endRadius,
    stops: endedStops(paint),
    repeat: paint.repeat,
    matrix,
  };
}

/**
 * What is painted one after the other to get a paint. Where two circles do not lie in each other and the colours end
 * with the second, its open end shows the inside of the cone: points two circles pass through have the colour of the
 * later one that exists, but drawers only know the later one. The same gradient from its other end lies underneath.
 */
export function paintPasses(paint: Paint): readonly Paint[] {
  if (paint.kind !== 'radial' || paint.extendEnd || paint.repeat !== 'pad') {
    return [paint];
  }
  const { start, end, startRadius, endRadius } = paint;
  const nested = Math.hypot(end[0] - start[0], end[1] - start[1]) <= Math.abs(endRadius - startRadius);
  return nested ? [paint] : [turned(paint), paint];
}

function turned(paint: GradientPaint): GradientPaint {
  return {
    ...paint,
    start: paint.end,
    end: paint.start,
    startRadius: paint.endRadius,
    endRadius: paint.startRadius,
    extendStart: paint.extendEnd,
    extendEnd: paint.extendStart,
    stops: [...paint.stops].reverse().map((stop) => ({ ...stop, offset: 1 - stop.offset })),
  };
}

/** Squeezes across the long axis: the short half-axis is √(1 − e²) of the long one. */
function ellipse({ kind, eccentricity, angle }: GradientPaint): Matrix {
  if (kind === 'axial' || !(eccentricity > 0)) {
    return identity;
  }
  const flat = Math.max(Math.sqrt(1 - Math.min(eccentricity, 1) ** 2), flattest);
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  return multiply(multiply([cos, -sin, sin, cos, 0, 0], [1, 0, 0, flat, 0, 0]), [cos, sin, -sin, cos, 0, 0]);
}

function endedStops({ stops, repeat, extendStart, extendEnd }: GradientPaint): readonly ColorStop[] {
  if (repeat !== 'pad' || (extendStart && extendEnd)) {
    return stops;
  }
  const first = stops[0]!;
  const last = stops.at(-1)!;
  return [
    ...(extendStart
      ? []
      : [
          { ...first, offset: 0, alpha: 0 },
          { ...first, offset: 0 },
        ]),
    ...stops,
    ...(extendEnd
      ? []
      : [
          { ...last, offset: 1 },
          { ...last, offset: 1, alpha: 0 },
        ]),
  ];
}
