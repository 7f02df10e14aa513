/**
 * JBIG2 pages made of symbols (T.88 6.4, 6.5) in arithmetic coding, with the generic regions beside them. Own code,
 * because the decoder that reads the other pages loops without end over damaged dictionaries. Every bitmap is paid
 * for out of a budget before it is made.
 */
import { ArithmeticDecoder, type Contexts } from './jbig2-coder.ts';
import { broken, ImageError, unsupported } from './raster.ts';
import { readFax } from './tiff/fax.ts';

export type Jbig2Segment = {
  readonly number: number;
  readonly type: number;
  readonly refersTo: readonly number[];
  readonly data: Uint8Array;
};

/** One byte a pixel, 1 = black. */
type Bitmap = { readonly width: number; readonly height: number; readonly pixels: Uint8Array };

type Offset = readonly [number, number];

/** Figures 3–6 without the adaptive pixels, which follow in the data: [x, y] relative to the pixel decoded. */
const templates: readonly (readonly Offset[])[] = [
  row(-2, -1, 1).concat(row(-1, -2, 2), row(0, -4, -1)),
  row(-2, -1, 2).concat(row(-1, -2, 2), row(0, -3, -1)),
  row(-2, -1, 1).concat(row(-1, -2, 1), row(0, -2, -1)),
  row(-1, -3, 1).concat(row(0, -4, -1)),
];
/** The context of the bit that says a row is like the one above (6.2.5.7). */
const typicalContexts = [0x9b25, 0x0795, 0x00e5, 0x0195];

function row(y: number, from: number, to: number): Offset[] {
  return Array.from({ length: to - from + 1 }, (_, i): Offset => [from + i, y]);
}

class Budget {
  #left: number;

  constructor(pixels: number) {
    this.#left = pixels;
  }

  bitmap(width: number, height: number): Bitmap {
    this.spend(width, height);
    return { width, height, pixels: new Uint8Array(width * height) };
  }

  spend(width: number, height: number): void {
    this.#left -= (width + 1) * (height + 1);
    if (!(width >= 0 && height >= 0 && this.#left >= 0)) {
      throw new ImageError('image-limit', 'JBIG2 图形过大，超出限额');
    }
  }
}

/** The pixels of a page; `defaultBlack` is what it starts from. */
export function readSymbolPage(
  segments: readonly Jbig2Segment[],
  [width, height]: Offset,
  defaultBlack: boolean,
): Uint8Array {
  const budget = new Budget(6 * width * height + 4_000_000);
  const page = budget.bitmap(width, height);
  page.pixels.fill(Number(defaultBlack));
  const dictionaries = new Map<number, readonly Bitmap[]>();
  for (const segment of segments) {
    const { type, data } = segment;
    if (type === 0) {
      dictionaries.set(segment.number, readDictionary(segment, dictionaries, budget));
    } else if (type === 6 || type === 7) {
      placeRegion(page, data, (size, rest) => readText(segment, rest, size, dictionaries, budget), budget);
    } else if (type === 38 || type === 39) {
      placeRegion(page, data, (size, rest) => readGeneric(rest, size, budget), budget);
    } else if (type !== 48) {
      throw unsupported('JBIG2（符号与网目或细化混用）');
    }
  }
  return page.pixels;
}

/** 7.4.1: size, place and combination operator stand before every region. */
function placeRegion(
  page: Bitmap,
  data: Uint8Array,
  read: (size: Offset, rest: Uint8Array) => Bitmap,
  budget: Budget,
): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const region = read([view.getUint32(0), view.getUint32(4)], data.subarray(17));
  combine(page, region, view.getInt32(8), view.getInt32(12), view.getUint8(16) & 7, budget);
}

