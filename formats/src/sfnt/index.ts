/** TrueType fonts: reading outlines, and completing the subsets PDFs carry. */
export { readCharacterMap } from './character-map.ts';
export { completeSubset, type SubsetKnowledge, type SubsetNames } from './complete-subset.ts';
export { SfntError } from './errors.ts';
export { readFont, type TrueTypeFont } from './font.ts';
export { familyName } from './name-table.ts';
export { glyphOutline, type OutlineSegment } from './outline.ts';
