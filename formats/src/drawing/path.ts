/** Outlines as commands with absolute coordinates, and what is derived from them. */
import { applyTo, type Matrix } from './geometry.ts';
import { decimal } from './numbers.ts';

/** A command with absolute coordinates; S is read as M. A: rx ry angle large sweep x y. */
export type PathCommand = {
  readonly operator: 'M' | 'L' | 'Q' | 'B' | 'A' | 'C';
  readonly numbers: readonly number[];
};

/** SVG path data: the same meaning except B = C and C = Z. Only digits and operators of ours come out. */
export function svgPathData(commands: readonly PathCommand[]): string {
  const parts: string[] = [];
  let begun = false;
  for (const { operator, numbers } of commands) {
    if (!begun && operator !== 'M') {
      parts.push('M0 0');
    }
    begun = true;
    const flags =
      operator === 'A'
        ? numbers.map((n, index) => (index === 3 || index === 4 ? Number(n !== 0) : n))
        : numbers;
    const letter = operator === 'B' ? 'C' : operator === 'C' ? 'Z' : operator;
    parts.push(`${letter}${flags.map((n) => decimal(n)).join(' ')}`);
  }
  return parts.join('');
}

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
