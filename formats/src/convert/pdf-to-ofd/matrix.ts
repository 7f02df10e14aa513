import type { Matrix } from '../../drawing/index.ts';

/** `first`, then `then` (row vectors, as in PDF and OFD). */
export function multiply(first: Matrix, then: Matrix): Matrix {
  const [a, b, c, d, e, f] = first;
  const [p, q, r, s, t, u] = then;
  return [a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u];
}

/** A point taken through a matrix. */
export function transform(matrix: Matrix, x: number, y: number): [number, number] {
  const [a, b, c, d, e, f] = matrix;
  return [a * x + c * y + e, b * x + d * y + f];
}

/** Side of the square whose area is that of the transformed unit square. */
export function scaleOf([a, b, c, d]: Matrix): number {
  return Math.sqrt(Math.abs(a * d - b * c));
}

/** Whether circles stay circles. */
export function keepsShape(matrix: Matrix): boolean {
  const [a, b, c, d] = matrix;
  const tolerance = 1e-4 * scaleOf(matrix);
  const straight = Math.abs(a - d) <= tolerance && Math.abs(b + c) <= tolerance;
  const mirrored = Math.abs(a + d) <= tolerance && Math.abs(b - c) <= tolerance;
  return straight || mirrored;
}

/** The matrix that undoes this one; undefined when it flattens everything. */
export function invert([a, b, c, d, e, f]: Matrix): Matrix | undefined {
  const determinant = a * d - b * c;
  if (!(Math.abs(determinant) > 1e-18)) {
    return undefined;
  }
  const [p, q, r, s] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  return [p, q, r, s, -(e * p + f * r), -(e * q + f * s)];
}
