import { Budget, defaultPdfLimits, type PdfLimits } from './limits.ts';
import { isName, type PdfDict, type PdfObject, type PdfStream } from './objects.ts';
import { isKeyword, PdfParser } from './parser.ts';

/** One operator of a content stream with the operands before it (ISO 32000-1 7.8.2). */
export type ContentOperation = {
  readonly operator: string;
  readonly operands: readonly PdfObject[];
};

const maxOperands = 100_000;

/**
 * Operators one by one. An inline image comes as operator `BI` whose only operand is a stream with the full names
 * of its keys and filters (8.9.7). Throws PdfError where the syntax breaks; what came before has been handed out
 * by then.
 */
export function* parseContent(
  bytes: Uint8Array,
  limits: Partial<PdfLimits> = {},
): Generator<ContentOperation> {
  const parser = new PdfParser(bytes, 0, {
    budget: new Budget({ ...defaultPdfLimits, ...limits }),
    references: false,
    positions: false,
  });
  let operands: PdfObject[] = [];
  while (!parser.atEnd()) {
    const item = parser.readObjectOrKeyword();
    if (!isKeyword(item)) {
      operands.push(item);
      if (operands.length > maxOperands) {
        operands = [];
      }
      continue;
    }
    if (item.word === 'BI') {
      yield { operator: 'BI', operands: [readInlineImage(parser)] };
    } else {
      yield { operator: item.word, operands };
    }
    operands = [];
  }
}

// 8.9.7, tables 93 and 94
const fullKeys: ReadonlyMap<string, string> = new Map(
  Object.entries({
    BPC: 'BitsPerComponent',
    CS: 'ColorSpace',
    D: 'Decode',
    DP: 'DecodeParms',
    F: 'Filter',
    H: 'Height',
    IM: 'ImageMask',
    I: 'Interpolate',
    W: 'Width',
  }),
);
const fullFilters: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AHx: 'ASCIIHexDecode',
    A85: 'ASCII85Decode',
    LZW: 'LZWDecode',
    Fl: 'FlateDecode',
    RL: 'RunLengthDecode',
    CCF: 'CCITTFaxDecode',
    DCT: 'DCTDecode',
  }),
);
const componentsOf: ReadonlyMap<string, number> = new Map(
  Object.entries({
    G: 1,
    DeviceGray: 1,
    CalGray: 1,
    RGB: 3,
    DeviceRGB: 3,
    CMYK: 4,
    DeviceCMYK: 4,
  }),
);

/** The dictionary between BI and ID and the data up to EI (8.9.7). */
function readInlineImage(parser: PdfParser): PdfStream {
  const dict: PdfDict = new Map();
  while (!parser.tryWord('ID')) {
    const key = parser.readObject();
    const value = parser.readObject();
    if (isName(key)) {
      const name = fullKeys.get(key.name) ?? key.name;
      dict.set(name, name === 'Filter' ? fullFilter(value) : value);
    }
  }
  const { bytes } = parser;
  // one white space after ID belongs to it
  const start = parser.pos + 1;
  const plain = plainLength(dict);
  let at = plain === undefined ? textEnd(bytes, start, dict) : Math.min(start + plain, bytes.length);
  for (; at < bytes.length; at++) {
    if (bytes[at] === 0x45 && bytes[at + 1] === 0x49 && endsImage(bytes, at, start)) {
      parser.pos = at + 2;
      const spaced = plain === undefined && at > start && (bytes[at - 1] as number) <= 0x20;
      const end = plain === undefined ? (spaced ? at - 1 : at) : start + plain;
      return { kind: 'stream', dict, raw: bytes.subarray(start, end), offset: -1 };
    }
  }
  parser.pos = bytes.length;
  return { kind: 'stream', dict, raw: bytes.subarray(start), offset: -1 };
}

function fullFilter(value: PdfObject): PdfObject {
  if (Array.isArray(value)) {
    return value.map(fullFilter);
  }
  return isName(value) ? { kind: 'name', name: fullFilters.get(value.name) ?? value.name } : value;
}

/** Bytes of data that no filter has changed, when the colour space tells. */
function plainLength(dict: PdfDict): number | undefined {
  const filter = dict.get('Filter');
  const width = dict.get('Width');
  const height = dict.get('Height');
  if (
    (filter !== undefined && filter !== null && !(Array.isArray(filter) && filter.length === 0)) ||
    typeof width !== 'number' ||
    typeof height !== 'number'
  ) {
    return undefined;
  }
  const mask = dict.get('ImageMask') === true;
  const space = dict.get('ColorSpace');
  const indexed = Array.isArray(space) && (isName(space[0], 'I') || isName(space[0], 'Indexed'));
  const components = mask || indexed ? 1 : isName(space) ? componentsOf.get(space.name) : undefined;
  const bits = mask ? 1 : dict.get('BitsPerComponent');
  return components === undefined || typeof bits !== 'number'
    ? undefined
    : Math.ceil((width * components * bits) / 8) * height;
}

/** Where data written as text ends by its own mark (7.4.2, 7.4.3); its beginning for other data. */
function textEnd(bytes: Uint8Array, start: number, dict: PdfDict): number {
  const filter = dict.get('Filter');
  const first = Array.isArray(filter) ? filter[0] : filter;
  // ">" itself is a digit of ASCII85, "~" is none
  const mark = isName(first, 'ASCIIHexDecode') ? 0x3e : isName(first, 'ASCII85Decode') ? 0x7e : undefined;
  const end = mark === undefined ? -1 : bytes.indexOf(mark, start);
  return end < 0 ? start : end + 1;
}

/** Whether `EI` at `at` ends the data: white space around it, and what follows looks like content, not like data. */
function endsImage(bytes: Uint8Array, at: number, start: number): boolean {
  const before = at === start ? 0x20 : (bytes[at - 1] as number);
  const after = bytes[at + 2];
  if (before > 0x20 || (after !== undefined && after > 0x20)) {
    return false;
  }
  for (const byte of bytes.subarray(at + 2, at + 12)) {
    if (byte > 0x7e || (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x00)) {
      return false;
    }
  }
  return true;
}
