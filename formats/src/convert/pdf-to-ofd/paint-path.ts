import type { Matrix } from '../../drawing/index.ts';
import type { LineStyleSpec, PathSegment } from '../../ofd/index.ts';
import type { Bounds, GraphicsState } from './graphics-state.ts';
import { transform } from './matrix.ts';

// PDF's width 0 is "the thinnest line the device can draw"; OFD has no such thing
const hairlineMm = 0.05;

/** Path data taken through a matrix; PDF has no arcs, so none are here. */
export function transformPath(segments: readonly PathSegment[], matrix: Matrix): PathSegment[] {
  return segments.map((segment): PathSegment => {
    switch (segment[0]) {
      case 'C':
      case 'A':
        return segment;
      case 'M':
      case 'L':
        return [segment[0], ...transform(matrix, segment[1], segment[2])];
      case 'Q':
        return [
          'Q',
          ...transform(matrix, segment[1], segment[2]),
          ...transform(matrix, segment[3], segment[4]),
        ];
      default:
        return [
          'B',
          ...transform(matrix, segment[1], segment[2]),
          ...transform(matrix, segment[3], segment[4]),
          ...transform(matrix, segment[5], segment[6]),
        ];
    }
  });
}

/** Smallest box around all points, control points included. */
export function boundsOf(segments: readonly PathSegment[], margin = 0): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [, ...numbers] of segments) {
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      left = Math.min(left, numbers[i] as number);
      right = Math.max(right, numbers[i] as number);
      top = Math.min(top, numbers[i + 1] as number);
      bottom = Math.max(bottom, numbers[i + 1] as number);
    }
  }
  return [left - margin, top - margin, right + margin, bottom + margin];
}

/** The box a path is, when it is one upright rectangle. */
export function rectangleOfPath(segments: readonly PathSegment[]): Bounds | undefined {
  if (segments.length > 6) {
    return undefined;
  }
  const points = segments.flatMap((segment) => (segment[0] === 'C' ? [] : [segment]));
  const corners = points.length === 5 && same(points[0], points[4]) ? points.slice(0, 4) : points;
  if (corners.length !== 4 || corners[0]?.[0] !== 'M' || corners.slice(1).some(([kind]) => kind !== 'L')) {
    return undefined;
  }
  const near = (p: number | undefined, q: number | undefined): boolean =>
    Math.abs((p ?? 0) - (q ?? 0)) < 1e-6;
  for (let i = 0; i < 4; i++) {
    const [, x, y] = corners[i] as readonly [string, number, number];
    const [, nextX, nextY] = corners[(i + 1) % 4] as readonly [string, number, number];
    if (near(x, nextX) === near(y, nextY)) {
      return undefined;
    }
  }
  return boundsOf(segments);
}

function same(a: readonly unknown[] | undefined, b: readonly unknown[] | undefined): boolean {
  return a !== undefined && b !== undefined && a[1] === b[1] && a[2] === b[2];
}

/** A box as a closed path. */
export function boxPath([left, top, right, bottom]: Bounds): PathSegment[] {
  return [['M', left, top], ['L', right, top], ['L', right, bottom], ['L', left, bottom], ['C']];
}

/** Whether `inner` lies within `outer`. */
export function within(inner: Bounds, outer: Bounds): boolean {
  const slack = 1e-6;
  return (
    inner[0] >= outer[0] - slack &&
    inner[1] >= outer[1] - slack &&
    inner[2] <= outer[2] + slack &&
    inner[3] <= outer[3] + slack
  );
}

/** Opacity 0–1 as OFD writes it, 255 left out. */
export function alphaOf(opacity: number): { alpha?: number } {
  const byte = Math.round(Math.min(1, Math.max(0, opacity)) * 255);
  return byte === 255 ? {} : { alpha: byte };
}

/** Stroke attributes at a scale of `scale` millimetres a unit. */
export function strokeOf(state: GraphicsState, scale: number): LineStyleSpec {
  const pattern = state.dash.pattern.map((length) => length * scale);
  return {
    lineWidthMm: state.lineWidth * scale || hairlineMm,
    cap: (['Butt', 'Round', 'Square'] as const)[state.cap],
    join: (['Miter', 'Round', 'Bevel'] as const)[state.join],
    miterLimit: state.miterLimit,
    ...(pattern.length === 0 ? {} : { dash: { patternMm: pattern, offsetMm: state.dash.offset * scale } }),
  };
}
