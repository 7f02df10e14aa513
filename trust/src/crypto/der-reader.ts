/**
 * DER and BER reader (X.690). Input is hostile: depth, node count and every length are checked.
 *
 * `der` mode refuses what DER refuses: indefinite or padded lengths, padded integers, constructed strings.
 * `ber` mode accepts those, because foreign CMS and some old seals are written that way. In both modes a node
 * keeps the exact bytes received, so that a signature is always checked over what was sent, never over a
 * re-encoding.
 */

import { bigIntOf, concat, utf8Text } from './bytes.ts';

/** Malformed ASN.1, or ASN.1 of another shape than expected. Thrown by the reader and its accessors only. */
export class DerError extends Error {
  override name = 'DerError';
}

/** One TLV. */
export type DerNode = {
  /** Identifier byte: class, constructed bit and tag number (below 31). */
  readonly tag: number;
  /** The whole TLV exactly as received. */
  readonly bytes: Uint8Array;
  /** Content octets exactly as received, without the end-of-contents mark of an indefinite length. */
  readonly content: Uint8Array;
  /** Child nodes of a constructed TLV, empty for a primitive one. */
  readonly children: readonly DerNode[];
};

/** Limits of the reader. */
export type DerLimits = {
  /** `der`: only what DER allows. `ber`: tolerant, for foreign structures. */
  mode: 'der' | 'ber';
  maxDepth: number;
  maxNodes: number;
};

const DEFAULT_LIMITS: DerLimits = { mode: 'der', maxDepth: 40, maxNodes: 50_000 };

type Cursor = { bytes: Uint8Array; at: number; nodes: number; limits: DerLimits };

/** Reads exactly one TLV that fills `bytes`. Throws DerError. */
export function readDer(bytes: Uint8Array, limits: Partial<DerLimits> = {}): DerNode {
  const cursor: Cursor = { bytes, at: 0, nodes: 0, limits: { ...DEFAULT_LIMITS, ...limits } };
  const node = readNode(cursor, bytes.length, 0);
  if (cursor.at !== bytes.length) {
    throw new DerError(`expected the end after ${cursor.at} bytes, found ${bytes.length - cursor.at} more`);
  }
  return node;
}

/**
 * Reads one TLV at the start of `bytes` and says how long it was. For places that pad after the structure
 * (a PDF /Contents string). Throws DerError.
 */
export function readDerPrefix(
  bytes: Uint8Array,
  limits: Partial<DerLimits> = {},
): { node: DerNode; length: number } {
  const cursor: Cursor = { bytes, at: 0, nodes: 0, limits: { ...DEFAULT_LIMITS, ...limits } };
  const node = readNode(cursor, bytes.length, 0);
  return { node, length: cursor.at };
}

function byteAt(cursor: Cursor, end: number): number {
  const byte = cursor.at < end ? cursor.bytes[cursor.at] : undefined;
  if (byte === undefined) {
    throw new DerError(`expected more bytes at ${cursor.at}, found the end`);
  }
  cursor.at++;
  return byte;
}

/** Content length, or undefined for an indefinite one. */
function readLength(cursor: Cursor, end: number): number | undefined {
  const first = byteAt(cursor, end);
  if (first < 0x80) {
    return first;
  }
  const strict = cursor.limits.mode === 'der';
  if (first === 0x80) {
    if (strict) {
      throw new DerError('expected a definite length, found an indefinite one');
    }
    return undefined;
  }
  const count = first & 0x7f;
  if (count > 6) {
    throw new DerError(`expected a length of at most 6 bytes, found ${count}`);
  }
  let length = 0;
  for (let i = 0; i < count; i++) {
    length = length * 256 + byteAt(cursor, end);
  }
  if (strict && (length < 0x80 || length < 256 ** (count - 1))) {
    throw new DerError('expected a minimal length');
  }
  return length;
}

