/**
 * Works out what an edit changes. Every other entry stays as it is; the parts that list things (OFD.xml,
 * Document.xml, Annotations.xml, Attachments.xml, CustomTags.xml, Signatures.xml) get new elements in their
 * original text.
 */
import type { XmlElement } from '../../container/index.ts';
import type { PageSpec } from '../model/build-types.ts';
import type { OfdDocument } from '../model/read-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import { buildAnnotation } from './build-annotations.ts';
import { buildBookmarks, buildOutlines } from './build-navigation.ts';
import { innerWriters, type ObjectScope } from './build-objects.ts';
import { buildPage } from './build-page.ts';
import {
  documentFiles,
  documentResources,
  publicFiles,
  publicResources,
  resourceEntry,
  resourceIds,
} from './build-resources.ts';
import type { ResourceIds } from './build-scope.ts';
import type { TaggedObject } from './build-tags.ts';
import { editInfo } from './edit-info.ts';
import { addAnnotations, addAttachments, documentOrder, listEntry, newAttachmentIds } from './edit-lists.ts';
import { editSignatures } from './edit-signatures.ts';
import { addTags } from './edit-tags.ts';
import type { EditPlan, OfdEdit } from './edit-types.ts';
import { EditedPackage, named } from './edited-package.ts';
import type { SourceElement } from './xml-scan.ts';

const commonOrder = 'MaxUnitID PageArea PublicRes DocumentRes TemplatePage DefaultCS'.split(' ');

/**
 * The plan for an edit of a package's first document. Pure. Throws `RangeError` when the edit does not fit the
 * document and `XmlError` when a part that has to change is not well-formed.
 */
export function planEdit(document: OfdDocument, edit: OfdEdit): EditPlan {
  const body = document.docs[0];
  const pack = new EditedPackage(document);
  const source = pack.source(pack.rootEntry);
  const root = source.root;
  const pages = named(root, 'Pages')[0];
  const common = named(root, 'CommonData')[0];
  if (!body || !pages || !common) {
    throw new RangeError('expected a Document.xml with CommonData and Pages');
  }
  const oldPages = named(pages, 'Page');
  const order = pageOrder(oldPages.length, edit.pages ?? []);
  const newIds = (edit.pages ?? []).map(() => pack.next());
  const pageIds = order.map(({ old, added }) =>
    old === undefined ? newIds[added!]! : (source.attribute(oldPages[old]!, 'ID') ?? ''),
  );
  const tagged: TaggedObject[] = [];
  const attachments = listEntry(pack, 'Attachments');
  const attachmentIds = newAttachmentIds(pack, attachments, edit.attachments?.length ?? 0);
  const scope: ObjectScope = {
    ids: withExisting(resourceIds(edit, pack.next), document, edit),
    next: pack.next,
    pageId: (index) => pageIds[index] ?? fail(`no page ${index}`),
    attachmentId: (index) => attachmentIds[index] ?? fail(`no attachment ${index}`),
    origin: [0, 0],
    placed: () => {},
    compressDeltas: edit.compressDeltas ?? false,
    inner: innerWriters,
    units: new Map((edit.composites ?? []).map((unit) => [unit.key, unit])),
  };
  const onPage = (pageId: string | number): ObjectScope => ({
    ...scope,
    placed: (object) => tagged.push({ ...object, pageId }),
  });
  addResources(pack, edit, scope, common);
  const annotated: { pageId: string | number; elements: XmlElement[] }[] = [];
  const templates = new Map(body.templates.map(({ id }) => [`#${id}`, id]));
  const records = (edit.pages ?? []).map(({ page }, index) => {
    const id = newIds[index]!;
    const number = pack.freeNumber(
      (n) => `${pack.folder}Pages/Page_${n}/Content.xml`,
      oldPages.length + index,
    );
    const location = `Pages/Page_${number}/Content.xml`;
    pack.addXml(`${pack.folder}${location}`, buildPage(page, onPage(id), templates));
    if (page.annotations?.length) {
      annotated.push({ pageId: id, elements: page.annotations.map((a) => buildAnnotation(a, onPage(id))) });
    }
    return ofd('Page', { ID: id, BaseLoc: location });
  });
  for (const [place, { added }] of order.entries()) {
    if (added !== undefined) {
      const next = order.slice(place).find(({ old }) => old !== undefined)?.old;
      if (next === undefined) {
        source.insert(pages, records[added]!, ['Page']);
      } else {
        source.insertBefore(pages, oldPages[next]!, records[added]!);
      }
    }
  }
  for (const { page, annotations } of edit.annotations ?? []) {
    const element = oldPages[page] ?? fail(`no page ${page}`);
    const pageId = source.attribute(element, 'ID') ?? '';
    annotated.push({ pageId, elements: annotations.map((a) => buildAnnotation(a, onPage(pageId))) });
  }
  addAnnotations(pack, annotated);
  addAttachments(pack, attachments, edit, attachmentIds);
  addTags(pack, edit, tagged);
  for (const element of [buildOutlines(edit.outlines, scope), buildBookmarks(edit.bookmarks, scope)]) {
    if (element) {
      appendTo(pack, root, element);
    }
  }
  editInfo(pack, edit.info);
  const signature = edit.signature && editSignatures(pack, document, edit.signature);
  updateMaxUnitId(pack, common);
  const replaced = pack.replaced();
  const breaks = document.signatures
    .filter(({ references }) => references.some(({ entry }) => entry !== undefined && replaced.has(entry)))
    .map(({ id }) => id);
  return { replaced, added: pack.added, breaks, ...(signature ? { signature } : {}) };
}

