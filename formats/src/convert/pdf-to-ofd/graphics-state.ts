import type { Matrix } from '../../drawing/index.ts';
import type { PathSegment } from '../../ofd/index.ts';
import { type ColorSpace, gray } from './color/color-space.ts';
import type { StatePaint } from './color/state-paint.ts';
import type { PdfFont } from './fonts/pdf-font.ts';
import type { SoftMask } from './soft-mask.ts';

/** sRGB 0–255. */
export type Rgb = readonly [number, number, number];

/** A box in page millimetres: left, top, right, bottom. */
export type Bounds = readonly [number, number, number, number];

/** One clipping path in page millimetres. */
export type ClipPath = { readonly segments: readonly PathSegment[]; readonly evenOdd: boolean };

/** Everything painted is cut by all of these: an upright box and any number of paths. */
export type Clip = { readonly box: Bounds | undefined; readonly paths: readonly ClipPath[] };

/** What `q` saves and `Q` restores (ISO 32000-1 8.4). Lengths in user space. */
export type GraphicsState = {
  ctm: Matrix;
  clip: Clip;
  fillSpace: ColorSpace;
  strokeSpace: ColorSpace;
  /** Undefined = nothing is painted: a colour that cannot be shown (noted when it was set), or Separation /None. */
  fill: StatePaint | undefined;
  stroke: StatePaint | undefined;
  fillAlpha: number;
  strokeAlpha: number;
  /** Product of the alphas of the transparency groups around. */
  groupAlpha: number;
  softMask: SoftMask | undefined;
  lineWidth: number;
  cap: 0 | 1 | 2;
  join: 0 | 1 | 2;
  miterLimit: number;
  dash: { pattern: readonly number[]; offset: number };
  font: PdfFont | undefined;
  fontSize: number;
  charSpacing: number;
  wordSpacing: number;
  /** 1 = 100 %. */
  horizontalScale: number;
  leading: number;
  rise: number;
  renderMode: number;
};

const black: StatePaint = { kind: 'solid', rgb: [0, 0, 0] };

/** The state at the start of a page. */
export function initialState(ctm: Matrix): GraphicsState {
  return {
    ctm,
    clip: { box: undefined, paths: [] },
    fillSpace: gray,
    strokeSpace: gray,
    fill: black,
    stroke: black,
    fillAlpha: 1,
    strokeAlpha: 1,
    groupAlpha: 1,
    softMask: undefined,
    lineWidth: 1,
    cap: 0,
    join: 0,
    miterLimit: 10,
    dash: { pattern: [], offset: 0 },
    font: undefined,
    fontSize: 0,
    charSpacing: 0,
    wordSpacing: 0,
    horizontalScale: 1,
    leading: 0,
    rise: 0,
    renderMode: 0,
  };
}
