/** OFD (GB/T 33190-2016): writing, reading, text and pages. */
export { appendEntries, entriesOf, replaceEntry } from './append-entries.ts';
export { buildOfd } from './build-ofd.ts';
export type * from './build-types.ts';
export type { DrawOptions, StampPicture } from './draw-canvas.ts';
export { drawPageSvg } from './draw-page.ts';
export { extractText, plainText, type TextRun, tagValues } from './extract-text.ts';
export { mediaTypeOf } from './media-type.ts';
export type { PathCommand } from './path-data.ts';
export { reachableEntries, readOfd } from './read-ofd.ts';
export type * from './read-types.ts';
export { type TaggedBox, tagByBoxes } from './tag-by-boxes.ts';
export { ofdVocabulary } from './vocabulary.ts';
