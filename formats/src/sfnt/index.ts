/** Fonts: the outlines of every kind of font found in documents, and subsets written as whole TrueType fonts. */

export { SfntError } from './errors.ts';
export { readFont } from './font.ts';
export type { FontOutlines } from './font-outlines.ts';
export { fontDisplayName } from './names/font-names.ts';
export { characterOfGlyphName } from './names/glyph-names.ts';
export { openOutlines } from './open-outlines.ts';
export type { OutlineSegment } from './outline-segment.ts';
export { sparseFile } from './sparse-file.ts';
export { type Subset, type SubsetRequest, subsetFont } from './subset.ts';
export type { SubsetNames } from './subset-names.ts';
export { renameFamily, toTrueType } from './to-true-type.ts';