function fail(problem: string): never {
  throw new RangeError(problem);
}

/** The pages as they will be: each an old one or the index of an added one. */
function pageOrder(
  count: number,
  added: readonly { readonly page: PageSpec; readonly at?: number }[],
): { old?: number; added?: number }[] {
  const before: number[][] = Array.from({ length: count + 1 }, () => []);
  for (const [index, { at = count }] of added.entries()) {
    (before[at] ?? fail(`expected a place from 0 to ${count}, found ${at}`)).push(index);
  }
  return before.flatMap((list, place) => [
    ...list.map((index) => ({ added: index })),
    ...(place < count ? [{ old: place }] : []),
  ]);
}

/** New ids, and those of the document and of the annotated pages by `#` + id. */
function withExisting(ids: ResourceIds, document: OfdDocument, edit: OfdEdit): ResourceIds {
  const pages = new Set((edit.annotations ?? []).map(({ page }) => document.docs[0]!.pages[page]));
  const known = [
    document.docs[0]!.resources,
    ...[...pages].flatMap((page) => (page ? [page.resources] : [])),
  ];
  const merge = (
    own: ReadonlyMap<string, number | string>,
    existing: readonly ReadonlyMap<string, unknown>[],
  ): Map<string, number | string> =>
    new Map([...existing.flatMap((map) => [...map.keys()].map((id) => [`#${id}`, id] as const)), ...own]);
  const lists = [...new Set(known)];
  const media = lists.map((resources) => resources.media);
  return {
    fonts: merge(
      ids.fonts,
      lists.map((resources) => resources.fonts),
    ),
    images: merge(ids.images, media),
    media: merge(ids.media, media),
    colorSpaces: merge(
      ids.colorSpaces,
      lists.map((resources) => resources.colorSpaces),
    ),
    drawParams: merge(
      ids.drawParams,
      lists.map((resources) => resources.drawParams),
    ),
    composites: merge(
      ids.composites,
      lists.map((resources) => resources.composites),
    ),
  };
}

/** New resources get a Res file and folder of their own, so that no existing resource file changes. */
function addResources(pack: EditedPackage, edit: OfdEdit, scope: ObjectScope, common: SourceElement): void {
  for (const kind of ['PublicRes', 'DocumentRes'] as const) {
    const number = pack.freeNumber((n) => `${pack.folder}${kind}_${n}.xml`, 1);
    const folder = `${kind}_${number}`;
    const inside = `${pack.folder}${folder}`;
    const isPublic = kind === 'PublicRes';
    const content = isPublic ? publicResources(edit, inside, scope) : documentResources(edit, scope);
    const entries = resourceEntry(`${inside}.xml`, content, folder);
    if (entries.length > 0) {
      const files = isPublic ? publicFiles(edit, inside, scope) : documentFiles(edit, inside, scope);
      [...entries, ...files].forEach((entry) => {
        pack.add(entry);
      });
      pack.source(pack.rootEntry).insert(common, ofdText(kind, `${folder}.xml`)!, commonOrder);
    }
  }
}

/** Puts the children of `element` into the one Document.xml has, or the whole into Document.xml. */
function appendTo(pack: EditedPackage, root: SourceElement, element: XmlElement): void {
  const source = pack.source(pack.rootEntry);
  const existing = named(root, element.name)[0];
  if (!existing) {
    source.insert(root, element, documentOrder);
    return;
  }
  for (const child of element.children) {
    if (typeof child !== 'string') {
      source.insert(existing, child, [child.name]);
    }
  }
}

function updateMaxUnitId(pack: EditedPackage, common: SourceElement): void {
  const id = pack.givenId;
  if (id === undefined) {
    return;
  }
  const source = pack.source(pack.rootEntry);
  const existing = named(common, 'MaxUnitID')[0];
  if (existing) {
    source.setText(existing, String(id));
  } else {
    source.insert(common, ofdText('MaxUnitID', String(id))!, commonOrder);
  }
}
