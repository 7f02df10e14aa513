/** OFD-A: the archive profile of OFD (GB/T 42133-2022), checked and made. */
export { type ArchiveFinding, type ArchiveRule, archiveRules } from './archive-rules.ts';
export type { SignatureFacts } from './archive-signatures.ts';
export { checkArchive } from './check-archive.ts';
export type { SuppliedFont, WantedFont } from './fix-fonts.ts';
export { type Archived, type ArchiveOptions, toArchive } from './to-archive.ts';
