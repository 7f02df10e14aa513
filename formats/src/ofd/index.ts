/** OFD (GB/T 33190-2016): writing, reading, text and pages. */

export {
  type Archived,
  type ArchiveFinding,
  type ArchiveOptions,
  type ArchiveRule,
  archiveRules,
  checkArchive,
  type SignatureFacts,
  type SuppliedFont,
  toArchive,
  type WantedFont,
} from './archive/index.ts';
export type { DisplayOptions, FontFile, StampPicture } from './display/display-options.ts';
export { displayPage } from './display/display-page.ts';
export { type DrawOptions, drawPageSvg } from './display/draw-page.ts';
export { type FontRole, fontRole } from './display/font-families.ts';
export type * from './model/build-types.ts';
export type * from './model/read-types.ts';
export { ofdVocabulary } from './model/vocabulary.ts';
export { type ReadOptions, reachableEntries, readOfd } from './reading/read-ofd.ts';
export { extractPageText, extractText, plainText } from './text/extract-text.ts';
export { type SearchOptions, searchRuns, searchText, type TextMatch } from './text/search-text.ts';
export { type TaggedText, taggedTexts, tagValues } from './text/tagged-text.ts';
export { characterBox, type TextRun } from './text/text-run.ts';
export { appendEntries, entriesOf } from './writing/append-entries.ts';
export { buildOfd } from './writing/build-ofd.ts';
export {
  carryOut,
  type EditedOfd,
  type EditOptions,
  editEntries,
  editOfd,
} from './writing/edit-ofd.ts';
export {
  type EditPlan,
  EditRefused,
  type InfoEdit,
  type OfdEdit,
  type SignatureRecordEdit,
} from './writing/edit-types.ts';
export { newOfd } from './writing/new-ofd.ts';
export type * from './writing/new-ofd-types.ts';
export { planEdit } from './writing/plan-edit.ts';
export { type TaggedBox, tagByBoxes } from './writing/tag-by-boxes.ts';
