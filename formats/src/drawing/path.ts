/** Outlines as commands with absolute coordinates, and what is derived from them. */
import { applyTo, type BoxMm, type Matrix } from './geometry.ts';

/** A command with absolute coordinates; S is read as M. A: rx ry angle large sweep x y. */
export type PathCommand = {
  readonly operator: 'M' | 'L' | 'Q' | 'B' | 'A' | 'C';
  readonly numbers: readonly number[];
};

/** Points that surely enclose the path (controls included; arcs by their radii), through a matrix. */
export function pathPoints(commands: readonly PathCommand[], matrix: Matrix): [number, number][] {
  const points: [number, number][] = [];
  for (const { operator, numbers } of commands) {
    if (operator === 'A') {
      const [rx, ry, , , , x, y] = numbers as [number, number, number, number, number, number, number];
      const reach = 2 * Math.max(Math.abs(rx), Math.abs(ry));
      points.push(applyTo(matrix, x - reach, y - reach), applyTo(matrix, x + reach, y + reach));
      continue;
    }
    for (let index = 0; index + 1 < numbers.length; index += 2) {
      points.push(applyTo(matrix, numbers[index]!, numbers[index + 1]!));
    }
  }
  return points;
}

/** The box that surely encloses the path through a matrix (as `pathPoints`); undefined for an empty path. */
export function pathBox(commands: readonly PathCommand[], matrix: Matrix): BoxMm | undefined {
  const [a, b, c, d, e, f] = matrix;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const reach = (x: number, y: number): void => {
    const px = a * x + c * y + e;
    const py = b * x + d * y + f;
    left = px < left ? px : left;
    right = px > right ? px : right;
    top = py < top ? py : top;
    bottom = py > bottom ? py : bottom;
  };
  for (const { operator, numbers } of commands) {
    if (operator === 'A') {
      const far = 2 * Math.max(Math.abs(numbers[0]!), Math.abs(numbers[1]!));
      const [x, y] = [numbers[5]!, numbers[6]!];
      reach(x - far, y - far);
      reach(x + far, y - far);
      reach(x - far, y + far);
      reach(x + far, y + far);
      continue;
    }
    for (let index = 0; index + 1 < numbers.length; index += 2) {
      reach(numbers[index]!, numbers[index + 1]!);
    }
  }
  return right < left ? undefined : { xMm: left, yMm: top, widthMm: right - left, heightMm: bottom - top };
}

/** A rectangle as a path. */
export function rectanglePath(box: BoxMm): PathCommand[] {
  const { xMm, yMm, widthMm, heightMm } = box;
  return [
    { operator: 'M', numbers: [xMm, yMm] },
    { operator: 'L', numbers: [xMm + widthMm, yMm] },
    { operator: 'L', numbers: [xMm + widthMm, yMm + heightMm] },
    { operator: 'L', numbers: [xMm, yMm + heightMm] },
    { operator: 'C', numbers: [] },
  ];
}
