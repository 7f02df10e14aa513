/** What an area or a line is painted with, already converted to sRGB 0–255; `alpha` 0 (invisible) – 255. */
import type { DisplayItem } from './display-list.ts';
import type { Matrix } from './geometry.ts';

/** sRGB, 0–255 each. */
export type Rgb = readonly [number, number, number];

/** One colour; `alpha` 0–255. */
export type SolidPaint = { readonly kind: 'solid'; readonly rgb: Rgb; readonly alpha: number };

/** A colour at a place of a gradient, 0 (start) – 1 (end). */
export type ColorStop = { readonly offset: number; readonly rgb: Rgb; readonly alpha: number };

/** GB/T 33190 8.3.4.2 axial, 8.3.4.3 radial. Points and radii in the space of what is painted. */
export type GradientPaint = {
  readonly kind: 'axial' | 'radial';
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
  /** Radial only; 0 for axial. */
  readonly startRadius: number;
  readonly endRadius: number;
  /** What lies between the end points is repeated or mirrored to both sides. */
  readonly repeat: 'pad' | 'repeat' | 'reflect';
  /** For `pad`: whether the first and last colours go on outside the end points; otherwise nothing is painted there. */
  readonly extendStart: boolean;
  readonly extendEnd: boolean;
  /** Radial only: an ellipse's eccentricity (0 = circle) and the angle of its long axis, degrees clockwise. */
  readonly eccentricity: number;
  readonly angle: number;
  readonly stops: readonly ColorStop[];
  readonly alpha: number;
};

/** A corner of a coloured triangle. */
export type MeshVertex = {
  readonly xMm: number;
  readonly yMm: number;
  readonly rgb: Rgb;
  readonly alpha: number;
};

/** Gouraud and lattice Gouraud shading (8.3.4.4, 8.3.4.5) as triangles whose colours run between the corners. */
export type MeshPaint = {
  readonly kind: 'mesh';
  readonly triangles: readonly (readonly [MeshVertex, MeshVertex, MeshVertex])[];
  /** Painted first where no triangle reaches (BackColor with Extend). */
  readonly background?: SolidPaint;
  readonly alpha: number;
};

/** A cell drawn again and again (8.3.3). Steps, size and `items` are in the cell's own space. */
export type TilingPaint = {
  readonly kind: 'tiling';
  readonly widthMm: number;
  readonly heightMm: number;
  readonly xStepMm: number;
  readonly yStepMm: number;
  /** How every second cell is mirrored. */
  readonly reflect: 'Normal' | 'Column' | 'Row' | 'RowAndColumn';
  /** The cell's space to the space of what is painted. */
  readonly matrix: Matrix;
  readonly items: readonly DisplayItem[];
  readonly alpha: number;
};

/** What fills an area or a line. */
export type Paint = SolidPaint | GradientPaint | MeshPaint | TilingPaint;
