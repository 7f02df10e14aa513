import type { Matrix } from '../../../drawing/index.ts';
import type { PatternSpec } from '../../../ofd/index.ts';
import type { Rgb } from '../graphics-state.ts';
import type { Shading } from './shading.ts';

/** What areas and lines are painted with, before opacity. */
export type StatePaint =
  | { readonly kind: 'solid'; readonly rgb: Rgb }
  /** `matrix` takes the shading's space to page millimetres. */
  | { readonly kind: 'shading'; readonly shading: Shading; readonly matrix: Matrix }
  /** A cell placed in page coordinates. */
  | { readonly kind: 'tiling'; readonly pattern: PatternSpec };
