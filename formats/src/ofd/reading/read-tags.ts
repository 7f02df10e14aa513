/** CustomTags.xml and the tag files: names for page objects (GB/T 33190 clause 16). */
import { attr, children, childText, text, type XmlElement } from '../../container/index.ts';
import type { OfdTag } from '../model/read-types.ts';
import type { ReadContext } from './read-context.ts';

const mostTags = 20_000;

/** References all tags gather from below; a deep chain would gather each of them again and again. */
const mostReferences = 200_000;

/**
 * Every element that points at page objects, itself or through its children, or that holds text of its own, in
 * document order.
 */
export function readTags(entry: string | undefined, context: ReadContext): OfdTag[] {
  const root = context.xml(entry);
  const tags: OfdTag[] = [];
  const gathered: Gathered = { tags, references: 0 };
  const seen = new Set<string>();
  for (const element of root ? children(root, 'CustomTag') : []) {
    const file = context.resolve(entry!, childText(element, 'FileLoc'), '自定义标引');
    context.resolve(entry!, childText(element, 'SchemaLoc'), '标引模式');
    if (file === undefined || seen.has(file)) {
      continue;
    }
    seen.add(file);
    const tree = context.xml(file);
    const typeId = attr(element, 'TypeID') ?? attr(element, 'NameSpace') ?? '';
    for (const item of tree ? children(tree) : []) {
      collect(item, typeId, [], gathered);
    }
  }
  if (tags.length >= mostTags) {
    context.note('too-many-tags', 'warning', entry, '标引过多，其余未读取', `${mostTags}`);
  }
  return tags;
}

type Gathered = { readonly tags: OfdTag[]; references: number };
type References = OfdTag['objects'][number][];

/** Adds the element's tag and those below it; gives back what they point at. */
function collect(
  element: XmlElement,
  typeId: string,
  above: readonly string[],
  gathered: Gathered,
): References {
  const { tags } = gathered;
  if (element.name === 'ObjectRef') {
    return [{ pageId: attr(element, 'PageRef') ?? '', objectId: text(element).trim() }];
  }
  if (tags.length >= mostTags) {
    return [];
  }
  const path = [...above, element.name];
  const objects: References = [];
  const own = text(element).trim();
  const at = tags.length;
  tags.push({ typeId, path, text: own, objects });
  for (const item of children(element)) {
    const found = collect(item, typeId, path, gathered);
    gathered.references += found.length;
    if (gathered.references <= mostReferences) {
      for (const reference of found) {
        objects.push(reference);
      }
    }
  }
  if (objects.length === 0 && own === '' && tags.length === at + 1) {
    tags.pop();
  }
  return objects;
}
