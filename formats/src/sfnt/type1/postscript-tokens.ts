/** Just enough of PostScript's words to read the dictionaries of a Type 1 font. */

const space = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const delimiters = new Set([...'()<>[]{}/%'].map((letter) => letter.charCodeAt(0)));

/** Words one after the other: names keep their `/`, brackets stand alone, `(text)` is one word with its `(`. */
export class PostScriptTokens {
  position = 0;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The next word; undefined at the end. */
  next(): string | undefined {
    this.skipSpace();
    const start = this.position;
    const first = this.bytes[start];
    if (first === undefined) {
      return undefined;
    }
    this.position += 1;
    if (first === 0x28) {
      return this.text(start);
    }
    if (delimiters.has(first) && first !== 0x2f) {
      return String.fromCharCode(first);
    }
    for (;;) {
      const byte = this.bytes[this.position];
      if (byte === undefined || space.has(byte) || delimiters.has(byte)) {
        return this.latin(start, this.position);
      }
      this.position += 1;
    }
  }

  /** The next word as a whole number (`8#101` is octal); undefined when it is none. */
  integer(): number | undefined {
    const [, base, digits] = /^(?:(\d+)#)?([+-]?[0-9a-zA-Z]+)$/.exec(this.next() ?? '') ?? [];
    const value = Number.parseInt(digits ?? '', base === undefined ? 10 : Number(base));
    return Number.isSafeInteger(value) ? value : undefined;
  }

  /** The numbers of the next `[ … ]` or `{ … }`. */
  numbers(most: number): number[] {
    const open = this.next();
    const numbers: number[] = [];
    while ((open === '[' || open === '{') && numbers.length < most) {
      const value = Number(this.next() ?? Number.NaN);
      if (Number.isNaN(value)) {
        break;
      }
      numbers.push(value);
    }
    return numbers;
  }

  /** `length` bytes behind the one space that follows the last word. */
  binary(length: number): Uint8Array {
    const start = this.position + 1;
    this.position = Math.min(this.bytes.length, start + Math.max(0, length));
    return this.bytes.subarray(start, this.position);
  }

  private skipSpace(): void {
    for (;;) {
      const byte = this.bytes[this.position];
      if (byte === 0x25) {
        while (this.position < this.bytes.length && !isLineEnd(this.bytes[this.position]!)) {
          this.position += 1;
        }
      } else if (byte !== undefined && space.has(byte)) {
        this.position += 1;
      } else {
        return;
      }
    }
  }

  private text(start: number): string {
    let depth = 1;
    while (depth > 0 && this.position < this.bytes.length) {
      const byte = this.bytes[this.position++];
      if (byte === 0x5c) {
        this.position += 1;
      } else if (byte === 0x28 || byte === 0x29) {
        depth += byte === 0x28 ? 1 : -1;
      }
    }
    return this.latin(start, this.position - 1);
  }

  private latin(start: number, end: number): string {
    return String.fromCharCode(...this.bytes.subarray(start, Math.min(end, start + 256)));
  }
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
