/** Pages as PNG, without a browser. */

// whoever shows pages needs these too, and the whole typesetter is much to load
export { standInFonts } from '../fonts/stand-ins.ts';
export { type DrawPngOptions, drawPng, type PagePng } from './draw-png.ts';
export { pngOfPage } from './png-of-page.ts';
