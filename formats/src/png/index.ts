/** A small deterministic PNG writer. */
export { type PngPixels, writePng } from './write-png.ts';
