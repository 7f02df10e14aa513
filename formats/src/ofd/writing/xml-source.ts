/**
 * An XML part of somebody else, changed where it must be and nowhere else: new elements are put into the original
 * text in the prefix, encoding and indentation it uses; comments, unknown elements, spacing and attribute order
 * stay as they are. The whole is never written anew.
 */
import { parseXml, serializeXml, type XmlElement } from '../../container/index.ts';
import { type SourceElement, scanXml } from './xml-scan.ts';
import { byteString, type Encoding, encodingOf, fromUnits, toUnits } from './xml-units.ts';

type Change = { readonly at: number; readonly remove: number; readonly insert: string };

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
    this.root = scanXml(this.#units);
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

function hasAsciiNames(element: XmlElement): boolean {
  return (
    /^[\x21-\x7e]+$/.test(element.name) &&
    element.attributes.every(({ name }) => /^[\x21-\x7e]+$/.test(name)) &&
    element.children.every((child) => typeof child === 'string' || hasAsciiNames(child))
  );
}
