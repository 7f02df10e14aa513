/** Cubic outlines to quadratic ones, in whole font units. */
import type { CubicContour } from './cff.ts';

/** A point of a TrueType contour. */
export type OutlinePoint = { x: number; y: number; on: boolean };

/** Largest distance between the two curves, in font units: far below a printer's dot at any text size. */
const TOLERANCE = 0.4;

type Point = [number, number];

function mix(a: Point, b: Point, t: number): Point {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

/** The part of a cubic between two parameters. */
function part(p: [Point, Point, Point, Point], from: number, to: number): [Point, Point, Point, Point] {
  const splitAt = (c: [Point, Point, Point, Point], t: number) => {
    const [a, b, d] = [mix(c[0], c[1], t), mix(c[1], c[2], t), mix(c[2], c[3], t)];
    const [e, f] = [mix(a, b, t), mix(b, d, t)];
    const m = mix(e, f, t);
    return { left: [c[0], a, e, m] as typeof p, right: [m, f, d, c[3]] as typeof p };
  };
  const { left } = splitAt(p, to);
  return from === 0 ? left : splitAt(left, from / to).right;
}

/** How many quadratic pieces keep within the tolerance. */
function pieces([a, b, c, d]: [Point, Point, Point, Point]): number {
  const third = [0, 1].map((k) => d[k]! - 3 * c[k]! + 3 * b[k]! - a[k]!);
  // Distance between a cubic and its best quadratic: √3/36 of the third difference.
  const error = (Math.sqrt(3) / 36) * Math.hypot(third[0]!, third[1]!);
  return Math.max(1, Math.ceil(Math.cbrt(error / TOLERANCE)));
}

/**
 * Turns a contour into TrueType points, whole numbers, direction reversed (outer contours are
 * clockwise there).
 */
export function quadraticContour(contour: CubicContour): OutlinePoint[] {
  const points: OutlinePoint[] = [];
  let at: Point = contour.start;
  const push = (p: Point, on: boolean) => {
    const point = { x: Math.round(p[0]), y: Math.round(p[1]), on };
    const last = points.at(-1);
    if (!last || last.x !== point.x || last.y !== point.y || !on || !last.on) {
      points.push(point);
    }
  };
  push(at, true);
  for (const s of contour.segments) {
    if (s.length === 2) {
      at = [s[0]!, s[1]!];
      push(at, true);
      continue;
    }
    const cubic: [Point, Point, Point, Point] = [at, [s[0]!, s[1]!], [s[2]!, s[3]!], [s[4]!, s[5]!]];
    const count = pieces(cubic);
    for (let i = 0; i < count; i++) {
      const [a, b, c, d] = part(cubic, i / count, (i + 1) / count);
      push([(3 * (b[0] + c[0]) - a[0] - d[0]) / 4, (3 * (b[1] + c[1]) - a[1] - d[1]) / 4], false);
      push(d, true);
    }
    at = cubic[3];
  }
  const [first] = points;
  const last = points.at(-1);
  if (points.length > 1 && first && last?.on && last.x === first.x && last.y === first.y) {
    points.pop();
  }
  return points.reverse();
}
