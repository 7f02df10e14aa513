import type { Finding } from '../finding.ts';
import { hexValue, isDelimiter, isDigit, isRegular, isWhitespace, matchesAt } from './characters.ts';
import { PdfError } from './errors.ts';
import type { Budget } from './limits.ts';
import type { PdfDict, PdfObject, PdfString } from './objects.ts';

/** An operator or other bare word, met where an object could stand. */
type PdfKeyword = { readonly kind: 'keyword'; readonly word: string };

/** How a parser is set up. */
type ParserOptions = {
  budget: Budget;
  /** Whether `1 0 R` is a reference (not inside content streams). */
  references: boolean;
  /** Whether string positions are file offsets worth keeping. */
  positions: boolean;
  /** Skips what no rule allows inside arrays and dictionaries, and ends them where their object ends. */
  tolerant?: boolean;
  /** Receives oddities that do not stop reading. */
  report?: (finding: Finding) => void;
};

/**
 * Reads objects and keywords out of bytes (ISO 32000-1 7.2, 7.3). Strict unless told otherwise: what no rule allows
 * is a `PdfError('pdf-syntax')`, never a guess. `pos` moves past what was read.
 */
export class PdfParser {
  readonly bytes: Uint8Array;
  pos: number;
  readonly #options: ParserOptions;

  constructor(bytes: Uint8Array, pos: number, options: ParserOptions) {
    this.bytes = bytes;
    this.pos = pos;
    this.#options = options;
  }

  /** Skips white space and comments. */
  skipSpace(): void {
    const { bytes } = this;
    for (;;) {
      const byte = bytes[this.pos];
      if (isWhitespace(byte)) {
        this.pos += 1;
      } else if (byte === 0x25) {
        while (this.pos < bytes.length && bytes[this.pos] !== 0x0a && bytes[this.pos] !== 0x0d) {
          this.pos += 1;
        }
      } else {
        return;
      }
    }
  }

  /** Whether nothing but space is left. */
  atEnd(): boolean {
    this.skipSpace();
    return this.pos >= this.bytes.length;
  }

  /** The next object; a keyword other than true, false and null is an error. */
  readObject(): PdfObject {
    const item = this.readItem(0);
    if (isKeyword(item)) {
      throw new PdfError('pdf-syntax', `PDF 语法错误：此处应为对象，实为 ${printable(item.word)}`, this.pos);
    }
    return item;
  }

  /** The next object or keyword (content streams). */
  readObjectOrKeyword(): PdfObject | PdfKeyword {
    return this.readItem(0);
  }

  /** Moves past `word` if it stands next as a whole word. */
  tryWord(word: string): boolean {
    this.skipSpace();
    if (matchesAt(this.bytes, this.pos, word) && !isRegular(this.bytes[this.pos + word.length])) {
      this.pos += word.length;
      return true;
    }
    return false;
  }

  /** A non-negative integer of at most `maxDigits` digits, or undefined without moving. */
  tryUnsigned(maxDigits = 10): number | undefined {
    this.skipSpace();
    let at = this.pos;
    let value = 0;
    while (isDigit(this.bytes[at]) && at - this.pos < maxDigits) {
      value = value * 10 + (this.bytes[at] as number) - 0x30;
      at += 1;
    }
    if (at === this.pos || isRegular(this.bytes[at])) {
      return undefined;
    }
    this.pos = at;
    return value;
  }

  private readItem(depth: number): PdfObject | PdfKeyword {
    this.skipSpace();
    const { bytes, pos } = this;
    this.#options.budget.spendValue(pos);
    if (depth > this.#options.budget.limits.depth) {
      throw new PdfError('pdf-limit', 'PDF 对象嵌套过深，超出限额', pos);
    }
    const byte = bytes[pos];
    switch (byte) {
      case undefined:
        throw new PdfError('pdf-syntax', 'PDF 数据在对象中间中断', pos);
      case 0x2f:
        return { kind: 'name', name: this.readName() };
      case 0x28:
        return this.readLiteralString();
      case 0x5b:
        return this.readArray(depth);
      case 0x3c:
        return bytes[pos + 1] === 0x3c ? this.readDict(depth) : this.readHexString();
      default:
        if (isDelimiter(byte) && this.#options.tolerant) {
          this.pos += 1;
          return null;
        }
        if (isDelimiter(byte)) {
          throw new PdfError('pdf-syntax', `PDF 语法错误：多余的 ${String.fromCharCode(byte)}`, pos);
        }
        return this.readNumberOrWord();
    }
  }

