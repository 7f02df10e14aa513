/** Outlines of cubic curves as TrueType contours: whole font units, quadratic curves. */
import type { OutlineSegment } from './outline-segment.ts';

/** A point of a TrueType contour in font units. */
export type OutlinePoint = { readonly x: number; readonly y: number; readonly on: boolean };

type Point = readonly [x: number, y: number];
type Cubic = readonly [Point, Point, Point, Point];

/** Pieces per curve at the most: far more than any letter needs. */
const maxPieces = 32;

function mix(a: Point, b: Point, t: number): Point {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
}

/** Cuts a cubic at a parameter. */
function cut(p: Cubic, t: number): { left: Cubic; right: Cubic } {
  const [a, b, d] = [mix(p[0], p[1], t), mix(p[1], p[2], t), mix(p[2], p[3], t)];
  const [e, f] = [mix(a, b, t), mix(b, d, t)];
  const m = mix(e, f, t);
  return { left: [p[0], a, e, m], right: [m, f, d, p[3]] };
}

/** How many quadratic pieces keep within the tolerance: a cubic is √3/36 of its third difference off its best one. */
function piecesOf([a, b, c, d]: Cubic, tolerance: number): number {
  const third = (k: 0 | 1): number => d[k] - 3 * c[k] + 3 * b[k] - a[k];
  const error = (Math.sqrt(3) / 36) * Math.hypot(third(0), third(1));
  return Math.min(maxPieces, Math.max(1, Math.ceil(Math.cbrt(error / tolerance))));
}

/**
 * Contours of an outline in font units (`unitsPerEm` to one em). Curves keep within `tolerance` font units, before the
 * points are rounded to whole units. Directions are reversed: outer contours turn the other way in TrueType.
 */
export function quadraticContours(
  outline: readonly OutlineSegment[],
  unitsPerEm: number,
  tolerance: number,
): OutlinePoint[][] {
  const contours: OutlinePoint[][] = [];
  let points: OutlinePoint[] = [];
  let at: Point = [0, 0];
  const push = (p: Point, on: boolean): void => {
    const point = { x: whole(p[0]), y: whole(p[1]), on };
    const last = points.at(-1);
    if (!last?.on || !on || last.x !== point.x || last.y !== point.y) {
      points.push(point);
    }
  };
  const finish = (): void => {
    const [first] = points;
    const last = points.at(-1);
    if (points.length > 1 && last?.on && last.x === first!.x && last.y === first!.y) {
      points.pop();
    }
    if (points.length > 1) {
      contours.push(points.reverse());
    }
    points = [];
  };
  for (const segment of outline) {
    const n = segment.slice(1).map((value) => (value as number) * unitsPerEm);
    switch (segment[0]) {
      case 'M':
        finish();
        at = [n[0]!, n[1]!];
        push(at, true);
        break;
      case 'L':
        at = [n[0]!, n[1]!];
        push(at, true);
        break;
      case 'Q':
        push([n[0]!, n[1]!], false);
        at = [n[2]!, n[3]!];
        push(at, true);
        break;
      case 'B': {
        let rest: Cubic = [at, [n[0]!, n[1]!], [n[2]!, n[3]!], [n[4]!, n[5]!]];
        for (let left = piecesOf(rest, tolerance); left > 0; left--) {
          const { left: piece, right } = left === 1 ? { left: rest, right: rest } : cut(rest, 1 / left);
          const [a, b, c, d] = piece;
          push([(3 * (b[0] + c[0]) - a[0] - d[0]) / 4, (3 * (b[1] + c[1]) - a[1] - d[1]) / 4], false);
          push(d, true);
          rest = right;
        }
        at = [n[4]!, n[5]!];
        break;
      }
      default:
        finish();
    }
  }
  finish();
  return contours;
}

/** Rounded, within what `glyf` can hold. */
function whole(value: number): number {
  return Math.min(0x7fff, Math.max(-0x8000, Math.round(value)));
}
