/** Where drawing stands: the stream written to, and how coordinates get there. */
import type { DisplayItem, Matrix, Picture } from '../../drawing/index.ts';
import type { ContentStream } from './content-stream.ts';
import type { PdfTarget } from './pdf-target.ts';

/** A rectangle of the content stream's own space: left, bottom, right, top in points. */
export type PointBox = readonly [number, number, number, number];

export type Ink = {
  readonly target: PdfTarget;
  readonly content: ContentStream;
  /** From the items' space to the stream's (points, y up). */
  readonly matrix: Matrix;
  /** 0–1; other than 1 only where a single shape stands for its group. */
  readonly opacity: number;
  /** Nothing outside can be seen. */
  readonly box: PointBox;
  /** Groups and cells inside each other. */
  readonly depth: number;
  /** Pictures by key, of the display list being drawn. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** Draws further items (a group's, a cell's). */
  readonly draw: (items: readonly DisplayItem[], ink: Ink) => void;
};

/** How lengths of an item's space come into the stream: `cm` first when a pen would be squeezed, then points and widths. */
export type Placing = {
  readonly before: Matrix | undefined;
  readonly points: Matrix;
  readonly scale: number;
};

/**
 * Points are written in the stream's own space, so that accuracy does not hang on the item's scale; only a stroke
 * under a matrix that is no similarity needs `cm`, whose linear part is then kept near 1.
 */
export function placing(matrix: Matrix, stroked: boolean): Placing {
  const [a, b, c, d, e, f] = matrix;
  const scale = Math.sqrt(Math.abs(a * d - b * c));
  const like = Math.abs(a * c + b * d) + Math.abs(a * a + b * b - c * c - d * d);
  if (!stroked || scale < 1e-6 || like <= 1e-6 * (a * a + b * b + c * c + d * d)) {
    return { before: undefined, points: matrix, scale: scale < 1e-6 ? Math.hypot(a, b, c, d) : scale };
  }
  return {
    before: [a / scale, b / scale, c / scale, d / scale, e, f],
    points: [scale, 0, 0, scale, 0, 0],
    scale,
  };
}

/** A matrix whose linear part is near 1, and the scale taken out of it: six decimals are then enough. */
export function evened([a, b, c, d, e, f]: Matrix): { matrix: Matrix; scale: number } {
  const size = Math.sqrt(Math.abs(a * d - b * c));
  const scale = size > 1e-9 && Number.isFinite(size) ? size : 1;
  return { matrix: [a / scale, b / scale, c / scale, d / scale, e, f], scale };
}