/** Operators: 0 or, 1 and, 2 xor, 3 xnor, 4 replace. */
function combine(
  onto: Bitmap,
  { width, height, pixels }: Bitmap,
  x: number,
  y: number,
  operator: number,
  budget: Budget,
) {
  budget.spend(width, height);
  for (let dy = Math.max(0, -y); dy < height && y + dy < onto.height; dy++) {
    for (let dx = Math.max(0, -x); dx < width && x + dx < onto.width; dx++) {
      const at = (y + dy) * onto.width + x + dx;
      const [old, bit] = [onto.pixels[at] as number, pixels[dy * width + dx] as number];
      onto.pixels[at] = [old | bit, old & bit, old ^ bit, 1 - (old ^ bit), bit][operator] ?? bit;
    }
  }
}

/** Adaptive pixels: four for template 0, one for the others. */
function readAdaptive(data: Uint8Array, at: number, template: number): Offset[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from(
    { length: template === 0 ? 4 : 1 },
    (_, i): Offset => [view.getInt8(at + 2 * i), view.getInt8(at + 2 * i + 1)],
  );
}

/** 7.4.6: a generic region segment behind its region information. */
function readGeneric(data: Uint8Array, [width, height]: Offset, budget: Budget): Bitmap {
  const flags = data[0] ?? 0;
  const bitmap = budget.bitmap(width, height);
  if ((flags & 1) === 1) {
    const rows = readFax(data.subarray(1), { columns: width, rows: height, kind: 'g4' });
    const rowBytes = Math.ceil(width / 8);
    for (let i = 0; i < bitmap.pixels.length; i++) {
      const x = i % width;
      const byte = rows[Math.floor(i / width) * rowBytes + (x >> 3)] as number;
      bitmap.pixels[i] = (byte >> (7 - (x & 7))) & 1;
    }
    return bitmap;
  }
  const template = (flags >> 1) & 3;
  const adaptive = readAdaptive(data, 1, template);
  const decoder = new ArithmeticDecoder(data.subarray(1 + 2 * adaptive.length));
  const contexts = new Uint8Array(65_536);
  fillBitmap(bitmap, decoder, contexts, { template, adaptive, typical: (flags & 8) !== 0 });
  return bitmap;
}

type Coding = { readonly template: number; readonly adaptive: readonly Offset[]; readonly typical: boolean };

/** 6.2.5. */
function fillBitmap(bitmap: Bitmap, decoder: ArithmeticDecoder, contexts: Contexts, coding: Coding): void {
  const { width, height, pixels } = bitmap;
  const around = [...(templates[coding.template] as readonly Offset[]), ...coding.adaptive].sort(
    ([ax, ay], [bx, by]) => ay - by || ax - bx,
  );
  let same = 0;
  for (let y = 0; y < height; y++) {
    if (coding.typical) {
      same ^= decoder.bit(contexts, typicalContexts[coding.template] as number);
      if (same === 1) {
        pixels.copyWithin(y * width, Math.max(0, y - 1) * width, y * width);
        continue;
      }
    }
    for (let x = 0; x < width; x++) {
      let context = 0;
      for (const [dx, dy] of around) {
        const [px, py] = [x + dx, y + dy];
        const inside = px >= 0 && px < width && py >= 0;
        context = context * 2 + (inside ? (pixels[py * width + px] as number) : 0);
      }
      pixels[y * width + x] = decoder.bit(contexts, context);
    }
  }
}

function symbolsOf(segment: Jbig2Segment, dictionaries: ReadonlyMap<number, readonly Bitmap[]>): Bitmap[] {
  return segment.refersTo.flatMap((number) => dictionaries.get(number) ?? []);
}

const mostSymbols = 60_000;

