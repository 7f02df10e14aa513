/** Rectangles and matrices in millimetres; origin top-left, x to the right, y down. */

/** Row-vector matrix `a b c d e f`: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** Rectangle in millimetres, top-left corner first. */
export type BoxMm = {
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
};

/** The matrix that changes nothing. */
export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** `first`, then `then`: row vectors, so the product is first × then (GB/T 33190 8.2). */
export function multiply(first: Matrix, then: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [p, q, r, s, t, u] = then;
  return [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u];
}

/** A point taken through a matrix. */
export function applyTo(matrix: Matrix, x: number, y: number): [number, number] {
  const [a, b, c, d, e, f] = matrix;
  return [a * x + c * y + e, b * x + d * y + f];
}

/** A pure shift. */
export function translation(x: number, y: number): Matrix {
  return [1, 0, 0, 1, x, y];
}

/** The matrix that takes back what `matrix` does; undefined when it flattens the plane. */
export function inverse(matrix: Matrix): Matrix | undefined {
  const [a, b, c, d, e, f] = matrix;
  const area = a * d - b * c;
  if (!Number.isFinite(area) || Math.abs(area) < 1e-12) {
    return undefined;
  }
  return [d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area];
}

/** The smallest box around points, grown by `margin`; a point-free list gives an empty box at the origin. */
export function boxAround(points: readonly (readonly [number, number])[], margin = 0): BoxMm {
  if (points.length === 0) {
    return { xMm: 0, yMm: 0, widthMm: 0, heightMm: 0 };
  }
  let [left, top] = points[0]!;
  let [right, bottom] = points[0]!;
  for (const [x, y] of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const xMm = left - margin;
  const yMm = top - margin;
  return { xMm, yMm, widthMm: right + margin - xMm, heightMm: bottom + margin - yMm };
}

/** The four corners of a box, clockwise from the top left. */
export function corners(box: BoxMm): [number, number][] {
  const right = box.xMm + box.widthMm;
  const bottom = box.yMm + box.heightMm;
  return [
    [box.xMm, box.yMm],
    [right, box.yMm],
    [right, bottom],
    [box.xMm, bottom],
  ];
}
