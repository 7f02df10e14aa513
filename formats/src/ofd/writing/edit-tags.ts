/** Custom tags of a document that is edited (GB/T 33190 clause 16). */
import { parentFolder } from '../model/package-paths.ts';
import { ofd } from '../model/vocabulary.ts';
import { official, officialParts, reference, type TaggedObject, tagElement, tagFiles } from './build-tags.ts';
import { link, listEntry, numbered } from './edit-lists.ts';
import type { OfdEdit } from './edit-types.ts';
import { type EditedPackage, named } from './edited-package.ts';
import type { XmlSource } from './xml-source.ts';

/** New tag files and their records. */
export function addTags(
  pack: EditedPackage,
  { customTags = [] }: OfdEdit,
  tagged: readonly TaggedObject[],
): void {
  if (customTags.length === 0 && tagged.every(({ tag }) => tag === undefined)) {
    return;
  }
  const list = listEntry(pack, 'CustomTags');
  const folder = list === undefined ? `${pack.folder}Tags` : parentFolder(list);
  const base = folder === '' ? '' : `${folder}/`;
  const first = pack.freeNumber((n) => `${base}Tag_${n}.xml`, 1);
  const known = list === undefined ? undefined : officialTags(pack, list);
  if (known !== undefined) {
    addOfficial(pack.source(known), tagged);
  }
  const labelled = known === undefined ? tagged : tagged.map((object) => ({ ...object, tag: undefined }));
  const files = tagFiles(labelled, customTags, first);
  if (files.length === 0) {
    return;
  }
  files.forEach(({ file, bytes }) => {
    pack.add({ name: `${base}${file}`, bytes });
  });
  const records = files.map(({ record }) => record);
  if (list === undefined) {
    const number = pack.freeNumber((n) => `${base}${numbered('CustomTags', n)}`, 0);
    pack.addXml(`${base}${numbered('CustomTags', number)}`, ofd('CustomTags', {}, records));
    link(pack, 'CustomTags', `Tags/${numbered('CustomTags', number)}`);
    return;
  }
  const source = pack.source(list);
  for (const record of records) {
    source.insert(source.root, record, ['CustomTag']);
  }
}

/** The file of 电子公文, when the document has one that can be changed. */
function officialTags(pack: EditedPackage, list: string): string | undefined {
  const source = pack.source(list);
  for (const record of named(source.root, 'CustomTag')) {
    const location = named(record, 'FileLoc')[0];
    const file = location && pack.find(list, source.text(location));
    if (file !== undefined && source.attribute(record, 'TypeID') === 'od') {
      return file;
    }
  }
  return undefined;
}

/** References to new objects, in the elements that are there or in new ones beside them. */
function addOfficial(source: XmlSource, objects: readonly TaggedObject[]): void {
  const body = source.root.children.find((child) => source.nameOf(child) === '公文体') ?? source.root;
  for (const [part, tags] of officialParts) {
    const home = body.children.find((child) => source.nameOf(child) === part);
    const fresh = tags.flatMap((tag) => {
      const own = objects.filter((object) => object.tag === tag);
      const existing = home?.children.find((child) => source.nameOf(child) === tag);
      if (!existing) {
        return tagElement(tag, own);
      }
      own.forEach((object) => {
        source.insertForeign(existing, reference(object), ['ObjectRef']);
      });
      return [];
    });
    if (home) {
      fresh.forEach((element) => {
        source.insertForeign(home, element, tags);
      });
    } else if (fresh.length > 0) {
      source.insertForeign(
        body,
        official(part, fresh),
        officialParts.map(([name]) => name),
      );
    }
  }
}
