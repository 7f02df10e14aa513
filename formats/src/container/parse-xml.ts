/** Reads one XML part from outside: no DTD, no entities beyond the five, capped size, depth and element count. */
import { SaxesParser } from 'saxes';
import { defaultXmlLimits, type XmlLimits } from './limits.ts';
import type { XmlElement } from './xml-element.ts';

/** The part was refused or is not well-formed. `code`: xml-too-large, xml-doctype, xml-too-deep, xml-malformed. */
export class XmlError extends Error {
  readonly code: 'xml-too-large' | 'xml-doctype' | 'xml-too-deep' | 'xml-malformed';
  constructor(code: XmlError['code'], message: string) {
    super(message);
    this.name = 'XmlError';
    this.code = code;
  }
}

const encodings = new Set([
  'utf-8',
  'utf8',
  'us-ascii',
  'gbk',
  'gb2312',
  'gb18030',
  'utf-16',
  'utf-16le',
  'utf-16be',
]);

/** The root element. Throws `XmlError`; never anything else for any bytes. */
export function parseXml(bytes: Uint8Array, limits: Partial<XmlLimits> = {}): XmlElement {
  const cap = { ...defaultXmlLimits, ...limits };
  if (bytes.length > cap.bytes) {
    throw new XmlError('xml-too-large', `expected at most ${cap.bytes} bytes, found ${bytes.length}`);
  }
  const source = decodeXml(bytes);
  if (/<!(doctype|entity)/i.test(source)) {
    throw new XmlError('xml-doctype', 'a document type declaration is refused');
  }
  return buildTree(source, cap);
}

function buildTree(source: string, cap: XmlLimits): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  parser.on('error', (problem) => {
    throw new XmlError('xml-malformed', problem.message);
  });
  parser.on('doctype', () => {
    throw new XmlError('xml-doctype', 'a document type declaration is refused');
  });
  parser.on('opentag', (tag) => {
    count += 1;
    if (open.length >= cap.depth || count > cap.elements) {
      throw new XmlError(
        open.length >= cap.depth ? 'xml-too-deep' : 'xml-too-large',
        `depth ${open.length}, elements ${count}`,
      );
    }
    const attributes = Object.values(tag.attributes).map((a) => ({
      prefix: a.prefix,
      name: a.local || a.name,
      namespace: a.prefix === '' || a.name === 'xmlns' ? '' : a.uri,
      value: a.value,
    }));
    const next: XmlElement = {
      prefix: tag.prefix,
      name: tag.local,
      namespace: tag.uri,
      attributes,
      children: [],
    };
    const parent = open.at(-1);
    if (parent) {
      parent.children.push(next);
    } else {
      root = next;
    }
    open.push(next);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const addText = (value: string): void => {
    const parent = open.at(-1);
    if (!parent || value === '') {
      return;
    }
    const last = parent.children.at(-1);
    if (typeof last === 'string') {
      parent.children[parent.children.length - 1] = last + value;
    } else {
      parent.children.push(value);
    }
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(source).close();
  if (!root) {
    throw new XmlError('xml-malformed', 'no root element');
  }
  return root;
}

/** Bytes to text by byte-order mark, then by the declared encoding, else UTF-8; invalid bytes are malformed. */
function decodeXml(bytes: Uint8Array): string {
  let label = 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    label = 'utf-16le';
  } else if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    label = 'utf-16be';
  } else {
    const head = String.fromCharCode(...bytes.subarray(0, 200));
    const declared = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/
      .exec(head)?.[1]
      ?.toLowerCase();
    label = declared?.startsWith('utf-16') ? 'utf-8' : (declared ?? 'utf-8');
  }
  if (!encodings.has(label)) {
    throw new XmlError('xml-malformed', `encoding ${label} is not supported`);
  }
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlError('xml-malformed', `bytes are not valid ${label}`);
  }
}
