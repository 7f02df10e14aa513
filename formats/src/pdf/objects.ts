/**
 * PDF objects (ISO 32000-1 7.3) as plain values. Booleans, numbers and null are JavaScript's own; arrays are
 * arrays; dictionaries are Maps in file order with names WITHOUT the slash.
 */
export type PdfObject =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfRef
  | PdfStream
  | PdfPlaceholder
  | PdfObject[]
  | PdfDict;

/** A dictionary: key = name without the slash, one character per byte. */
export type PdfDict = Map<string, PdfObject>;

/** A name; `name` holds one character per byte (U+0000–U+00FF) after undoing `#xx`. */
export type PdfName = { readonly kind: 'name'; readonly name: string };

/**
 * A string. `hex` tells how it was written. `start`/`end` delimit its written form, delimiters included, in the
 * bytes it was parsed from: file offsets for objects of the file body, −1 for objects out of object streams and
 * for strings made by code.
 */
export type PdfString = {
  readonly kind: 'string';
  readonly bytes: Uint8Array;
  readonly hex: boolean;
  readonly start: number;
  readonly end: number;
};

/** An indirect reference `num gen R`. */
export type PdfRef = { readonly kind: 'ref'; readonly num: number; readonly gen: number };

/** A stream. `raw` are its bytes as stored (still encoded); `offset` is where they begin in the file, −1 if made by code. */
export type PdfStream = {
  readonly kind: 'stream';
  readonly dict: PdfDict;
  readonly raw: Uint8Array;
  readonly offset: number;
};

/**
 * Room of fixed size to be patched after the file is laid out; only for writing. `hex`: a hex string of
 * `byteLength` zero bytes. `byte-range`: an array of four integers, ten digits each.
 */
export type PdfPlaceholder =
  | { readonly kind: 'placeholder'; readonly form: 'hex'; readonly key: string; readonly byteLength: number }
  | { readonly kind: 'placeholder'; readonly form: 'byte-range'; readonly key: string };

/** Makes a name. `value` without the slash. */
export function pdfName(value: string): PdfName {
  return { kind: 'name', name: value };
}

/** Makes an indirect reference. */
export function pdfRef(num: number, gen = 0): PdfRef {
  return { kind: 'ref', num, gen };
}

/** Makes a string of raw bytes. */
export function pdfBytes(bytes: Uint8Array, hex = true): PdfString {
  return { kind: 'string', bytes, hex, start: -1, end: -1 };
}

/** Makes a text string (7.9.2.2): ASCII as it is, anything else as UTF-16BE with a byte order mark. */
export function pdfText(text: string): PdfString {
  let ascii = true;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    ascii = ascii && unit >= 0x20 && unit < 0x7f;
  }
  if (ascii) {
    return pdfBytes(
      Uint8Array.from(text, (c) => c.charCodeAt(0)),
      false,
    );
  }
  const bytes = new Uint8Array(2 + text.length * 2);
  bytes[0] = 0xfe;
  bytes[1] = 0xff;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[2 + 2 * i] = unit >> 8;
    bytes[3 + 2 * i] = unit & 0xff;
  }
  return pdfBytes(bytes, true);
}

/** Makes a dictionary out of an object literal, in the literal's order; undefined entries are left out. */
export function pdfDict(entries: Record<string, PdfObject | undefined>): PdfDict {
  const dict: PdfDict = new Map();
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) {
      dict.set(key, value);
    }
  }
  return dict;
}

/** Makes a stream of bytes that are already encoded as `dict`'s /Filter says. /Length is written by the serializer. */
export function pdfStream(dict: PdfDict, raw: Uint8Array): PdfStream {
  return { kind: 'stream', dict, raw, offset: -1 };
}

/** Whether `value` is a dictionary (a stream is not). */
export function isDict(value: PdfObject | undefined): value is PdfDict {
  return value instanceof Map;
}

/** Whether `value` is an object with this `kind`. */
function isKind<K extends 'name' | 'string' | 'ref' | 'stream'>(
  value: PdfObject | undefined,
  kind: K,
): value is Extract<PdfObject, { kind: K }> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Map) &&
    value.kind === kind
  );
}

/** Whether `value` is a name, and, when `name` is given, that very name. */
export function isName(value: PdfObject | undefined, name?: string): value is PdfName {
  return isKind(value, 'name') && (name === undefined || value.name === name);
}

/** Whether `value` is a string. */
export function isString(value: PdfObject | undefined): value is PdfString {
  return isKind(value, 'string');
}

/** Whether `value` is an indirect reference. */
export function isRef(value: PdfObject | undefined): value is PdfRef {
  return isKind(value, 'ref');
}

/** Whether `value` is a stream. */
export function isStream(value: PdfObject | undefined): value is PdfStream {
  return isKind(value, 'stream');
}

/** Text of a text string: UTF-16BE or UTF-8 with their marks, else one character per byte (PDFDocEncoding's Latin part). */
export function textOf(value: PdfString): string {
  const { bytes } = value;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return new TextDecoder('utf-8').decode(bytes.subarray(3));
  }
  let text = '';
  for (const byte of bytes) {
    text += String.fromCharCode(byte);
  }
  return text;
}