function readNode(cursor: Cursor, end: number, depth: number): DerNode {
  if (depth > cursor.limits.maxDepth || ++cursor.nodes > cursor.limits.maxNodes) {
    throw new DerError('expected fewer or less deeply nested elements');
  }
  const start = cursor.at;
  const tag = byteAt(cursor, end);
  if ((tag & 0x1f) === 0x1f) {
    throw new DerError('expected a tag number below 31');
  }
  const constructed = (tag & 0x20) !== 0;
  const length = readLength(cursor, end);
  const from = cursor.at;
  if (length === undefined) {
    return readIndefinite(cursor, end, depth, { start, from, tag, constructed });
  }
  if (length > end - from) {
    throw new DerError(`expected ${length} content bytes, found ${end - from}`);
  }
  const stop = from + length;
  const children: DerNode[] = [];
  if (constructed) {
    while (cursor.at < stop) {
      children.push(readNode(cursor, stop, depth + 1));
    }
  }
  cursor.at = stop;
  const node = {
    tag,
    bytes: cursor.bytes.subarray(start, stop),
    content: cursor.bytes.subarray(from, stop),
    children,
  };
  if (cursor.limits.mode === 'der') {
    checkDer(node, constructed);
  }
  return node;
}

function readIndefinite(
  cursor: Cursor,
  end: number,
  depth: number,
  head: { start: number; from: number; tag: number; constructed: boolean },
): DerNode {
  if (!head.constructed) {
    throw new DerError('expected a definite length for a primitive element');
  }
  const children: DerNode[] = [];
  while (cursor.bytes[cursor.at] !== 0 || cursor.bytes[cursor.at + 1] !== 0) {
    children.push(readNode(cursor, end, depth + 1));
  }
  const stop = cursor.at;
  cursor.at += 2;
  if (cursor.at > end) {
    throw new DerError('expected an end-of-contents mark inside the element');
  }
  return {
    tag: head.tag,
    bytes: cursor.bytes.subarray(head.start, cursor.at),
    content: cursor.bytes.subarray(head.from, stop),
    children,
  };
}

/** The rules of DER for single elements (X.690 8 and 11). */
function checkDer(node: DerNode, constructed: boolean): void {
  if ((node.tag & 0xc0) !== 0) {
    return;
  }
  const number = node.tag & 0x1f;
  const isSequence = number === 0x10 || number === 0x11;
  if (constructed !== isSequence) {
    throw new DerError(`expected the DER form of tag ${node.tag}`);
  }
  const { content } = node;
  switch (number) {
    case 0x00:
      throw new DerError('expected an element, found an end-of-contents mark');
    case 0x01:
      if (content.length !== 1 || (content[0] !== 0 && content[0] !== 0xff)) {
        throw new DerError('expected a DER boolean');
      }
      break;
    case 0x02:
      checkMinimalInteger(content);
      break;
    case 0x03:
      checkBitString(content);
      break;
    case 0x05:
      if (content.length !== 0) {
        throw new DerError('expected an empty NULL');
      }
      break;
    default:
      break;
  }
}

function checkMinimalInteger(content: Uint8Array): void {
  const [first, second] = content;
  if (first === undefined) {
    throw new DerError('expected an integer of at least one byte');
  }
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) {
    throw new DerError('expected a minimal integer');
  }
}

function checkBitString(content: Uint8Array): void {
  const unused = content[0];
  const last = content[content.length - 1]!;
  if (unused === undefined || unused > 7 || (content.length === 1 && unused !== 0)) {
    throw new DerError('expected a bit string');
  }
  if (unused > 0 && (last & ((1 << unused) - 1)) !== 0) {
    throw new DerError('expected unused bits of zero');
  }
}

function expectTag(node: DerNode | undefined, tag: number, what: string): DerNode {
  if (node === undefined || node.tag !== tag) {
    throw new DerError(`expected ${what}, found ${node === undefined ? 'nothing' : `tag ${node.tag}`}`);
  }
  return node;
}

/** Children of a SEQUENCE. Throws DerError when `node` is absent or something else, like all accessors here. */
export function sequence(node: DerNode | undefined): readonly DerNode[] {
  return expectTag(node, 0x30, 'a SEQUENCE').children;
}

/** Children of a SET. */
export function setOf(node: DerNode | undefined): readonly DerNode[] {
  return expectTag(node, 0x31, 'a SET').children;
}

/** Value of an INTEGER. */
export function integer(node: DerNode | undefined): bigint {
  const { content } = expectTag(node, 0x02, 'an INTEGER');
  if (content.length === 0) {
    throw new DerError('expected an integer of at least one byte');
  }
  const unsigned = bigIntOf(content);
  return content[0]! >= 0x80 ? unsigned - (1n << BigInt(8 * content.length)) : unsigned;
}

