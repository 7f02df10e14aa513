/** Writers of the tests' own, each from the format's description: they share no code with the readers. */

/** Little-endian numbers one behind the other. */
export class Writer {
  readonly bytes: number[] = [];

  u8(...values: number[]): this {
    this.bytes.push(...values.map((value) => value & 255));
    return this;
  }

  u16(...values: number[]): this {
    for (const value of values) {
      this.u8(value, value >> 8);
    }
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) {
      this.u16(value, value >>> 16);
    }
    return this;
  }

  text(value: string): this {
    return this.u8(...[...value].map((char) => char.charCodeAt(0)));
  }
}

export type BmpParts = {
  readonly width: number;
  /** Negative = top-down. */
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  readonly masks?: readonly number[];
  /** [red, green, blue] each. */
  readonly palette?: readonly (readonly number[])[];
  readonly pixels: readonly number[];
};

/** A BMP with a 40-byte header, or one of 108 bytes when there are four masks. */
export function bmpOf(parts: BmpParts): Uint8Array {
  const { masks = [], palette = [] } = parts;
  const headerSize = masks.length === 4 ? 108 : 40;
  const extra = masks.length === 3 ? 12 : 0;
  const offset = 14 + headerSize + extra + palette.length * 4;
  const out = new Writer().text('BM').u32(offset + parts.pixels.length, 0, offset);
  out.u32(headerSize, parts.width, parts.height).u16(1, parts.bits);
  out.u32(parts.compression ?? 0, parts.pixels.length, 11811, 11811, palette.length, 0);
  out.u32(...masks);
  if (headerSize === 108) {
    out.u8(...new Array<number>(108 - 40 - 16).fill(0));
  }
  for (const [red, green, blue] of palette) {
    out.u8(blue!, green!, red!, 0);
  }
  return Uint8Array.from(out.u8(...parts.pixels).bytes);
}

export type TiffPage = {
  /** Tag → values; SHORT when all fit, LONG otherwise. Offsets and counts of strips are added. */
  readonly fields: Readonly<Record<number, readonly number[]>>;
  readonly strips: readonly (readonly number[] | Uint8Array)[];
  /** For tiles: 324 and 325 instead of 273 and 279. */
  readonly tiled?: boolean;
};

/** A little- or big-endian TIFF. */
export function tiffOf(pages: readonly TiffPage[], bigEndian = false): Uint8Array {
  const out: number[] = bigEndian ? [0x4d, 0x4d, 0, 42] : [0x49, 0x49, 42, 0];
  const word = (value: number): number[] =>
    bigEndian ? [value >> 8, value & 255] : [value & 255, value >> 8];
  const long = (value: number): number[] => {
    const bytes = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
    return bigEndian ? bytes : bytes.reverse();
  };
  const setLong = (at: number, value: number): void => {
    long(value).forEach((byte, i) => {
      out[at + i] = byte;
    });
  };
  out.push(0, 0, 0, 0);
  let link = 4;
  for (const { fields, strips, tiled = false } of pages) {
    const offsets = strips.map((strip) => {
      const at = out.length;
      out.push(...strip);
      return at;
    });
    const all = new Map(Object.entries(fields).map(([tag, values]) => [Number(tag), values]));
    all.set(tiled ? 324 : 273, offsets);
    all.set(
      tiled ? 325 : 279,
      strips.map((strip) => strip.length),
    );
    const entries = [...all].sort(([a], [b]) => a - b);
    const placed = entries.map(([tag, values]) => {
      const type = values.every((value) => value <= 0xffff) ? 3 : 4;
      const body = values.flatMap((value) => (type === 3 ? word(value) : long(value)));
      const at = out.length;
      if (body.length > 4) {
        out.push(...body);
      }
      const place = body.length > 4 ? long(at) : [...body, 0, 0, 0, 0].slice(0, 4);
      return [...word(tag), ...word(type), ...long(values.length), ...place];
    });
    setLong(link, out.length);
    out.push(...word(entries.length), ...placed.flat());
    link = out.length;
    out.push(0, 0, 0, 0);
  }
  return Uint8Array.from(out);
}

/** A GIF whose LZW never makes a table entry: a clear code before every pixel's code pair. */
export function gifOf(
  width: number,
  height: number,
  palette: readonly (readonly number[])[],
  rows: readonly number[],
  options: {
    interlaced?: boolean;
    transparent?: number;
    left?: number;
    screen?: readonly [number, number];
  } = {},
): Uint8Array {
  const { interlaced = false, transparent, left = 0, screen = [width, height] } = options;
  const out = new Writer()
    .text('GIF89a')
    .u16(...screen)
    .u8(0x82, 0, 0);
  for (let i = 0; i < 8; i++) {
    out.u8(...(palette[i] ?? [0, 0, 0]));
  }
  if (transparent !== undefined) {
    out.u8(0x21, 0xf9, 4, 1, 0, 0, transparent, 0);
  }
  out
    .u8(0x2c)
    .u16(left, 0, width, height)
    .u8(interlaced ? 0x40 : 0, 3);
  let bits = 0;
  let count = 0;
  const data: number[] = [];
  const put = (code: number): void => {
    bits |= code << count;
    count += 4;
    while (count >= 8) {
      data.push(bits & 255);
      bits >>= 8;
      count -= 8;
    }
  };
  for (const index of rows) {
    put(8);
    put(index);
  }
  put(9);
  put(0);
  for (let at = 0; at < data.length; at += 255) {
    const block = data.slice(at, at + 255);
    out.u8(block.length, ...block);
  }
  return Uint8Array.from(out.u8(0, 0x3b).bytes);
}
