/** AbbreviatedData (GB/T 33190 9.1, table 35) read into commands and written as SVG path data. */
import type { Matrix } from './build-types.ts';
import { applyTo } from './geometry.ts';
import { decimal } from './numbers.ts';

/** A command with absolute coordinates; S is read as M. A: rx ry angle large sweep x y. */
export type PathCommand = {
  readonly operator: 'M' | 'L' | 'Q' | 'B' | 'A' | 'C';
  readonly numbers: readonly number[];
};

const counts: Readonly<Record<string, number>> = { S: 2, M: 2, L: 2, Q: 4, B: 6, A: 7, C: 0 };

/**
 * Reads what producers really write: operators glued to each other or to numbers, repeated operand groups
 * without a repeated operator, empty data. Reading stops at the first thing that is neither.
 */
export function readPathData(data: string): { commands: PathCommand[]; complete: boolean } {
  const commands: PathCommand[] = [];
  const tokens = data.match(/[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[^\s,]/g) ?? [];
  let at = 0;
  let operator = '';
  while (at < tokens.length) {
    if (counts[tokens[at]!] !== undefined) {
      operator = tokens[at]!;
      at += 1;
    } else if (operator === '' || operator === 'C') {
      return { commands, complete: false };
    }
    const count = counts[operator]!;
    const numbers = tokens.slice(at, at + count).map(Number);
    if (numbers.length < count || !numbers.every((n) => Number.isFinite(n) && Math.abs(n) < 1e9)) {
      return { commands, complete: false };
    }
    at += count;
    commands.push({ operator: operator === 'S' ? 'M' : (operator as PathCommand['operator']), numbers });
  }
  return { commands, complete: true };
}

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