  private readNumberOrWord(): PdfObject | PdfKeyword {
    const { bytes } = this;
    const start = this.pos;
    let at = start;
    while (isRegular(bytes[at]) && at - start < 128) {
      at += 1;
    }
    const word = String.fromCharCode(...bytes.subarray(start, at));
    this.pos = at;
    if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) {
      const value = Number(word);
      return this.#options.references && isDigit(bytes[start]) && Number.isInteger(value)
        ? this.reference(value, word)
        : value;
    }
    if (word === 'true' || word === 'false') {
      return word === 'true';
    }
    return word === 'null' ? null : { kind: 'keyword', word };
  }

  /** `num` was just read: it may begin `num gen R`. */
  private reference(num: number, written: string): PdfObject {
    const after = this.pos;
    if (/^\d{1,10}$/.test(written) && isWhitespace(this.bytes[after])) {
      const gen = this.tryUnsigned(5);
      if (gen !== undefined && this.tryWord('R')) {
        return { kind: 'ref', num, gen };
      }
    }
    this.pos = after;
    return num;
  }

  private readName(): string {
    const { bytes } = this;
    let at = this.pos + 1;
    let name = '';
    while (isRegular(bytes[at])) {
      let byte = bytes[at] as number;
      const high = byte === 0x23 ? hexValue(bytes[at + 1]) : -1;
      const low = high >= 0 ? hexValue(bytes[at + 2]) : -1;
      if (low >= 0) {
        byte = high * 16 + low;
        at += 2;
      }
      name += String.fromCharCode(byte);
      at += 1;
      if (name.length > 512) {
        throw new PdfError('pdf-limit', 'PDF 名称过长', this.pos);
      }
    }
    this.pos = at;
    return name;
  }

  private readHexString(): PdfString {
    const { bytes } = this;
    const start = this.pos;
    const end = bytes.indexOf(0x3e, start);
    if (end < 0) {
      throw new PdfError('pdf-syntax', 'PDF 十六进制字符串没有结束', start);
    }
    const out = new Uint8Array((end - start) >> 1);
    let digits = 0;
    for (let at = start + 1; at < end; at++) {
      const value = hexValue(bytes[at]);
      if (value >= 0) {
        const index = digits >> 1;
        out[index] = digits % 2 === 0 ? value << 4 : (out[index] as number) | value;
        digits += 1;
      } else if (!isWhitespace(bytes[at])) {
        throw new PdfError('pdf-syntax', 'PDF 十六进制字符串含有非法字符', at);
      }
    }
    this.pos = end + 1;
    return this.string(out.subarray(0, (digits + 1) >> 1), true, start);
  }

  private readLiteralString(): PdfString {
    const { bytes } = this;
    const start = this.pos;
    const out: number[] = [];
    let depth = 1;
    let at = start + 1;
    while (depth > 0) {
      const byte = bytes[at];
      if (byte === undefined) {
        throw new PdfError('pdf-syntax', 'PDF 字符串没有结束', start);
      }
      at += 1;
      if (byte === 0x5c) {
        at = readEscape(bytes, at, out);
      } else if (byte === 0x0d) {
        // 7.3.4.2: any end of line inside a string reads as one LF
        out.push(0x0a);
        at += bytes[at] === 0x0a ? 1 : 0;
      } else {
        depth += byte === 0x28 ? 1 : byte === 0x29 ? -1 : 0;
        if (depth > 0) {
          out.push(byte);
        }
      }
    }
    this.pos = at;
    return this.string(Uint8Array.from(out), false, start);
  }

  private string(bytes: Uint8Array, hex: boolean, start: number): PdfString {
    return this.#options.positions
      ? { kind: 'string', bytes, hex, start, end: this.pos }
      : { kind: 'string', bytes, hex, start: -1, end: -1 };
  }

  private readArray(depth: number): PdfObject[] {
    const items: PdfObject[] = [];
    this.pos += 1;
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.pos] === 0x5d) {
        this.pos += 1;
        return items;
      }
      if (this.#options.tolerant && this.endsHere()) {
        return items;
      }
      items.push(this.nested(depth));
    }
  }

  private readDict(depth: number): PdfDict {
    const dict: PdfDict = new Map();
    const start = this.pos;
    this.pos += 2;
    for (;;) {
      this.skipSpace();
      if (this.bytes[this.pos] === 0x3e && this.bytes[this.pos + 1] === 0x3e) {
        this.pos += 2;
        return dict;
      }
      if (this.#options.tolerant && this.bytes[this.pos] !== 0x2f) {
        if (this.endsHere()) {
          return dict;
        }
        this.nested(depth);
        continue;
      }
      if (this.bytes[this.pos] !== 0x2f) {
        throw new PdfError('pdf-syntax', 'PDF 字典的键不是名称', this.pos);
      }
      this.#options.budget.spendValue(this.pos);
      const key = this.readName();
      const value = this.nested(depth);
      if (dict.has(key)) {
        // two readers may take different ones: shown, and the last one counts as in most readers
        this.#options.report?.({
          code: 'pdf-duplicate-key',
          severity: 'warning',
          place: `@${start}`,
          message: 'PDF 字典中有重复的键，不同软件可能读出不同内容',
          evidence: printable(key),
        });
      }
      dict.set(key, value);
    }
  }

  /** Whether the object around ends although it was not closed. */
  private endsHere(): boolean {
    const { bytes, pos } = this;
    return (
      pos >= bytes.length ||
      (bytes[pos] === 0x3e && bytes[pos + 1] === 0x3e) ||
      matchesAt(bytes, pos, 'endobj') ||
      matchesAt(bytes, pos, 'stream')
    );
  }

  private nested(depth: number): PdfObject {
    const item = this.readItem(depth + 1);
    if (isKeyword(item) && this.#options.tolerant) {
      return null;
    }
    if (isKeyword(item)) {
      throw new PdfError('pdf-syntax', `PDF 数组或字典中有非法内容 ${printable(item.word)}`, this.pos);
    }
    return item;
  }
}

