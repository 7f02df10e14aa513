/** OFD (GB/T 33190-2016): writing, reading, text and pages. */
export { buildOfd } from './build-ofd.ts';
export type * from './build-types.ts';
export { type TaggedBox, tagByBoxes } from './tag-by-boxes.ts';
