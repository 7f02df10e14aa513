/** Raster pictures: what they are, reading them, writing PNG. */
export { composeMask } from './compose-mask.ts';
export { embeddableJbig2 } from './jbig2.ts';
export { mediaTypeOf } from './media-type.ts';
export { pngOfRaster } from './png-of-raster.ts';
export {
  defaultRasterLimits,
  ImageError,
  type Raster,
  type RasterInfo,
  type RasterLimits,
} from './raster.ts';
export { type RasterOptions, rasterInfo, readRaster } from './read-raster.ts';
export { withoutExif } from './without-exif.ts';
export { type PngPixels, writePng } from './write-png.ts';
