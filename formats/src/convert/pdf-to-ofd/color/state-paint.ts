import type { Matrix } from '../../../drawing/index.ts';
import type { PathSegment, PatternSpec } from '../../../ofd/index.ts';
import type { Canvas } from '../canvas.ts';
import type { Bounds, GraphicsState, Rgb } from '../graphics-state.ts';
import type { Shading } from './shading.ts';

/** What areas and lines are painted with, before opacity. */
export type StatePaint =
  | { readonly kind: 'solid'; readonly rgb: Rgb }
  /** `matrix` takes the shading's space to page millimetres. */
  | { readonly kind: 'shading'; readonly shading: Shading; readonly matrix: Matrix }
  | { readonly kind: 'tiling'; readonly cell: TilingCell };

/** A cell drawn again and again (ISO 32000-1 8.7.3). */
export type TilingCell = {
  /** The cell placed in page coordinates; undefined when it is empty. */
  pattern(): PatternSpec | undefined;
  /**
   * Draws the cell itself, cut by the path given in page millimetres, where one cell covers all of it; false when
   * more than one is needed.
   */
  once(
    canvas: Canvas,
    state: GraphicsState,
    segments: readonly PathSegment[],
    evenOdd: boolean,
    bounds: Bounds,
  ): boolean;
};
