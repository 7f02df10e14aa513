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
  const { root, fault } = parse(bytes, limits, 0);
  if (fault || !root) {
    throw fault ?? new XmlError('xml-malformed', 'no root element');
  }
  return root;
}

/** Faults a broken part may have before the rest of it is not looked at. */
const mostFaults = 20;

/**
 * As much of a part as can be read. `fault` is the first thing wrong with it; a part that is refused (too large, too
 * deep, with a document type) has no root.
 */
export function parseXmlPartly(
  bytes: Uint8Array,
  limits: Partial<XmlLimits> = {},
): { root: XmlElement | undefined; fault: XmlError | undefined } {
  return parse(bytes, limits, mostFaults);
}

function parse(
  bytes: Uint8Array,
  limits: Partial<XmlLimits>,
  allowedFaults: number,
): { root: XmlElement | undefined; fault: XmlError | undefined } {
  const cap = { ...defaultXmlLimits, ...limits };
  const tree: Tree = { root: undefined, fault: undefined, faults: 0 };
  try {
    if (bytes.length > cap.bytes) {
      throw new XmlError('xml-too-large', `expected at most ${cap.bytes} bytes, found ${bytes.length}`);
    }
    const source = decodeXml(bytes, tree, allowedFaults);
    if (/<!(doctype|entity)/i.test(source)) {
      throw new XmlError('xml-doctype', 'a document type declaration is refused');
    }
    buildTree(source, cap, tree, allowedFaults);
  } catch (error) {
    if (!(error instanceof XmlError)) {
      throw error;
    }
    tree.fault ??= error;
    return {
      root: error.code === 'xml-malformed' ? tree.root : undefined,
      fault: error.code === 'xml-malformed' ? tree.fault : error,
    };
  }
  return { root: tree.root, fault: tree.fault };
}

/** What has been read so far, and what was wrong with it. */
type Tree = { root: XmlElement | undefined; fault: XmlError | undefined; faults: number };

/** Keeps the first fault; throws it when there are more than may be. */
function noteFault(tree: Tree, message: string, allowedFaults: number): void {
  tree.faults += 1;
  tree.fault ??= new XmlError('xml-malformed', message);
  if (tree.faults > allowedFaults) {
    throw tree.fault;
  }
}

function buildTree(source: string, cap: XmlLimits, tree: Tree, allowedFaults: number): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const open: XmlElement[] = [];
  let count = 0;
  parser.on('error', (problem) => {
    noteFault(tree, problem.message, allowedFaults);
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
    const attributes: XmlElement['attributes'] = [];
    for (const key in tag.attributes) {
      const a = tag.attributes[key]!;
      const namespace = a.prefix === '' || a.name === 'xmlns' ? '' : a.uri;
      attributes.push({ prefix: a.prefix, name: a.local || a.name, namespace, value: a.value });
    }
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
      tree.root ??= next;
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
}

/** Bytes to text by byte-order mark, then by the declared encoding, else UTF-8; invalid bytes are a fault. */
function decodeXml(bytes: Uint8Array, tree: Tree, allowedFaults: number): string {
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
    noteFault(tree, `encoding ${label} is not supported`, allowedFaults);
    label = 'utf-8';
  }
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    noteFault(tree, `bytes are not valid ${label}`, allowedFaults);
    return new TextDecoder(label).decode(bytes);
  }
}
