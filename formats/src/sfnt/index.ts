/** Fonts: outlines of every format found in documents, and subsets made whole. */

export { standardEncodingName } from './cff/standard-strings.ts';
export { readCharacterMap } from './character-map.ts';
export { completeSubset, type SubsetKnowledge } from './complete-subset.ts';
export { SfntError } from './errors.ts';
export { readFont, type TrueTypeFont } from './font.ts';
export type { FontOutlines } from './font-outlines.ts';
export { fontDisplayName } from './names/font-names.ts';
export { characterOfGlyphName } from './names/glyph-names.ts';
export { openOutlines } from './open-outlines.ts';
export { glyphOutline } from './outline.ts';
export type { OutlineSegment } from './outline-segment.ts';
export { type FilePart, sparseFile } from './sparse-file.ts';
export { type Subset, type SubsetRequest, subsetFont } from './subset.ts';
export type { SubsetNames } from './subset-names.ts';
export { renameFamily, toTrueType } from './to-true-type.ts';
