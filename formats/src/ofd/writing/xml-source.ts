/**
 * An XML part of somebody else, changed where it must be and nowhere else: new elements are put into the original
 * text in the prefix, encoding and indentation it uses; comments, unknown elements, spacing and attribute order
 * stay as they are. The whole is never written anew.
 */
import { parseXml, serializeXml, type XmlElement } from '../../container/index.ts';

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

type Change = { readonly at: number; readonly remove: number; readonly insert: string };

/** How the bytes of the part are taken apart: one unit is a byte, or 16 bits in UTF-16. */
type Encoding = 'utf-8' | 'bytes' | 'utf-16le' | 'utf-16be';

export class XmlSource {
  readonly root: SourceElement;
  readonly #units: string;
  readonly #encoding: Encoding;
  readonly #label: string;
  readonly #changes: Change[] = [];
  /** Content for elements that had none. */
  readonly #filled = new Map<SourceElement, string[]>();

  /** Throws `XmlError` for a part that is not well-formed: it cannot be changed safely. */
  constructor(bytes: Uint8Array) {
    parseXml(bytes);
    const { encoding, label } = encodingOf(bytes);
    this.#encoding = encoding;
    this.#label = label;
    this.#units = toUnits(bytes, this.#encoding);
    this.root = scan(this.#units);
  }

  /** Whether anything was changed. */
  get changed(): boolean {
    return this.#changes.length > 0 || this.#filled.size > 0;
  }

  /** The local name of an element; `SourceElement.name` is as the bytes are. */
  nameOf(element: SourceElement): string {
    return this.#decode(element.name);
  }

  /** The characters of an element that holds only plain ASCII text, such as ids and locations; else as it is. */
  text(element: SourceElement): string {
    if (element.closeStart < 0) {
      return '';
    }
    return this.#decode(this.#units.slice(element.tagEnd, element.closeStart)).trim();
  }

  /** An attribute's value with the five entities resolved. */
  attribute(element: SourceElement, name: string): string | undefined {
    const raw =
      element.attributes.get(name) ??
      [...element.attributes].find(([known]) => this.#decode(known) === name)?.[1];
    return raw === undefined ? undefined : this.#decode(raw);
  }

  /**
   * Inserts an element (of the OFD vocabulary, written in the parent's prefix) behind the last child that `order`
   * puts before it or beside it; as the first child when there is none.
   */
  insert(parent: SourceElement, child: XmlElement, order: readonly string[]): void {
    this.#insert(parent, child.name, order, written(child, parent.prefix));
  }

  /**
   * The same with prefix and namespace of the child's own, declared where it stands. Throws `RangeError` for names
   * that the part's encoding cannot hold.
   */
  insertForeign(parent: SourceElement, child: XmlElement, order: readonly string[]): void {
    if (this.#encoding === 'bytes' && !hasAsciiNames(child)) {
      throw new RangeError('expected a UTF-8 part to put names in Chinese into');
    }
    const text = new TextDecoder().decode(serializeXml(child));
    this.#insert(parent, child.name, order, text.slice(text.indexOf('?>') + 2).trim());
  }

  #insert(parent: SourceElement, name: string, order: readonly string[], text: string): void {
    const rank = order.indexOf(name);
    const before = parent.children.filter((child) => {
      const own = this.nameOf(child);
      return own === name || (order.includes(own) && order.indexOf(own) <= rank);
    });
    const last = before.at(-1);
    const snippet = this.#encode(text);
    if (parent.closeStart < 0) {
      this.#filled.set(parent, [...(this.#filled.get(parent) ?? []), snippet]);
    } else if (last) {
      this.#change(last.end, 0, this.#indentBefore(last) + snippet);
    } else {
      const first = parent.children[0];
      const indent = first ? this.#indentBefore(first) : '';
      this.#change(parent.tagEnd, 0, indent + snippet);
    }
  }

  /** Inserts an element in front of one of the parent's children. */
  insertBefore(parent: SourceElement, next: SourceElement, child: XmlElement): void {
    const snippet = this.#encode(written(child, parent.prefix));
    this.#change(next.start, 0, snippet + this.#indentBefore(next));
  }

  /** Puts text in the place of an element's content. */
  setText(element: SourceElement, value: string): void {
    const escaped = this.#encode(escapeText(value));
    if (element.closeStart < 0) {
      this.#filled.set(element, [escaped]);
    } else {
      this.#change(element.tagEnd, element.closeStart - element.tagEnd, escaped);
    }
  }

  /** The part with all changes, in its own encoding. */
  bytes(): Uint8Array {
    const filled = [...this.#filled].map(([element, parts]): Change => {
      const slash = this.#units.lastIndexOf('/', element.tagEnd - 1);
      const tag = element.prefix === '' ? element.name : `${element.prefix}:${element.name}`;
      return { at: slash, remove: element.tagEnd - slash, insert: `>${parts.join('')}</${tag}>` };
    });
    const changes = [...this.#changes, ...filled].map((change, index) => ({ ...change, index }));
    changes.sort((a, b) => a.at - b.at || a.index - b.index);
    const parts: string[] = [];
    let done = 0;
    for (const { at, remove, insert } of changes) {
      parts.push(this.#units.slice(done, at), insert);
      done = at + remove;
    }
    parts.push(this.#units.slice(done));
    return fromUnits(parts.join(''), this.#encoding);
  }

  #change(at: number, remove: number, insert: string): void {
    this.#changes.push({ at, remove, insert });
  }

  /** The line break and indentation in front of an element, when it begins a line. */
  #indentBefore(element: SourceElement): string {
    let from = element.start;
    while (from > 0 && /[ \t\r\n]/.test(this.#units[from - 1]!)) {
      from -= 1;
    }
    const space = this.#units.slice(from, element.start);
    return space.includes('\n') ? space : '';
  }

  #encode(text: string): string {
    switch (this.#encoding) {
      case 'utf-8':
        return byteString(new TextEncoder().encode(text));
      case 'bytes':
        // GB 18030 and the like have no encoder everywhere, but every one of them can name characters
        return text.replace(/[\u0080-\uffff]/gu, reference).replace(/[\u{10000}-\u{10ffff}]/gu, reference);
      default:
        return text;
    }
  }

  #decode(units: string): string {
    const text =
      this.#encoding === 'utf-8' || this.#encoding === 'bytes'
        ? new TextDecoder(this.#label).decode(fromUnits(units, 'bytes'))
        : units;
    return text.replace(/&(lt|gt|amp|quot|apos|#\d+|#x[\da-fA-F]+);/g, (_, name: string) => entity(name));
  }
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function entity(name: string): string {
  if (!name.startsWith('#')) {
    return named[name]!;
  }
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

function escapeText(value: string): string {
  return value.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);
}

/** An element as text in a prefix whose namespace is declared around it already. */
function written(element: XmlElement, prefix: string): string {
  const scope = { prefix, namespace: 'urn:in-scope', attributes: [] };
  const renamed = (item: XmlElement): XmlElement => ({
    ...item,
    prefix,
    namespace: scope.namespace,
    children: item.children.map((child) => (typeof child === 'string' ? child : renamed(child))),
  });
  const text = new TextDecoder().decode(
    serializeXml({ ...scope, name: 'scope', children: [renamed(element)] }),
  );
  const open = text.indexOf('>', text.indexOf('scope'));
  return text.slice(open + 1, text.lastIndexOf('</'));
}

function encodingOf(bytes: Uint8Array): { encoding: Encoding; label: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { encoding: 'utf-16le', label: 'utf-16le' };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { encoding: 'utf-16be', label: 'utf-16be' };
  }
  const declared = /<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)/.exec(
    byteString(bytes.subarray(0, 200)),
  );
  const label = (declared?.[1] ?? 'utf-8').toLowerCase();
  return label === 'utf-8' || label === 'utf8' || label.startsWith('utf-16')
    ? { encoding: 'utf-8', label: 'utf-8' }
    : { encoding: 'bytes', label };
}

function hasAsciiNames(element: XmlElement): boolean {
  return (
    /^[\x21-\x7e]+$/.test(element.name) &&
    element.attributes.every(({ name }) => /^[\x21-\x7e]+$/.test(name)) &&
    element.children.every((child) => typeof child === 'string' || hasAsciiNames(child))
  );
}

function byteString(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return parts.join('');
}

function toUnits(bytes: Uint8Array, encoding: Encoding): string {
  if (encoding === 'utf-8' || encoding === 'bytes') {
    return byteString(bytes);
  }
  const low = encoding === 'utf-16le' ? 0 : 1;
  const units: string[] = [];
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    units.push(String.fromCharCode(bytes[at + low]! | (bytes[at + 1 - low]! << 8)));
  }
  return units.join('');
}

function fromUnits(units: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8' || encoding === 'bytes') {
    return Uint8Array.from({ length: units.length }, (_, at) => units.charCodeAt(at));
  }
  const low = encoding === 'utf-16le' ? 0 : 1;
  const bytes = new Uint8Array(units.length * 2);
  for (let at = 0; at < units.length; at++) {
    const unit = units.charCodeAt(at);
    bytes[2 * at + low] = unit & 0xff;
    bytes[2 * at + 1 - low] = unit >> 8;
  }
  return bytes;
}

/** Finds the elements. Only for text that a parser has called well-formed and free of a document type. */
function scan(units: string): SourceElement {
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
