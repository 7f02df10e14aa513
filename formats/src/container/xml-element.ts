/**
 * A small exact model of an XML part: element order, every character of text (leading and trailing spaces are
 * significant in OFD's TextCode) and prefixes are kept; comments and processing instructions are not.
 */

/** One attribute; namespace declarations are among them (`prefix: 'xmlns'` or `name: 'xmlns'`). */
export type XmlAttribute = { prefix: string; name: string; namespace: string; value: string };

/** `name` is the local name. `children` are elements and text in document order. */
export type XmlElement = {
  prefix: string;
  name: string;
  namespace: string;
  attributes: XmlAttribute[];
  children: (XmlElement | string)[];
};

/** Child elements, all or those with a local name. */
export function children(element: XmlElement, name?: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const c of element.children) {
    if (typeof c !== 'string' && (name === undefined || c.name === name)) {
      found.push(c);
    }
  }
  return found;
}

/** The first child element with a local name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  for (const c of element.children) {
    if (typeof c !== 'string' && c.name === name) {
      return c;
    }
  }
  return undefined;
}

/** Exact text directly inside an element (not inside its children). */
export function text(element: XmlElement | undefined): string {
  let all = '';
  for (const c of element?.children ?? []) {
    if (typeof c === 'string') {
      all += c;
    }
  }
  return all;
}

/** Trimmed text of the first child with a local name; undefined when there is no such child. */
export function childText(element: XmlElement, name: string): string | undefined {
  const found = child(element, name);
  return found ? text(found).trim() : undefined;
}

/** An attribute by local name. */
export function attr(element: XmlElement, name: string): string | undefined {
  for (const attribute of element.attributes) {
    if (attribute.name === name && attribute.prefix !== 'xmlns') {
      return attribute.value;
    }
  }
  return undefined;
}

/** All elements below (not including) `element` with a local name, in document order. */
export function descendants(element: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const c of children(element)) {
    if (c.name === name) {
      found.push(c);
    }
    found.push(...descendants(c, name));
  }
  return found;
}

/** A new element in a namespace; attributes have no prefix, undefined ones are left out. */
export function element(
  vocabulary: { prefix: string; namespace: string },
  name: string,
  attributes: Record<string, string | number | boolean | undefined> = {},
  content: readonly (XmlElement | string | undefined)[] = [],
): XmlElement {
  return {
    ...vocabulary,
    name,
    attributes: Object.entries(attributes).flatMap(([key, value]) =>
      value === undefined ? [] : [{ prefix: '', name: key, namespace: '', value: String(value) }],
    ),
    children: content.filter((c) => c !== undefined),
  };
}
