/** Pages as lists of paint operations, and drawing them. */
export type * from './display-list.ts';
export {
  applyTo,
  type BoxMm,
  boxAround,
  corners,
  identity,
  type Matrix,
  multiply,
  translation,
} from './geometry.ts';
export { decimal, decimals, deltaArray } from './numbers.ts';
export type * from './paint.ts';
export { type PathCommand, pathPoints, svgPathData } from './path.ts';
export {
  multiplyStyle,
  type Svg,
  type SvgAttributes,
  svg,
  svgMatrix,
  svgNumber,
  svgText,
} from './svg/svg.ts';
