/** The lists of a document that an edit adds to: annotations, attachments, custom tags (GB/T 33190 15, 16, 20). */
import type { XmlElement } from '../../container/index.ts';
import { parentFolder } from '../model/package-paths.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import { attachmentElement } from './build-attachments.ts';
import { safeExtension } from './build-resources.ts';
import type { OfdEdit } from './edit-types.ts';
import { type EditedPackage, named } from './edited-package.ts';

/** Children of Document in the order of the standard's schema. */
export const documentOrder =
  'CommonData Pages Outlines Permissions Actions VPreferences Bookmarks Annotations CustomTags Attachments Extensions'.split(
    ' ',
  );

/** The entry a list element of Document.xml names, when it exists. */
export function listEntry(pack: EditedPackage, name: string): string | undefined {
  const source = pack.source(pack.rootEntry);
  const link = named(source.root, name).at(-1);
  return link && pack.find(pack.rootEntry, source.text(link));
}

/** Adds a link to a list in Document.xml; a dead link is given the new place. */
export function link(pack: EditedPackage, name: string, location: string): void {
  const source = pack.source(pack.rootEntry);
  const dead = named(source.root, name).at(-1);
  if (dead) {
    source.setText(dead, location);
  } else {
    source.insert(source.root, ofdText(name, location)!, documentOrder);
  }
}

/** Annotations of existing and new pages: into the page's own file, or a new file and its record. */
export function addAnnotations(
  pack: EditedPackage,
  annotated: readonly { pageId: string | number; elements: XmlElement[] }[],
): void {
  if (annotated.length === 0) {
    return;
  }
  const list = listEntry(pack, 'Annotations');
  const folder = list === undefined ? `${pack.folder}Annots` : parentFolder(list);
  const base = folder === '' ? '' : `${folder}/`;
  const records: XmlElement[] = [];
  const files = list === undefined ? new Map<string, string>() : annotationFiles(pack, list);
  const uses = new Map<string, number>();
  for (const file of files.values()) {
    uses.set(file, (uses.get(file) ?? 0) + 1);
  }
  const pages = new Map<string, XmlElement[]>();
  for (const { pageId, elements } of annotated) {
    pages.set(String(pageId), [...(pages.get(String(pageId)) ?? []), ...elements]);
  }
  for (const [pageId, elements] of pages) {
    const file = files.get(pageId);
    if (file !== undefined && uses.get(file) === 1) {
      const source = pack.source(file);
      for (const element of elements) {
        source.insert(source.root, element, ['Annot']);
      }
      continue;
    }
    // page ids are whatever the file says: only plain numbers become part of a name
    const part = /^\d{1,9}$/.test(pageId) ? pageId : 'x';
    const number = pack.freeNumber((n) => `${base}Page_${part}_${n}/Annotation.xml`, 0);
    const location = `Page_${part}_${number}/Annotation.xml`;
    pack.addXml(`${base}${location}`, ofd('PageAnnot', {}, elements));
    records.push(ofd('Page', { PageID: pageId }, [ofdText('FileLoc', location)]));
  }
  if (list === undefined) {
    const number = pack.freeNumber((n) => `${base}${numbered('Annotations', n)}`, 0);
    pack.addXml(`${base}${numbered('Annotations', number)}`, ofd('Annotations', {}, records));
    link(pack, 'Annotations', `Annots/${numbered('Annotations', number)}`);
    return;
  }
  const source = pack.source(list);
  for (const record of records) {
    source.insert(source.root, record, ['Page']);
  }
}

/** Annotation files by page id. */
function annotationFiles(pack: EditedPackage, list: string): Map<string, string> {
  const source = pack.source(list);
  const files = new Map<string, string>();
  for (const page of named(source.root, 'Page')) {
    const location = named(page, 'FileLoc')[0];
    const file = location && pack.find(list, source.text(location));
    if (file !== undefined) {
      files.set(source.attribute(page, 'PageID') ?? '', file);
    }
  }
  return files;
}

/** `name.xml`, `name_1.xml` … */
export function numbered(name: string, number: number): string {
  return number === 0 ? `${name}.xml` : `${name}_${number}.xml`;
}

/** Ids "a1", "a2" … that the list does not have. */
export function newAttachmentIds(pack: EditedPackage, list: string | undefined, count: number): string[] {
  // a list that is not changed may be broken
  const source = list === undefined || count === 0 ? undefined : pack.source(list);
  const taken = new Set(source?.root.children.map((child) => source.attribute(child, 'ID')));
  const ids: string[] = [];
  for (let number = 1; ids.length < count; number++) {
    if (!taken.has(`a${number}`)) {
      ids.push(`a${number}`);
    }
  }
  return ids;
}

/** New attachments behind the old ones. */
export function addAttachments(
  pack: EditedPackage,
  list: string | undefined,
  { attachments = [] }: OfdEdit,
  ids: readonly string[],
): void {
  if (attachments.length === 0) {
    return;
  }
  const folder = list === undefined ? `${pack.folder}Attachs` : parentFolder(list);
  const base = folder === '' ? '' : `${folder}/`;
  const records = attachments.map((attachment, index) => {
    const extension = safeExtension(attachment.format);
    const number = pack.freeNumber((n) => `${base}attachment_${n}.${extension}`, 0);
    const file = `attachment_${number}.${extension}`;
    pack.add({ name: `${base}${file}`, bytes: attachment.bytes });
    return attachmentElement(attachment, ids[index]!, file);
  });
  if (list === undefined) {
    const number = pack.freeNumber((n) => `${base}${numbered('Attachments', n)}`, 0);
    pack.addXml(`${base}${numbered('Attachments', number)}`, ofd('Attachments', {}, records));
    link(pack, 'Attachments', `Attachs/${numbered('Attachments', number)}`);
    return;
  }
  const source = pack.source(list);
  for (const record of records) {
    source.insert(source.root, record, ['Attachment']);
  }
}
