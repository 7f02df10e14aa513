/** Custom tags (GB/T 33190 clause 16): 电子公文, and those with a vocabulary of their own. */
import { element, serializeXml, type XmlElement, xmlText, type ZipEntry } from '../../container/index.ts';
import type { CustomTagSpec, OfficialTag, TagElementSpec } from '../model/build-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';

const officialVocabulary = { prefix: 'od', namespace: 'http://www.nits.org.cn/eGovDoc/2013' };

/** The three parts of an official document (GB/T 9704-2012 clause 7) and the elements in each, in order. */
export const officialParts: readonly (readonly [string, readonly OfficialTag[]])[] = [
  ['版头', ['份号', '紧急程度', '发文机关标志', '发文字号', '签发人']],
  ['主体', ['标题', '主送机关', '正文', '附件说明', '发文机关署名', '成文日期', '附注']],
  ['版记', ['抄送机关', '印发机关', '印发日期']],
];

/** An object that tags may point at, and the page it is on. */
export type TaggedObject = {
  readonly tag?: OfficialTag | undefined;
  readonly label?: string | undefined;
  readonly pageId: number | string;
  readonly objectId: number;
};

/** A tag file and the CustomTag record that lists it. `file` is the name beside CustomTags.xml. */
export type TagFile = { readonly record: XmlElement; readonly file: string; readonly bytes: Uint8Array };

/** The tag files for 电子公文 (when an object has such a tag) and for `customTags`, numbered from `firstNumber`. */
export function tagFiles(
  objects: readonly TaggedObject[],
  customTags: readonly CustomTagSpec[] = [],
  firstNumber = 1,
): TagFile[] {
  return [
    ...officialFile(objects),
    ...customTags.map((tag, index) => customFile(tag, `Tag_${firstNumber + index}.xml`, objects)),
  ];
}

/** CustomTags.xml and the files it lists in `folder`; nothing when there are none. */
export function tagEntries(folder: string, files: readonly TagFile[]): ZipEntry[] {
  if (files.length === 0) {
    return [];
  }
  const list = ofd(
    'CustomTags',
    {},
    files.map(({ record }) => record),
  );
  return [
    { name: `${folder}/CustomTags.xml`, bytes: serializeXml(list) },
    ...files.map(({ file, bytes }) => ({ name: `${folder}/${file}`, bytes })),
  ];
}

function tagFile(typeId: string, file: string, root: XmlElement): TagFile {
  return {
    record: ofd('CustomTag', { TypeID: typeId }, [ofdText('FileLoc', file)]),
    file,
    bytes: serializeXml(root),
  };
}

function officialFile(objects: readonly TaggedObject[]): TagFile[] {
  if (!objects.some(({ tag }) => tag !== undefined)) {
    return [];
  }
  const root = official('电子公文', [
    official(
      '公文体',
      officialParts.flatMap(([part, tags]) => {
        const present = tags.flatMap((tag) => tagElement(tag, objects));
        return present.length > 0 ? [official(part, present)] : [];
      }),
    ),
  ]);
  return [tagFile('od', 'Tag_OfficialDocument.xml', root)];
}

/** The element of one tag with references to its objects; nothing without objects. */
export function tagElement(tag: OfficialTag, objects: readonly TaggedObject[]): XmlElement[] {
  const references = objects.filter((object) => object.tag === tag).map(reference);
  return references.length > 0 ? [official(tag, references)] : [];
}

/** An element of the vocabulary of official documents. */
export function official(name: string, content: readonly XmlElement[]): XmlElement {
  return element(officialVocabulary, name, {}, content);
}

/** A reference to a page object. */
export function reference({ pageId, objectId }: TaggedObject): XmlElement {
  return ofd('ObjectRef', { PageRef: pageId }, [String(objectId)]);
}

/** A tag with a vocabulary of its own; a label no object has throws RangeError. */
function customFile(tag: CustomTagSpec, file: string, objects: readonly TaggedObject[]): TagFile {
  const build = (spec: TagElementSpec): XmlElement => {
    const references = (spec.objects ?? []).flatMap((label) => {
      const found = objects.filter((object) => object.label === label);
      if (found.length === 0) {
        throw new RangeError(`no object with label ${JSON.stringify(label)}`);
      }
      return found.map(reference);
    });
    const known = (spec.references ?? []).map(({ pageId, objectId }) =>
      ofd('ObjectRef', { PageRef: pageId }, [objectId]),
    );
    const attributes = Object.entries(spec.attributes ?? {}).map(([key, value]) => [key, xmlText(value)]);
    return element(tag, spec.name, Object.fromEntries(attributes), [
      spec.text === undefined ? undefined : xmlText(spec.text),
      ...references,
      ...known,
      ...(spec.children ?? []).map(build),
    ]);
  };
  const { prefix, namespace } = tag;
  return tagFile(tag.typeId, file, { ...build(tag.root), prefix, namespace });
}
