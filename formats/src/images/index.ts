/** Raster pictures: what they are, reading them, writing PNG. */
export { mediaTypeOf } from './media-type.ts';
export { type PngPixels, writePng } from './write-png.ts';