/** Value of an INTEGER that must be a safe JavaScript number. */
export function smallInteger(node: DerNode | undefined): number {
  const value = Number(integer(node));
  if (!Number.isSafeInteger(value)) {
    throw new DerError('expected a small integer');
  }
  return value;
}

/** Value of a BOOLEAN. */
export function boolean(node: DerNode | undefined): boolean {
  return expectTag(node, 0x01, 'a BOOLEAN').content[0] !== 0;
}

/** Dotted text of an OBJECT IDENTIFIER. */
export function objectIdentifier(node: DerNode | undefined): string {
  const { content } = expectTag(node, 0x06, 'an OBJECT IDENTIFIER');
  if (content.length === 0 || content.length > 64 || content[content.length - 1]! >= 0x80) {
    throw new DerError('expected an object identifier');
  }
  const arcs: bigint[] = [];
  let arc = 0n;
  let first = true;
  for (const byte of content) {
    if (first && byte === 0x80) {
      throw new DerError('expected a minimal object identifier');
    }
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    first = byte < 0x80;
    if (first) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const head = arcs[0]!;
  const root = head < 40n ? 0n : head < 80n ? 1n : 2n;
  return [root, head - 40n * root, ...arcs.slice(1)].join('.');
}

/** Bytes of an OCTET STRING; segments of a constructed one (BER) are joined. */
export function octets(node: DerNode | undefined): Uint8Array {
  if (node?.tag === 0x24) {
    return concat(...node.children.map(octets));
  }
  return expectTag(node, 0x04, 'an OCTET STRING').content;
}

/** Bytes of a BIT STRING that must have no unused bits; segments of a constructed one (BER) are joined. */
export function bits(node: DerNode | undefined): Uint8Array {
  if (node?.tag === 0x23) {
    return concat(...node.children.map(bits));
  }
  const { content } = expectTag(node, 0x03, 'a BIT STRING');
  if (content[0] !== 0) {
    throw new DerError('expected a bit string of whole bytes');
  }
  return content.subarray(1);
}

/** Flags of a named-bit BIT STRING (KeyUsage): index 0 is the first bit. */
export function namedBits(node: DerNode | undefined): boolean[] {
  const { content } = expectTag(node, 0x03, 'a BIT STRING');
  const out: boolean[] = [];
  for (let i = 8; i < 8 * content.length - (content[0] ?? 0); i++) {
    out.push(((content[i >> 3]! >> (7 - (i & 7))) & 1) === 1);
  }
  return out;
}

/** Text of a UTF8String, PrintableString, IA5String, VisibleString, NumericString, T61String or BMPString. */
export function text(node: DerNode | undefined): string {
  const { content } = node ?? expectTag(node, 0x0c, 'a character string');
  switch (node?.tag) {
    case 0x0c:
    case 0x12:
    case 0x13:
    case 0x16:
    case 0x1a: {
      const out = utf8Text(content);
      if (out === undefined) {
        throw new DerError('expected UTF-8 text');
      }
      return out;
    }
    case 0x14:
      return utf8Text(content) ?? String.fromCharCode(...content.subarray(0, 4096));
    case 0x1e: {
      let out = '';
      for (let i = 0; i + 1 < content.length; i += 2) {
        out += String.fromCharCode((content[i]! << 8) | content[i + 1]!);
      }
      return out;
    }
    default:
      throw new DerError('expected a character string');
  }
}

/** Unix time in milliseconds of a UTCTime or GeneralizedTime; only the UTC form with seconds ("…Z"). */
export function time(node: DerNode | undefined): number {
  if (node?.tag !== 0x17 && node?.tag !== 0x18) {
    throw new DerError('expected a time');
  }
  const written = utf8Text(node.content) ?? '';
  const pattern =
    node.tag === 0x17
      ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/
      : /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d{1,9})?Z$/;
  const match = pattern.exec(written);
  if (match === null) {
    throw new DerError('expected a time in UTC with seconds');
  }
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const century = node.tag === 0x18 ? 0 : year < 50 ? 2000 : 1900;
  const at = new Date(Date.UTC(century + year, month - 1, day, hour, minute, second));
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const isYear = at.getUTCFullYear() === century + year;
  if (
    !isYear ||
    at.getUTCMonth() !== month - 1 ||
    at.getUTCDate() !== day ||
    hour > 23 ||
    minute > 59 ||
    second > 59
  ) {
    throw new DerError('expected a time that exists');
  }
  return at.getTime();
}
