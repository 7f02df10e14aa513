/**
 * Writes an element tree as UTF-8 without BOM, one fixed way: double-quoted attributes in the order given, no
 * added white space, namespace declarations where they are first needed. The same tree gives the same bytes.
 */
import type { XmlElement } from './xml-element.ts';

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const nameForm = /^[\p{L}_][\p{L}\p{N}\p{M}._\u00b7-]*$/u;

/** Throws `RangeError` for names or characters XML cannot carry: our own callers clean their text first (`xmlText`). */
export function serializeXml(root: XmlElement): Uint8Array {
  const parts = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  write(
    root,
    new Map([
      ['', ''],
      ['xml', xmlNamespace],
    ]),
    parts,
  );
  return new TextEncoder().encode(parts.join(''));
}

/** Text with everything XML 1.0 cannot hold (controls, lone surrogates, U+FFFE/F) replaced by U+FFFD. */
export function xmlText(value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return value.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');
}

function write(element: XmlElement, scope: ReadonlyMap<string, string>, parts: string[]): void {
  const inner = new Map(scope);
  for (const { prefix, name, value } of element.attributes) {
    if (prefix === 'xmlns' || (prefix === '' && name === 'xmlns')) {
      inner.set(prefix === '' ? '' : name, value);
    }
  }
  const tag = qualified(element.prefix, element.name);
  parts.push('<', tag);
  const declare = (prefix: string, namespace: string): void => {
    if (inner.get(prefix) !== namespace) {
      inner.set(prefix, namespace);
      parts.push(' ', prefix === '' ? 'xmlns' : `xmlns:${prefix}`, '="', escapeAttribute(namespace), '"');
    }
  };
  declare(element.prefix, element.namespace);
  for (const { prefix, namespace } of element.attributes) {
    if (prefix !== '' && prefix !== 'xmlns') {
      declare(prefix, namespace);
    }
  }
  for (const { prefix, name, value } of element.attributes) {
    parts.push(' ', qualified(prefix, name), '="', escapeAttribute(value), '"');
  }
  if (element.children.every((item) => item === '')) {
    parts.push('/>');
    return;
  }
  parts.push('>');
  for (const item of element.children) {
    if (typeof item === 'string') {
      parts.push(escapeText(item));
    } else {
      write(item, inner, parts);
    }
  }
  parts.push('</', tag, '>');
}

function qualified(prefix: string, name: string): string {
  if (!nameForm.test(name) || (prefix !== '' && !nameForm.test(prefix))) {
    throw new RangeError(`not an XML name: ${JSON.stringify(`${prefix}:${name}`)}`);
  }
  return prefix === '' ? name : `${prefix}:${name}`;
}

function escapeText(value: string): string {
  if (xmlText(value) !== value) {
    throw new RangeError('text holds a character XML cannot carry');
  }
  return value.replace(/[&<>\r]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? '&#13;');
}

function escapeAttribute(value: string): string {
  return escapeText(value).replace(/["\n\t]/g, (c) => (c === '"' ? '&quot;' : `&#${c.charCodeAt(0)};`));
}
