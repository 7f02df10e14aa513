import type { PdfFile, PdfStream } from '../../../pdf/index.ts';
import type { Rgb } from '../graphics-state.ts';
import type { ColorSpace } from './color-space.ts';
import { type Patch, patchTriangles, readPatches } from './patch-shading.ts';
import { numbers } from './pdf-function.ts';

/** A coloured corner in the shading's space. */
export type Vertex = { readonly x: number; readonly y: number; readonly rgb: Rgb };
export type Triangle = readonly [Vertex, Vertex, Vertex];

/** A corner before its colour is computed: components, or the one parameter of a function. */
export type Corner = { readonly x: number; readonly y: number; readonly color: readonly number[] };

/** Components or a parameter to sRGB. */
export type ToRgb = (color: readonly number[]) => Rgb;

const maxTriangles = 40_000;
const maxCorners = 100_000;

/** Reads the numbers of a mesh (8.7.4.5.5): flags, coordinates and colours packed into bits. */
export class MeshReader {
  readonly #bytes: Uint8Array;
  readonly #bitsOf: { readonly coordinate: number; readonly component: number; readonly flag: number };
  readonly #decode: readonly number[];
  readonly components: number;
  #bit = 0;

  constructor(
    bytes: Uint8Array,
    bitsOf: { coordinate: number; component: number; flag: number },
    decode: readonly number[],
    components: number,
  ) {
    this.#bytes = bytes;
    this.#bitsOf = bitsOf;
    this.#decode = decode;
    this.components = components;
  }

  get atEnd(): boolean {
    return this.#bit + 2 * this.#bitsOf.coordinate > this.#bytes.length * 8;
  }

  flag(): number {
    return this.#take(this.#bitsOf.flag) & 3;
  }

  point(): [number, number] {
    return [this.#decoded(this.#bitsOf.coordinate, 0), this.#decoded(this.#bitsOf.coordinate, 1)];
  }

  color(): number[] {
    return Array.from({ length: this.components }, (_, i) => this.#decoded(this.#bitsOf.component, 2 + i));
  }

  /** Every vertex (types 4, 5) or patch (6, 7) begins at a byte. */
  align(): void {
    this.#bit = (this.#bit + 7) & ~7;
  }

  #decoded(bits: number, pair: number): number {
    const low = this.#decode[2 * pair] ?? 0;
    const high = this.#decode[2 * pair + 1] ?? 1;
    return low + (this.#take(bits) / (2 ** bits - 1)) * (high - low);
  }

  #take(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0; ) {
      const free = 8 - (this.#bit & 7);
      const count = Math.min(free, left);
      const byte = this.#bytes[this.#bit >> 3] ?? 0;
      value = value * 2 ** count + ((byte >> (free - count)) & (2 ** count - 1));
      this.#bit += count;
      left -= count;
    }
    return value;
  }
}

/** Types 4–7 as triangles; undefined when the stream is broken or too large. */
export function meshTriangles(
  file: PdfFile,
  stream: PdfStream,
  type: number,
  space: ColorSpace,
  color: ToRgb | undefined,
): Triangle[] | undefined {
  const bits = {
    coordinate: file.number(stream.dict, 'BitsPerCoordinate') ?? 0,
    component: file.number(stream.dict, 'BitsPerComponent') ?? 0,
    flag: type === 5 ? 0 : (file.number(stream.dict, 'BitsPerFlag') ?? 0),
  };
  if (
    ![1, 2, 4, 8, 12, 16, 24, 32].includes(bits.coordinate) ||
    ![1, 2, 4, 8, 12, 16].includes(bits.component)
  ) {
    return undefined;
  }
  const toRgb: ToRgb =
    color ??
    ((parts) => {
      const rgb = space.toRgb(parts);
      return rgb === 'none' ? [255, 255, 255] : rgb;
    });
  const decoded = file.decode(stream);
  const reader = new MeshReader(
    decoded.bytes,
    bits,
    numbers(file, stream.dict, 'Decode'),
    color === undefined ? space.components : 1,
  );
  if (type === 6 || type === 7) {
    const patches: Patch[] | undefined = readPatches(reader, type);
    return patches === undefined ? undefined : patchTriangles(patches, toRgb, maxTriangles);
  }
  const corners =
    type === 4
      ? freeTriangles(reader)
      : type === 5
        ? latticeTriangles(reader, file.number(stream.dict, 'VerticesPerRow') ?? 0)
        : undefined;
  if (corners === undefined) {
    return undefined;
  }
  // a function bends the colours between the corners: finer triangles follow it
  const depth = color === undefined || corners.length * 16 > maxTriangles ? 0 : 2;
  return corners.length > maxTriangles ? undefined : corners.flatMap((three) => divided(three, depth, toRgb));
}

function divided(three: readonly [Corner, Corner, Corner], depth: number, toRgb: ToRgb): Triangle[] {
  const [a, b, c] = three;
  if (depth === 0) {
    const vertex = ({ x, y, color }: Corner): Vertex => ({ x, y, rgb: toRgb(color) });
    return [[vertex(a), vertex(b), vertex(c)]];
  }
  const middle = (p: Corner, q: Corner): Corner => ({
    x: (p.x + q.x) / 2,
    y: (p.y + q.y) / 2,
    color: p.color.map((value, i) => (value + (q.color[i] as number)) / 2),
  });
  const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
  return [[a, ab, ca] as const, [ab, b, bc] as const, [ca, bc, c] as const, [ab, bc, ca] as const].flatMap(
    (part) => divided(part, depth - 1, toRgb),
  );
}

/** Type 4: flag 0 begins a triangle, 1 and 2 go on from an edge of the one before. */
function freeTriangles(reader: MeshReader): [Corner, Corner, Corner][] | undefined {
  const triangles: [Corner, Corner, Corner][] = [];
  const corner = (): { flag: number; corner: Corner } => {
    const flag = reader.flag();
    const [x, y] = reader.point();
    const color = reader.color();
    reader.align();
    return { flag, corner: { x, y, color } };
  };
  let last: [Corner, Corner, Corner] | undefined;
  for (let count = 0; !reader.atEnd; count++) {
    if (count > maxCorners) {
      return undefined;
    }
    const { flag, corner: first } = corner();
    if (flag === 0 || last === undefined) {
      if (reader.atEnd) {
        break;
      }
      const second = corner().corner;
      if (reader.atEnd) {
        break;
      }
      last = [first, second, corner().corner];
    } else {
      last = flag === 1 ? [last[1], last[2], first] : [last[0], last[2], first];
    }
    triangles.push(last);
  }
  return triangles;
}

/** Type 5: rows of vertices. */
function latticeTriangles(reader: MeshReader, perRow: number): [Corner, Corner, Corner][] | undefined {
  if (!(perRow >= 2 && perRow <= 10_000)) {
    return undefined;
  }
  const triangles: [Corner, Corner, Corner][] = [];
  let above: Corner[] = [];
  for (let count = 0; !reader.atEnd; ) {
    const row: Corner[] = [];
    while (row.length < perRow && !reader.atEnd) {
      const [x, y] = reader.point();
      row.push({ x, y, color: reader.color() });
      reader.align();
      count += 1;
    }
    if (count > maxCorners) {
      return undefined;
    }
    for (let i = 0; i + 1 < perRow && row.length === perRow && above.length === perRow; i++) {
      const [a, b, c, d] = [above[i], above[i + 1], row[i], row[i + 1]] as [Corner, Corner, Corner, Corner];
      triangles.push([a, b, c], [b, d, c]);
    }
    above = row;
  }
  return triangles;
}
