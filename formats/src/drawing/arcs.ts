/** Elliptic arcs as Bézier curves, for drawers that know no arcs; and paths taken through matrices. */
import type { Matrix } from './geometry.ts';
import type { PathCommand } from './path.ts';

/** The same path without `A`; the curves stray less than 3 parts in 10,000 of the radius. Unchanged when arc-free. */
export function withoutArcs(path: readonly PathCommand[]): readonly PathCommand[] {
  if (!path.some((command) => command.operator === 'A')) {
    return path;
  }
  const out: PathCommand[] = [];
  let [x, y] = [0, 0];
  let [startX, startY] = [0, 0];
  for (const command of path) {
    const { operator, numbers } = command;
    if (operator === 'C') {
      out.push(command);
      [x, y] = [startX, startY];
      continue;
    }
    if (operator === 'A') {
      out.push(...arcCurves(x, y, numbers));
    } else {
      out.push(command);
    }
    x = numbers[numbers.length - 2]!;
    y = numbers[numbers.length - 1]!;
    if (operator === 'M') {
      [startX, startY] = [x, y];
    }
  }
  return out;
}

/** A path taken through a matrix; arcs become curves. */
export function movedPath(path: readonly PathCommand[], matrix: Matrix): PathCommand[] {
  const [a, b, c, d, e, f] = matrix;
  return withoutArcs(path).map(({ operator, numbers }) => {
    const moved: number[] = [];
    for (let index = 0; index + 1 < numbers.length; index += 2) {
      const x = numbers[index]!;
      const y = numbers[index + 1]!;
      moved.push(a * x + c * y + e, b * x + d * y + f);
    }
    return { operator, numbers: moved };
  });
}

/** From end points to centre and angles as SVG 1.1 F.6.5 does it; radii too small are enlarged (F.6.6). */
function arcCurves(x0: number, y0: number, numbers: readonly number[]): PathCommand[] {
  const [rx0 = 0, ry0 = 0, degrees = 0, large = 0, sweep = 0, x1 = 0, y1 = 0] = numbers;
  let [rx, ry] = [Math.abs(rx0), Math.abs(ry0)];
  if (rx === 0 || ry === 0 || (x0 === x1 && y0 === y1)) {
    return [{ operator: 'L', numbers: [x1, y1] }];
  }
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const dx = (cos * (x0 - x1) + sin * (y0 - y1)) / 2;
  const dy = (-sin * (x0 - x1) + cos * (y0 - y1)) / 2;
  const grow = Math.sqrt(Math.max((dx / rx) ** 2 + (dy / ry) ** 2, 1));
  rx *= grow;
  ry *= grow;
  const below = (rx * dy) ** 2 + (ry * dx) ** 2;
  const root =
    Math.sqrt(Math.max(((rx * ry) ** 2 - below) / below, 0)) * ((large !== 0) === (sweep !== 0) ? -1 : 1);
  const [cxr, cyr] = [(root * rx * dy) / ry, (-root * ry * dx) / rx];
  const cx = cos * cxr - sin * cyr + (x0 + x1) / 2;
  const cy = sin * cxr + cos * cyr + (y0 + y1) / 2;
  const from = Math.atan2((dy - cyr) / ry, (dx - cxr) / rx);
  let turn = Math.atan2((-dy - cyr) / ry, (-dx - cxr) / rx) - from;
  if (sweep !== 0 && turn < 0) {
    turn += 2 * Math.PI;
  } else if (sweep === 0 && turn > 0) {
    turn -= 2 * Math.PI;
  }
  const count = Math.max(Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-9), 1);
  const step = turn / count;
  const reach = (4 / 3) * Math.tan(step / 4);
  const at = (ux: number, uy: number): [number, number] => [
    cx + cos * rx * ux - sin * ry * uy,
    cy + sin * rx * ux + cos * ry * uy,
  ];
  return Array.from({ length: count }, (_, index) => {
    const begin = from + index * step;
    const end = begin + step;
    const [c0, s0, c1, s1] = [Math.cos(begin), Math.sin(begin), Math.cos(end), Math.sin(end)];
    const last = index === count - 1;
    return {
      operator: 'B' as const,
      numbers: [
        ...at(c0 - reach * s0, s0 + reach * c0),
        ...at(c1 + reach * s1, s1 - reach * c1),
        ...(last ? [x1, y1] : at(c1, s1)),
      ],
    };
  });
}
