/** Colours as `buildOfd` takes them (GB/T 33190 8.3). The reader's `SolidPaint`, `GradientPaint` and `MeshPaint` fit. */
import type { Matrix } from '../../drawing/index.ts';
import type { PageObjectSpec } from './build-types.ts';

/** sRGB colour, components 0–255; `alpha` 0 (invisible) – 255 (opaque, the default). */
export type ColorSpec = {
  readonly kind?: 'solid';
  readonly rgb: readonly [number, number, number];
  readonly alpha?: number;
};

/** A colour in a colour space of the spec, by its components (0 to 2^bits − 1) or by its place in the palette. */
export type SpaceColorSpec = {
  readonly kind: 'space';
  /** Key of a colour space. */
  readonly space: string;
  readonly values?: readonly number[];
  readonly index?: number;
  readonly alpha?: number;
};

/** A colour of one tone. */
export type PaintSpec = ColorSpec | SpaceColorSpec;

/** Axial or radial shading (8.3.4.2, 8.3.4.3), in the space of the object's data (before `ctm`). */
export type GradientSpec = {
  readonly kind: 'axial' | 'radial';
  readonly start: readonly [number, number];
  readonly end: readonly [number, number];
  /** Radial only. */
  readonly startRadius?: number;
  readonly endRadius?: number;
  /** Default `pad`. */
  readonly repeat?: 'pad' | 'repeat' | 'reflect';
  /** Length of one repetition for `repeat` and `reflect`; default the distance of the end points. */
  readonly mapUnitMm?: number;
  /** For `pad`: whether the end colours go on outside; default false. */
  readonly extendStart?: boolean;
  readonly extendEnd?: boolean;
  /** Radial only: eccentricity 0 (circle) to below 1, and the angle of the long axis in degrees clockwise. */
  readonly eccentricity?: number;
  readonly angle?: number;
  /** At least two, offsets 0–1 rising. */
  readonly stops: readonly {
    readonly offset: number;
    readonly rgb: readonly [number, number, number];
    readonly alpha?: number;
  }[];
  readonly alpha?: number;
};

/** A corner of a coloured triangle. */
export type MeshVertexSpec = {
  readonly xMm: number;
  readonly yMm: number;
  readonly rgb: readonly [number, number, number];
  readonly alpha?: number;
};

/** Free triangles whose colours run between the corners (GouraudShd, 8.3.4.4), in the space of the object's data. */
export type MeshSpec = {
  readonly kind: 'mesh';
  readonly triangles: readonly (readonly [MeshVertexSpec, MeshVertexSpec, MeshVertexSpec])[];
  /** Painted where no triangle reaches. */
  readonly background?: ColorSpec;
  readonly alpha?: number;
};

/** Rows of corners (LaGouraudShd, 8.3.4.5): `vertices` row after row, `perRow` in each, at least 2 × 2. */
export type LatticeSpec = {
  readonly kind: 'lattice';
  readonly perRow: number;
  readonly vertices: readonly MeshVertexSpec[];
  readonly background?: ColorSpec;
  readonly alpha?: number;
};

/** A cell drawn again and again (8.3.3). `objects` and the sizes are in the cell's own space. */
export type PatternSpec = {
  readonly kind: 'pattern';
  readonly widthMm: number;
  readonly heightMm: number;
  /** Default the size. */
  readonly xStepMm?: number;
  readonly yStepMm?: number;
  readonly reflect?: 'Normal' | 'Column' | 'Row' | 'RowAndColumn';
  /** Whether cells start at the painted object's boundary (default) or at the page's corner. */
  readonly relativeTo?: 'Object' | 'Page';
  /** The cell's space to that of `relativeTo`. */
  readonly ctm?: Matrix;
  readonly objects: readonly PageObjectSpec[];
  readonly alpha?: number;
};

/** Everything an object can be painted with. */
export type ObjectPaintSpec = PaintSpec | GradientSpec | MeshSpec | LatticeSpec | PatternSpec;
