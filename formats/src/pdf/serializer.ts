import { isDelimiter, isRegular } from './characters.ts';
import { PdfError } from './errors.ts';
import { isDict, isName, isRef, isStream, isString, type PdfDict, type PdfObject } from './objects.ts';

/** Where a placeholder was written: offsets of its first byte and just past its last, delimiters included. */
export type PlacedPlaceholder = { readonly start: number; readonly end: number };

/** Growing byte buffer for writing PDF; `length` is the offset of the next byte. */
export class PdfWriter {
  #bytes: Uint8Array;
  #length = 0;
  /** Placeholders by key, as they were written. */
  readonly placeholders = new Map<string, PlacedPlaceholder>();

  constructor(initial: Uint8Array = new Uint8Array(0)) {
    this.#bytes = new Uint8Array(initial.length + 4096);
    this.append(initial);
  }

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    const needed = this.#length + bytes.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = needed;
  }

  /** ASCII text. */
  text(text: string): void {
    this.append(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  }

  take(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Writes any object (7.3). /Length of a stream is set from its bytes. Equal objects give equal bytes. */
  object(value: PdfObject): void {
    if (value === null || typeof value === 'boolean') {
      this.text(String(value));
    } else if (typeof value === 'number') {
      this.text(formatNumber(value));
    } else if (Array.isArray(value)) {
      this.text('[');
      for (const [i, item] of value.entries()) {
        this.text(i === 0 ? '' : ' ');
        this.object(item);
      }
      this.text(']');
    } else if (isDict(value)) {
      this.#dict(value);
    } else if (isName(value)) {
      this.text(formatName(value.name));
    } else if (isRef(value)) {
      this.text(`${value.num} ${value.gen} R`);
    } else if (isString(value)) {
      this.append(value.hex ? hexString(value.bytes) : literalString(value.bytes));
    } else if (isStream(value)) {
      const dict = new Map(value.dict);
      dict.set('Length', value.raw.length);
      this.#dict(dict);
      this.text('\nstream\n');
      this.append(value.raw);
      this.text('\nendstream');
    } else {
      const start = this.#length;
      this.append(
        value.form === 'hex'
          ? hexString(new Uint8Array(value.byteLength))
          : Uint8Array.from(byteRangeText(0, 0, 0, 0), (c) => c.charCodeAt(0)),
      );
      if (this.placeholders.has(value.key)) {
        throw new PdfError('pdf-placeholder', 'PDF 占位符的名称重复');
      }
      this.placeholders.set(value.key, { start, end: this.#length });
    }
  }

  /** `num gen obj … endobj`; returns the object's offset. */
  indirect(num: number, gen: number, value: PdfObject): number {
    const offset = this.#length;
    this.text(`${num} ${gen} obj\n`);
    this.object(value);
    this.text('\nendobj\n');
    return offset;
  }

  #dict(dict: PdfDict): void {
    this.text('<<');
    for (const [key, value] of dict) {
      this.text(`${formatName(key)} `);
      this.object(value);
    }
    this.text('>>');
  }
}

/** Writes one object on its own; placeholders are allowed but their places are not returned. */
export function serializeObject(value: PdfObject): Uint8Array {
  const writer = new PdfWriter();
  writer.object(value);
  return writer.take();
}

/** The fixed-width written form of /ByteRange: it takes the same room for every value below 10^10. */
export function byteRangeText(start: number, length: number, start2: number, length2: number): string {
  return `[${[start, length, start2, length2].map((n) => String(n).padEnd(10)).join(' ')}]`;
}

/** A number without exponent, at most six decimals, no trailing zeros. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new PdfError('pdf-syntax', 'PDF 数值不是有限数');
  }
  if (Number.isInteger(value)) {
    return Math.abs(value) < 1e21 ? (value === 0 ? '0' : String(value)) : BigInt(value).toString();
  }
  const text = value.toFixed(6).replace(/\.?0+$/, '');
  return text === '-0' || text === '' ? '0' : text;
}

function formatName(name: string): string {
  let text = '/';
  for (const char of name) {
    const byte = char.charCodeAt(0);
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x23 && isRegular(byte) && !isDelimiter(byte);
    text += plain ? char : `#${byte.toString(16).padStart(2, '0')}`;
  }
  return text;
}

const hexDigits = Uint8Array.from('0123456789abcdef', (c) => c.charCodeAt(0));

/** `<…>` with lower-case digits. */
export function hexString(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length * 2 + 2);
  out[0] = 0x3c;
  for (let i = 0; i < bytes.length; i++) {
    out[1 + 2 * i] = hexDigits[(bytes[i] as number) >> 4] as number;
    out[2 + 2 * i] = hexDigits[(bytes[i] as number) & 15] as number;
  }
  out[out.length - 1] = 0x3e;
  return out;
}

function literalString(bytes: Uint8Array): Uint8Array {
  const out: number[] = [0x28];
  for (const byte of bytes) {
    if (byte === 0x28 || byte === 0x29 || byte === 0x5c) {
      out.push(0x5c, byte);
    } else if (byte === 0x0d) {
      out.push(0x5c, 0x72); // a bare CR would be read back as LF
    } else {
      out.push(byte);
    }
  }
  out.push(0x29);
  return Uint8Array.from(out);
}