/** Whether an item read from a content stream is an operator. */
export function isKeyword(item: PdfObject | PdfKeyword): item is PdfKeyword {
  return (
    typeof item === 'object' &&
    item !== null &&
    !Array.isArray(item) &&
    !(item instanceof Map) &&
    item.kind === 'keyword'
  );
}

/** Undoes one backslash escape (7.3.4.2, table 3); `at` is just after the backslash. Returns the next offset. */
function readEscape(bytes: Uint8Array, at: number, out: number[]): number {
  const byte = bytes[at];
  switch (byte) {
    case 0x6e:
      out.push(0x0a);
      return at + 1;
    case 0x72:
      out.push(0x0d);
      return at + 1;
    case 0x74:
      out.push(0x09);
      return at + 1;
    case 0x62:
      out.push(0x08);
      return at + 1;
    case 0x66:
      out.push(0x0c);
      return at + 1;
    case 0x0d:
      return bytes[at + 1] === 0x0a ? at + 2 : at + 1;
    case 0x0a:
      return at + 1;
    case undefined:
      return at;
    default:
      break;
  }
  let value = 0;
  let end = at;
  while (end - at < 3 && (bytes[end] as number) >= 0x30 && (bytes[end] as number) <= 0x37) {
    value = value * 8 + (bytes[end] as number) - 0x30;
    end += 1;
  }
  if (end > at) {
    out.push(value & 0xff);
    return end;
  }
  out.push(byte);
  return at + 1;
}

/** A word of the file made safe to quote: printable ASCII, at most 40 characters. */
function printable(word: string): string {
  const shown = word.replace(/[^\x20-\x7e]/g, '?');
  return shown.length > 40 ? `${shown.slice(0, 40)}…` : shown;
}
