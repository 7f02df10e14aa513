/** Pages as lists of paint operations, and drawing them. */
export { movedPath, withoutArcs } from './arcs.ts';
export type * from './canvas/canvas-types.ts';
export { type CanvasOptions, drawCanvas } from './canvas/draw-canvas.ts';
export type * from './display-list.ts';
export {
  applyTo,
  type BoxMm,
  boxAround,
  corners,
  identity,
  inverse,
  type Matrix,
  multiply,
  translation,
} from './geometry.ts';
export { type GradientShape, gradientShape } from './gradients.ts';
export { type MeshPixels, meshPixels } from './mesh-pixels.ts';
export { decimal, decimals, deltaArray } from './numbers.ts';
export type * from './paint.ts';
export { type PathCommand, pathBox, pathPoints, rectanglePath } from './path.ts';
export { decodePicture, pixelsOf, showablePictures } from './pictures.ts';
export { drawSvg, type SvgOptions } from './svg/draw-svg.ts';
