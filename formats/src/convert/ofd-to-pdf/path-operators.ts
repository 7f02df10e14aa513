/** Paths as PDF operators (ISO 32000-1 8.5.2): quadratic curves and arcs become cubic ones. */
import { applyTo, type Matrix, type PathCommand, withoutArcs } from '../../drawing/index.ts';
import { written } from './content-numbers.ts';

/** The construction operators of a path whose points go through `matrix`; empty for a path without segments. */
export function pathOperators(commands: readonly PathCommand[], matrix: Matrix): string {
  const parts: string[] = [];
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  let open = false;
  const point = (px: number, py: number): string => {
    const [qx, qy] = applyTo(matrix, px, py);
    return `${written(qx)} ${written(qy)}`;
  };
  const begin = (): void => {
    if (!open) {
      parts.push(`${point(x, y)} m`);
      open = true;
    }
  };
  const curve = (x1: number, y1: number, x2: number, y2: number, x3: number, y3: number): void => {
    begin();
    parts.push(`${point(x1, y1)} ${point(x2, y2)} ${point(x3, y3)} c`);
    [x, y] = [x3, y3];
  };
  for (const { operator, numbers } of withoutArcs(commands)) {
    const [n0 = 0, n1 = 0, n2 = 0, n3 = 0, n4 = 0, n5 = 0] = numbers;
    if (operator === 'M') {
      [x, y, startX, startY] = [n0, n1, n0, n1];
      open = false;
    } else if (operator === 'L') {
      begin();
      [x, y] = [n0, n1];
      parts.push(`${point(x, y)} l`);
    } else if (operator === 'Q') {
      curve(
        x + (2 / 3) * (n0 - x),
        y + (2 / 3) * (n1 - y),
        n2 + (2 / 3) * (n0 - n2),
        n3 + (2 / 3) * (n1 - n3),
        n2,
        n3,
      );
    } else if (operator === 'B') {
      curve(n0, n1, n2, n3, n4, n5);
    } else if (open) {
      parts.push('h');
      [x, y] = [startX, startY];
      open = false;
    }
  }
  return parts.join('\n');
}
