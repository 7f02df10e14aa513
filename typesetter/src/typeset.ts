/** The typesetter's two acts: a document to a PDF file, and a document to pictures for a preview. */

import { checkDocument } from './document-limits.ts';
import { drawPdf, drawSvg, type EngineOptions, TypesetError } from './engine/engine.ts';
import type { FileFacts } from './engine/protocol.ts';
import type { UsedFont } from './fonts/index.ts';
import { settableText } from './layout/cells.ts';
import { composeDocument } from './layout/compose.ts';
import { documentNumber } from './layout/dates.ts';
import type { OfficialDocument, Positions } from './official-document.ts';

/** A set document. `fonts` are the files that set at least one character of it, by role. */
export type Typeset = { pdf: Uint8Array; pages: number; positions: Positions; fonts: UsedFont[] };

/** Version of layout and template: a rendition is reproducible with the same version and font files. */
export const TYPESETTER_VERSION = '2';

/** A date every file without a date of its own carries: files never carry the clock's time. */
const NO_DATE: FileFacts['date'] = [2000, 1, 1];

function factsOf(doc: OfficialDocument): FileFacts {
  const date = doc.date ?? doc.printedOn;
  const title = settableText(doc.title).replaceAll('\n', '') || doc.organMark.join('、');
  return {
    title,
    authors: (doc.signature.length > 0 ? doc.signature : doc.organMark).map(settableText),
    keywords: doc.number ? [settableText(documentNumber(doc.number))] : [],
    date: date ? (date.split('-').map(Number) as FileFacts['date']) : NO_DATE,
  };
}

/**
 * Sets a document as PDF/A-2u. The same document, options and font files give the same bytes.
 * @throws TypesetError `document-invalid`, `document-too-large`, `missing-glyphs` (with the
 * characters), `timeout`, `engine-failed`
 */
export async function typeset(doc: OfficialDocument, options: EngineOptions = {}): Promise<Typeset> {
  checkDocument(doc);
  const { pages, positions } = composeDocument(doc);
  const { pdf, fonts } = await drawPdf(pages, factsOf(doc), options);
  return { pdf, pages: pages.length, positions, fonts };
}

/** Which pages to draw; all when absent. Pages count from 1. */
export type PageRange = { from: number; to: number };

/**
 * SVG pictures of the pages (or of a range of them), from the same layout as `typeset`, with the
 * fonts used on them; `pages` is how many there are in all.
 * @throws TypesetError as `typeset`
 */
export async function previewSvg(
  doc: OfficialDocument,
  options: EngineOptions & { range?: PageRange } = {},
): Promise<{ svg: string[]; pages: number; positions: Positions; fonts: UsedFont[] }> {
  checkDocument(doc);
  const { pages, positions } = composeDocument(doc);
  const { from, to } = options.range ?? { from: 1, to: pages.length };
  const drawn = await drawSvg(pages.slice(Math.max(0, from - 1), to), factsOf(doc), options);
  return { ...drawn, pages: pages.length, positions };
}

/** Lays a document out without drawing it: places and pages only, a few milliseconds. @throws TypesetError */
export function layOut(doc: OfficialDocument): { pages: number; positions: Positions } {
  checkDocument(doc);
  const { pages, positions } = composeDocument(doc);
  return { pages: pages.length, positions };
}

export { TypesetError };
