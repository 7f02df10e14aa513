import type { Matrix } from '../../drawing/index.ts';
import type { PathSegment } from '../../ofd/index.ts';
import type { PdfFont } from './pdf-font.ts';

/** sRGB 0–255; undefined = a paint that cannot be shown in OFD (reported when it was set). */
export type Rgb = readonly [number, number, number] | undefined;

/** A box in page millimetres: left, top, right, bottom. */
export type Bounds = readonly [number, number, number, number];

/** One clipping path in page millimetres; `rectangle` when it is just an upright box. */
type ClipPath = {
  readonly segments: readonly PathSegment[];
  readonly rectangle: Bounds | undefined;
};

/** What `q` saves and `Q` restores (ISO 32000-1 8.4). Lengths in user space. */
export type GraphicsState = {
  ctm: Matrix;
  clips: readonly ClipPath[];
  fillSpace: ColorSpaceName;
  strokeSpace: ColorSpaceName;
  fill: Rgb;
  stroke: Rgb;
  fillAlpha: number;
  strokeAlpha: number;
  /** Product of the alphas of the transparency groups around. */
  groupAlpha: number;
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

/** A colour space reduced to what this converter can compute. */
export type ColorSpaceName = 'gray' | 'rgb' | 'cmyk' | 'unsupported';

/** The state at the start of a page. */
export function initialState(ctm: Matrix): GraphicsState {
  return {
    ctm,
    clips: [],
    fillSpace: 'gray',
    strokeSpace: 'gray',
    fill: [0, 0, 0],
    stroke: [0, 0, 0],
    fillAlpha: 1,
    strokeAlpha: 1,
    groupAlpha: 1,
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
