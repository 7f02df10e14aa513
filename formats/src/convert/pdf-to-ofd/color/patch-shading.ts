import type { MeshReader, ToRgb, Triangle, Vertex } from './mesh-shading.ts';

type Point = readonly [number, number];

/** A bicubic patch: 4 × 4 control points (`points[row][column]`) and the colours of its four corners. */
export type Patch = {
  readonly points: readonly (readonly Point[])[];
  /** At (row, column) (0, 0), (0, 3), (3, 3), (3, 0). */
  readonly colors: readonly (readonly number[])[];
};

const maxPatches = 5000;
const finest = 10;

/** Places of the boundary points of a patch in stream order (ISO 32000-1 figures 22, 23), then the inner ones. */
const order: readonly Point[] = [
  [0, 0],
  [0, 1],
  [0, 2],
  [0, 3],
  [1, 3],
  [2, 3],
  [3, 3],
  [3, 2],
  [3, 1],
  [3, 0],
  [2, 0],
  [1, 0],
  [1, 1],
  [1, 2],
  [2, 2],
  [2, 1],
];

/** Coons (6) and tensor-product (7) patches (8.7.4.5.7, 8.7.4.5.8). */
export function readPatches(reader: MeshReader, type: 6 | 7): Patch[] | undefined {
  const patches: Patch[] = [];
  const total = type === 6 ? 12 : 16;
  let last: { boundary: Point[]; colors: (readonly number[])[] } | undefined;
  while (!reader.atEnd) {
    if (patches.length >= maxPatches) {
      return undefined;
    }
    const flag = reader.flag();
    const points: Point[] = [];
    const colors: (readonly number[])[] = [];
    if (flag !== 0 && last !== undefined) {
      // an edge of the patch before is the first edge of this one
      const at = flag * 3;
      for (let i = 0; i < 4; i++) {
        points.push(last.boundary[(at + i) % 12] as Point);
      }
      colors.push(last.colors[flag] as number[], last.colors[(flag + 1) % 4] as number[]);
    }
    while (points.length < total) {
      points.push(reader.point());
    }
    while (colors.length < 4) {
      colors.push(reader.color());
    }
    reader.align();
    last = { boundary: points.slice(0, 12), colors };
    patches.push({ points: grid(points), colors });
  }
  return patches;
}

function grid(points: readonly Point[]): Point[][] {
  const rows: Point[][] = Array.from({ length: 4 }, () => new Array<Point>(4).fill([0, 0]));
  for (const [i, point] of points.entries()) {
    const [row, column] = order[i] as Point;
    (rows[row] as Point[])[column] = point;
  }
  if (points.length === 12) {
    // the inner points that make a tensor patch of a Coons patch
    const p = (i: number, j: number): Point => (rows[i] as Point[])[j] as Point;
    const inner = (a: Point, b: Point, c: Point, d: Point, e: Point, f: Point, g: Point, h: Point): Point =>
      [0, 1].map(
        (k) =>
          (-4 * (a[k] as number) +
            6 * ((b[k] as number) + (c[k] as number)) -
            2 * ((d[k] as number) + (e[k] as number)) +
            3 * ((f[k] as number) + (g[k] as number)) -
            (h[k] as number)) /
          9,
      ) as unknown as Point;
    const set = (i: number, j: number): void => {
      const [near, far] = [i === 1 ? 0 : 3, i === 1 ? 3 : 0];
      const [left, right] = [j === 1 ? 0 : 3, j === 1 ? 3 : 0];
      (rows[i] as Point[])[j] = inner(
        p(near, left),
        p(near, j),
        p(i, left),
        p(near, right),
        p(far, left),
        p(far, j),
        p(i, right),
        p(far, right),
      );
    };
    set(1, 1);
    set(1, 2);
    set(2, 1);
    set(2, 2);
  }
  return rows;
}

/** Each patch as a grid of triangles, coarser when there are many patches. */
export function patchTriangles(
  patches: readonly Patch[],
  toRgb: ToRgb,
  maxTriangles: number,
): Triangle[] | undefined {
  const n = Math.min(finest, Math.floor(Math.sqrt(maxTriangles / 2 / Math.max(1, patches.length))));
  if (n < 1) {
    return undefined;
  }
  return patches.flatMap((patch) => {
    const vertices: Vertex[][] = [];
    for (let i = 0; i <= n; i++) {
      vertices.push(Array.from({ length: n + 1 }, (_, j) => vertexOf(patch, i / n, j / n, toRgb)));
    }
    const triangles: Triangle[] = [];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const at = (k: number, l: number): Vertex => (vertices[k] as Vertex[])[l] as Vertex;
        triangles.push(
          [at(i, j), at(i, j + 1), at(i + 1, j)],
          [at(i, j + 1), at(i + 1, j + 1), at(i + 1, j)],
        );
      }
    }
    return triangles;
  });
}

function bernstein(t: number): [number, number, number, number] {
  const s = 1 - t;
  return [s ** 3, 3 * t * s * s, 3 * t * t * s, t ** 3];
}

function vertexOf({ points, colors }: Patch, u: number, v: number, toRgb: ToRgb): Vertex {
  const rows = bernstein(u);
  const columns = bernstein(v);
  let [x, y] = [0, 0];
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      const weight = (rows[i] as number) * (columns[j] as number);
      const [px, py] = (points[i] as readonly Point[])[j] as Point;
      x += weight * px;
      y += weight * py;
    }
  }
  const [c00, c03, c33, c30] = colors as [number[], number[], number[], number[]];
  const color = c00.map(
    (_, k) =>
      (1 - u) * ((1 - v) * (c00[k] as number) + v * (c03[k] as number)) +
      u * ((1 - v) * (c30[k] as number) + v * (c33[k] as number)),
  );
  return { x, y, rgb: toRgb(color) };
}
