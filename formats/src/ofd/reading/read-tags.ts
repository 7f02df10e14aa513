/** CustomTags.xml and the tag files: names for page objects (GB/T 33190 clause 16). */
import { attr, children, childText, text, type XmlElement } from '../../container/index.ts';
import type { OfdTag } from '../model/read-types.ts';
import type { ReadContext } from './read-context.ts';

/** Every element that points at page objects, itself or through its children, in document order. */
export function readTags(entry: string | undefined, context: ReadContext): OfdTag[] {
  const root = context.xml(entry);
  return (root ? children(root, 'CustomTag') : []).flatMap((element) => {
    const file = context.resolve(entry!, childText(element, 'FileLoc'), '自定义标引');
    context.resolve(entry!, childText(element, 'SchemaLoc'), '标引模式');
    const tree = context.xml(file);
    const typeId = attr(element, 'TypeID') ?? attr(element, 'NameSpace') ?? '';
    return tree ? collect(tree, typeId, []) : [];
  });
}

function collect(element: XmlElement, typeId: string, path: readonly string[]): OfdTag[] {
  return children(element).flatMap((item) => {
    if (item.name === 'ObjectRef') {
      return [];
    }
    const own = [...path, item.name];
    const objects = references(item);
    return objects.length > 0 ? [{ typeId, path: own, objects }, ...collect(item, typeId, own)] : [];
  });
}

function references(element: XmlElement): OfdTag['objects'] {
  return children(element).flatMap((item) =>
    item.name === 'ObjectRef'
      ? [{ pageId: attr(item, 'PageRef') ?? '', objectId: text(item).trim() }]
      : references(item),
  );
}
