/** Holds a file to GB/T 42133-2022 and lists every violated rule with clause and place. */
import { attr, child, children, childText, type XmlElement } from '../../container/index.ts';
import type { OfdDocument } from '../model/read-types.ts';
import { ArchiveParts, flag } from './archive-parts.ts';
import { type ArchiveFinding, ArchiveNotes } from './archive-rules.ts';
import { unfitAttachment } from './attachment-kinds.ts';
import { checkContent } from './check-content.ts';
import { checkFonts, checkResources } from './check-resources.ts';
import { actionJudge, actionsOf } from './goto-targets.ts';
import { hasNationalForm } from './signature-form.ts';

const encryptionParts = /(^|\/)(encryptions\.xml|decryptseed\.dat|entriesmap\.dat)$/i;

/**
 * Every violated rule, in the order of the standard's clauses; an empty list means the file is fit for the archive
 * as far as a program can see (rules that only advise are not checked). Never throws.
 */
export function checkArchive(document: OfdDocument): ArchiveFinding[] {
  const notes = new ArchiveNotes();
  const parts = new ArchiveParts(document);
  checkStructure(document, parts, notes);
  checkNavigation(parts, notes);
  parts.resources.forEach((part) => {
    checkResources(part, parts, notes);
  });
  checkFonts(parts, notes);
  const judge = actionJudge(parts);
  for (const { entry, root } of parts.pages) {
    for (const action of actionsOf(root)) {
      if (judge(action) !== 'goto') {
        notes.note('archive-page-action', entry);
      }
    }
    checkLayerNames(root, entry, notes);
  }
  for (const { entry, root } of parts.contentRoots()) {
    checkContent(root, entry, notes);
  }
  checkAnnotations(parts, notes);
  checkSignatures(document, notes);
  for (const { entry, root } of parts.attachmentLists) {
    for (const attachment of children(root, 'Attachment')) {
      const name = attr(attachment, 'Name') ?? '';
      const reason = unfitAttachment(name, attr(attachment, 'Format') ?? '');
      parts.follow(entry, childText(attachment, 'FileLoc'));
      if (reason !== undefined) {
        notes.note('archive-attachment', entry, `${name}: ${reason}`);
      }
    }
  }
  for (const { holder, location } of parts.missing) {
    notes.note('archive-missing-resource', holder, location);
  }
  for (const entry of parts.broken) {
    notes.note('archive-broken-part', entry);
  }
  return notes.list.sort((a, b) => compareClauses(a.clause, b.clause));
}

/** "6.10.1 a" comes after "6.9". The sort is stable, so places stay in file order. */
function compareClauses(a: string, b: string): number {
  const key = (clause: string): string => clause.replace(/\d+/g, (digits) => digits.padStart(3, '0'));
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}

function checkStructure(document: OfdDocument, parts: ArchiveParts, notes: ArchiveNotes): void {
  if (document.docType !== 'OFD-A') {
    notes.note('archive-doc-type', 'OFD.xml', document.docType);
  }
  if (parts.bodies.length !== 1) {
    notes.note('archive-several-documents', 'OFD.xml', `${parts.bodies.length}`);
  }
  for (const name of document.order) {
    if (encryptionParts.test(name)) {
      notes.note('archive-encryption', name);
    } else if (!document.reached.has(name)) {
      notes.note('archive-unreferenced-entry', name);
    }
  }
  for (const { code, place } of document.findings) {
    if (code === 'encrypted-entry') {
      notes.note('archive-encryption', place ?? '');
    }
  }
  for (const [name, code] of [
    ['Permissions', 'archive-permissions'],
    ['VPreferences', 'archive-view-preferences'],
    ['Extensions', 'archive-extensions'],
  ] as const) {
    if (parts.root && child(parts.root, name)) {
      notes.note(code, parts.rootEntry);
    }
  }
}

function checkNavigation(parts: ArchiveParts, notes: ArchiveNotes): void {
  const { root, rootEntry } = parts;
  if (!root) {
    return;
  }
  const judge = actionJudge(parts);
  for (const action of actionsOf(root)) {
    if (judge(action) !== 'goto') {
      notes.note('archive-document-action', rootEntry);
    }
  }
  const visit = (element: XmlElement): void => {
    for (const action of actionsOf(element)) {
      const kind = judge(action);
      if (kind !== 'goto') {
        const code = kind === 'lost' ? 'archive-outline-target' : 'archive-outline-action';
        notes.note(code, rootEntry, attr(element, 'Title'));
      }
    }
    children(element, 'OutlineElem').forEach(visit);
  };
  children(root, 'Outlines').forEach(visit);
}

function checkLayerNames(root: XmlElement, entry: string, notes: ArchiveNotes): void {
  const content = child(root, 'Content');
  const names = (content ? children(content, 'Layer') : []).map((layer) => attr(layer, 'Name') ?? '');
  const twice = names.find((name, index) => name !== '' && names.indexOf(name) !== index);
  if (twice !== undefined) {
    notes.note('archive-layer-name', entry, twice);
  }
}

/** Objects of an appearance that react: links hang their actions on them. */
function checkAnnotations(parts: ArchiveParts, notes: ArchiveNotes): void {
  const judge = actionJudge(parts);
  for (const { entry, root } of parts.annotations) {
    for (const annotation of children(root, 'Annot')) {
      const place = `${entry}#${attr(annotation, 'ID')}`;
      const archived =
        flag(annotation, 'ReadOnly', true) &&
        flag(annotation, 'NoZoom', false) &&
        flag(annotation, 'NoRotate', false);
      if (!archived) {
        notes.note('archive-annotation-flags', place);
      }
      const appearance = child(annotation, 'Appearance');
      const objects = appearance ? children(appearance) : [];
      if (objects.some(({ name }) => name === 'PageBlock')) {
        notes.note('archive-annotation-block', place);
      }
      for (const action of [annotation, ...objects].flatMap(actionsOf)) {
        const kind = judge(action);
        if (kind !== 'goto') {
          notes.note(kind === 'lost' ? 'archive-goto-target' : 'archive-annotation-action', place);
        }
      }
    }
  }
}

function checkSignatures(document: OfdDocument, notes: ArchiveNotes): void {
  for (const { id, type, entry, signedValueEntry } of document.signatures) {
    const value = signedValueEntry === undefined ? undefined : document.entries.get(signedValueEntry);
    if (!hasNationalForm(type, value)) {
      notes.note('archive-signature-form', entry ?? '', id);
    }
  }
}
