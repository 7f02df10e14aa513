/** Small changes to XML trees. */
import { children, type XmlElement } from '../../container/index.ts';

/** Sets an attribute without prefix. */
export function setAttribute(element: XmlElement, name: string, value: string): void {
  const known = element.attributes.find((a) => a.name === name && a.prefix !== 'xmlns');
  if (known) {
    known.value = value;
  } else {
    element.attributes.push({ prefix: '', name, namespace: '', value });
  }
}

/** True when something was removed. */
export function removeAttributes(element: XmlElement, names: readonly string[]): boolean {
  const kept = element.attributes.filter((a) => a.prefix === 'xmlns' || !names.includes(a.name));
  const changed = kept.length < element.attributes.length;
  element.attributes = kept;
  return changed;
}

/** True when something was removed. */
export function removeChildren(element: XmlElement, unwanted: (child: XmlElement) => boolean): boolean {
  const kept = element.children.filter((c) => typeof c === 'string' || !unwanted(c));
  const changed = kept.length < element.children.length;
  element.children = kept;
  return changed;
}

/** Puts text in the place of an element's content. */
export function setText(element: XmlElement, value: string): void {
  element.children = [value];
}

/** A new element of the same vocabulary as `like`. */
export function beside(
  like: XmlElement,
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  content: (XmlElement | string)[] = [],
): XmlElement {
  return {
    prefix: like.prefix,
    namespace: like.namespace,
    name,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      prefix: '',
      name: key,
      namespace: '',
      value,
    })),
    children: content,
  };
}

/** Inserts a child behind the last one that `order` puts before it or beside it, else in front. */
export function insertOrdered(parent: XmlElement, child: XmlElement, order: readonly string[]): void {
  const rank = order.indexOf(child.name);
  const before = children(parent).filter(({ name }) => order.includes(name) && order.indexOf(name) <= rank);
  const last = before.at(-1);
  parent.children.splice(last ? parent.children.indexOf(last) + 1 : 0, 0, child);
}