/** 7.4.2, 6.5. */
function readDictionary(
  segment: Jbig2Segment,
  dictionaries: ReadonlyMap<number, readonly Bitmap[]>,
  budget: Budget,
): Bitmap[] {
  const { data } = segment;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const flags = view.getUint16(0);
  if ((flags & 3) !== 0 || (flags & 0x100) !== 0) {
    throw unsupported('JBIG2（霍夫曼编码或细化的符号表）');
  }
  const template = (flags >> 10) & 3;
  const adaptive = readAdaptive(data, 2, template);
  const at = 2 + 2 * adaptive.length;
  const count = view.getUint32(at + 4);
  const symbols = symbolsOf(segment, dictionaries);
  const known = symbols.length;
  if (count > mostSymbols || known > mostSymbols) {
    throw new ImageError('image-limit', 'JBIG2 符号过多，超出限额');
  }
  const decoder = new ArithmeticDecoder(data.subarray(at + 8));
  const contexts = new Uint8Array(65_536);
  let height = 0;
  while (symbols.length < known + count) {
    height += expected(decoder.integer('IADH'));
    let width = 0;
    for (let delta = decoder.integer('IADW'); delta !== undefined; delta = decoder.integer('IADW')) {
      width += delta;
      const bitmap = budget.bitmap(width, height);
      fillBitmap(bitmap, decoder, contexts, { template, adaptive, typical: false });
      symbols.push(bitmap);
      if (symbols.length > known + count) {
        throw broken('JBIG2 符号表');
      }
    }
    // a class without symbols still costs something
    budget.spend(0, 0);
  }
  return exported(symbols, decoder, budget);
}

/** 6.5.10: runs of symbols that are left out and taken, in turns. */
function exported(symbols: readonly Bitmap[], decoder: ArithmeticDecoder, budget: Budget): Bitmap[] {
  const out: Bitmap[] = [];
  let taken = false;
  for (let at = 0; at < symbols.length; taken = !taken) {
    const run = expected(decoder.integer('IAEX'));
    if (run < 0 || at + run > symbols.length) {
      throw broken('JBIG2 符号表');
    }
    if (taken) {
      out.push(...symbols.slice(at, at + run));
    }
    at += run;
    budget.spend(0, 0);
  }
  return out;
}

function expected(value: number | undefined): number {
  if (value === undefined) {
    throw broken('JBIG2 数值');
  }
  return value;
}

/** Corners: 0 bottom left, 1 top left, 2 bottom right, 3 top right. */
function readText(
  segment: Jbig2Segment,
  data: Uint8Array,
  [regionWidth, regionHeight]: Offset,
  dictionaries: ReadonlyMap<number, readonly Bitmap[]>,
  budget: Budget,
): Bitmap {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const flags = view.getUint16(0);
  if ((flags & 3) !== 0) {
    throw unsupported('JBIG2（霍夫曼编码或细化的文字）');
  }
  const strips = 1 << ((flags >> 2) & 3);
  const corner = (flags >> 4) & 3;
  const transposed = (flags & 0x40) !== 0;
  const operator = (flags >> 7) & 3;
  const between = ((flags >> 10) << 27) >> 27;
  const count = view.getUint32(2);
  const symbols = symbolsOf(segment, dictionaries);
  const bits = Math.ceil(Math.log2(Math.max(1, symbols.length)));
  const region = budget.bitmap(regionWidth, regionHeight);
  region.pixels.fill((flags >> 9) & 1);
  const decoder = new ArithmeticDecoder(data.subarray(6));
  const atRight = corner >= 2;
  const atBottom = corner === 0 || corner === 2;
  let strip = -expected(decoder.integer('IADT')) * strips;
  let first = 0;
  for (let placed = 0; placed < count; ) {
    strip += expected(decoder.integer('IADT')) * strips;
    first += expected(decoder.integer('IAFS'));
    let along = first;
    for (;;) {
      const across = strip + (strips === 1 ? 0 : expected(decoder.integer('IAIT')));
      const symbol = symbols[decoder.symbol(bits)];
      if (!symbol || placed >= count) {
        throw broken('JBIG2 文字');
      }
      const advance = (transposed ? symbol.height : symbol.width) - 1;
      const behind = transposed ? atBottom : atRight;
      along += behind ? advance : 0;
      const [x, y] = transposed ? [across, along] : [along, across];
      const [left, top] = [atRight ? x - symbol.width + 1 : x, atBottom ? y - symbol.height + 1 : y];
      combine(region, symbol, left, top, operator, budget);
      placed += 1;
      along += behind ? 0 : advance;
      const step = decoder.integer('IADS');
      if (step === undefined) {
        break;
      }
      along += step + between;
    }
  }
  return region;
}
