/** The custom tag 电子公文: which page objects are the title, the number, the body … (GB/T 33190 clause 16). */
import { element, serializeXml, type XmlElement, type ZipEntry } from '../../container/index.ts';
import type { OfficialTag } from '../model/build-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';

const officialVocabulary = { prefix: 'od', namespace: 'http://www.nits.org.cn/eGovDoc/2013' };

/** The three parts of an official document (GB/T 9704-2012 clause 7) and the elements in each, in order. */
const parts: readonly (readonly [string, readonly OfficialTag[]])[] = [
  ['版头', ['份号', '紧急程度', '发文机关标志', '发文字号', '签发人']],
  ['主体', ['标题', '主送机关', '正文', '附件说明', '发文机关署名', '成文日期', '附注']],
  ['版记', ['抄送机关', '印发机关', '印发日期']],
];

/** An object that belongs to an element of the official document. */
export type TaggedObject = { tag: OfficialTag; pageId: number; objectId: number };

/** CustomTags.xml and the tag file in `folder`; nothing when no object is tagged. */
export function buildTags(folder: string, tagged: readonly TaggedObject[]): ZipEntry[] {
  if (tagged.length === 0) {
    return [];
  }
  const list = ofd('CustomTags', {}, [
    ofd('CustomTag', { TypeID: 'od' }, [ofdText('FileLoc', 'Tag_OfficialDocument.xml')]),
  ]);
  const root = official('电子公文', [
    official(
      '公文体',
      parts.flatMap(([part, tags]) => {
        const present = tags.flatMap((tag) => tagElement(tag, tagged));
        return present.length > 0 ? [official(part, present)] : [];
      }),
    ),
  ]);
  return [
    { name: `${folder}/CustomTags.xml`, bytes: serializeXml(list) },
    { name: `${folder}/Tag_OfficialDocument.xml`, bytes: serializeXml(root) },
  ];
}

function tagElement(tag: OfficialTag, tagged: readonly TaggedObject[]): XmlElement[] {
  const references = tagged
    .filter((object) => object.tag === tag)
    .map((object) => ofd('ObjectRef', { PageRef: object.pageId }, [String(object.objectId)]));
  return references.length > 0 ? [official(tag, references)] : [];
}

function official(name: string, content: readonly XmlElement[]): XmlElement {
  return element(officialVocabulary, name, {}, content);
}
