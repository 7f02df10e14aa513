/** Where the elements of an XML text stand. */

/** An element and where it stands in the source. Offsets are units of the decoded source. */
export type SourceElement = {
  readonly prefix: string;
  readonly name: string;
  readonly start: number;
  /** Behind the `>` of the start tag. */
  tagEnd: number;
  /** Where the end tag begins; −1 when there is none (`<a/>`). */
  closeStart: number;
  end: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: SourceElement[];
};

/** Finds the elements. Only for text that a parser has called well-formed and free of a document type. */
export function scanXml(units: string): SourceElement {
  const open: SourceElement[] = [];
  let root: SourceElement | undefined;
  for (let at = units.indexOf('<'); at >= 0; ) {
    const past = (mark: string): number => units.indexOf(mark, at) + mark.length;
    let next: number;
    if (units.startsWith('<!--', at)) {
      next = units.indexOf('-->', at + 4) + 3;
    } else if (units.startsWith('<![CDATA[', at)) {
      next = past(']]>');
    } else if (units.startsWith('<?', at)) {
      next = past('?>');
    } else if (units.startsWith('</', at)) {
      next = past('>');
      const closed = open.pop();
      if (closed) {
        closed.closeStart = at;
        closed.end = next;
      }
    } else {
      const element = startTag(units, at);
      next = element.tagEnd;
      open.at(-1)?.children.push(element);
      root ??= element;
      if (units[next - 2] !== '/') {
        open.push(element);
      }
    }
    at = units.indexOf('<', next);
  }
  if (!root) {
    throw new RangeError('expected a root element');
  }
  return root;
}

function startTag(units: string, start: number): SourceElement {
  const token = /([^ \t\r\n=/>"']+)|=[ \t\r\n]*"([^"]*)"|=[ \t\r\n]*'([^']*)'|(\/?>)/y;
  token.lastIndex = start + 1;
  const attributes = new Map<string, string>();
  let tag = '';
  let attribute = '';
  for (;;) {
    // not \s: a byte of a Chinese character may look like a no-break space
    while (/[ \t\r\n]/.test(units[token.lastIndex] ?? '')) {
      token.lastIndex += 1;
    }
    const found = token.exec(units);
    if (!found) {
      throw new RangeError('expected a well-formed start tag');
    }
    const [, name, double, single, end] = found;
    if (end !== undefined) {
      const tagEnd = token.lastIndex;
      const colon = tag.indexOf(':');
      const prefix = colon < 0 ? '' : tag.slice(0, colon);
      const place = { start, tagEnd, closeStart: -1, end: tagEnd };
      return { prefix, name: tag.slice(colon + 1), ...place, attributes, children: [] };
    }
    if (name !== undefined) {
      tag ||= name;
      attribute = name;
    } else {
      attributes.set(attribute, double ?? single ?? '');
    }
  }
}
