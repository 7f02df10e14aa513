import type { Matrix } from '../../../drawing/index.ts';
import { isDict, isStream, type PdfDict, type PdfFile, type PdfObject } from '../../../pdf/index.ts';
import type { Rgb } from '../graphics-state.ts';
import { transform } from '../matrix.ts';
import type { ColorSpace } from './color-space.ts';
import { readColorSpace } from './color-space.ts';
import { meshTriangles, type Triangle } from './mesh-shading.ts';
import { numbers, type PdfFunction, readFunction } from './pdf-function.ts';

/** A colour at a place of a gradient, 0–1. */
export type Stop = { readonly offset: number; readonly rgb: Rgb };

/** A shading (ISO 32000-1 8.7.4.5) in its own space, colours already sRGB. */
export type Shading = {
  /** Painted outside the gradient when the shading is a pattern. */
  readonly background: Rgb | undefined;
  /** Cuts the shading: left, bottom, right, top. */
  readonly box: readonly [number, number, number, number] | undefined;
} & (
  | {
      readonly kind: 'axial' | 'radial';
      readonly start: readonly [number, number];
      readonly end: readonly [number, number];
      readonly startRadius: number;
      readonly endRadius: number;
      readonly extend: readonly [boolean, boolean];
      readonly stops: readonly Stop[];
    }
  | { readonly kind: 'mesh'; readonly triangles: readonly Triangle[] }
);

const gridOfFunctions = 24;

/** Reads a shading dictionary or stream; undefined when it is broken or too large. */
export function readShading(
  file: PdfFile,
  value: PdfObject | undefined,
  resources: PdfDict,
): Shading | undefined {
  const object = file.resolve(value);
  const dict = isStream(object) ? object.dict : object;
  const space = isDict(dict) ? readColorSpace(file, dict.get('ColorSpace'), resources) : undefined;
  if (!isDict(dict) || space === undefined || space.kind === 'pattern') {
    return undefined;
  }
  const back = numbers(file, dict, 'Background');
  const box = numbers(file, dict, 'BBox');
  const common = {
    background: back.length > 0 ? shown(space.toRgb(back)) : undefined,
    box: box.length === 4 ? (box as unknown as readonly [number, number, number, number]) : undefined,
  };
  const color = colorFunction(file, dict, space);
  const type = file.number(dict, 'ShadingType') ?? 0;
  if (type === 2 || type === 3) {
    return color === undefined ? undefined : gradient(file, dict, type, color, common);
  }
  if (type === 1) {
    return color === undefined ? undefined : ofFunction(file, dict, color, common);
  }
  const triangles = isStream(object) ? meshTriangles(file, object, type, space, color) : undefined;
  return triangles === undefined ? undefined : { ...common, kind: 'mesh', triangles };
}

function shown(color: Rgb | 'none'): Rgb {
  return color === 'none' ? [255, 255, 255] : color;
}

/** Inputs to sRGB by /Function, one for all components or one for each; undefined when there is none. */
function colorFunction(
  file: PdfFile,
  dict: PdfDict,
  space: ColorSpace,
): ((inputs: readonly number[]) => Rgb) | undefined {
  const value = file.resolve(dict.get('Function'));
  if (value === null) {
    return undefined;
  }
  const parts = (Array.isArray(value) ? value : [value]).slice(0, 32).map((one) => readFunction(file, one));
  if (parts.includes(undefined)) {
    return undefined;
  }
  const all = parts as PdfFunction[];
  return (inputs) =>
    shown(
      space.toRgb(all.length === 1 ? (all[0] as PdfFunction)(inputs) : all.map((one) => one(inputs)[0] ?? 0)),
    );
}

function gradient(
  file: PdfFile,
  dict: PdfDict,
  type: 2 | 3,
  color: (inputs: readonly number[]) => Rgb,
  common: Pick<Shading, 'background' | 'box'>,
): Shading | undefined {
  const coords = numbers(file, dict, 'Coords');
  const given = numbers(file, dict, 'Domain');
  const [t0, t1] = given.length === 2 ? (given as [number, number]) : [0, 1];
  const extend = (file.array(dict, 'Extend') ?? []).map((item) => file.resolve(item) === true);
  if (coords.length !== (type === 2 ? 4 : 6)) {
    return undefined;
  }
  const [x0, y0] = coords as [number, number];
  const [x1, y1] = (type === 2 ? coords.slice(2) : coords.slice(3)) as [number, number];
  return {
    ...common,
    kind: type === 2 ? 'axial' : 'radial',
    start: [x0, y0],
    end: [x1, y1],
    startRadius: type === 2 ? 0 : Math.abs(coords[2] as number),
    endRadius: type === 2 ? 0 : Math.abs(coords[5] as number),
    extend: [extend[0] ?? false, extend[1] ?? false],
    stops: stopsOf((share) => color([t0 + share * (t1 - t0)])),
  };
}

const firstIntervals = 16;
const deepest = 7;
const maxStops = 500;

/** Stops between which colours run straight, within one part in 255. */
export function stopsOf(color: (share: number) => Rgb): Stop[] {
  const stops: Stop[] = [{ offset: 0, rgb: color(0) }];
  const halve = (from: Stop, to: Stop, depth: number): void => {
    const middle: Stop = { offset: (from.offset + to.offset) / 2, rgb: color((from.offset + to.offset) / 2) };
    if (depth < deepest && stops.length < maxStops && !isBetween(middle, from, to)) {
      halve(from, middle, depth + 1);
      halve(middle, to, depth + 1);
    } else {
      stops.push(to);
    }
  };
  let from = stops[0] as Stop;
  for (let i = 1; i <= firstIntervals; i++) {
    const to: Stop = { offset: i / firstIntervals, rgb: color(i / firstIntervals) };
    halve(from, to, 0);
    from = to;
  }
  return withoutNeedless(stops);
}

function isBetween(middle: Stop, from: Stop, to: Stop): boolean {
  const share = (middle.offset - from.offset) / (to.offset - from.offset);
  return middle.rgb.every(
    (part, i) =>
      Math.abs(
        part - ((from.rgb[i] as number) + share * ((to.rgb[i] as number) - (from.rgb[i] as number))),
      ) <= 1.01,
  );
}

/** Leaves out stops that lie on the straight line between their neighbours. */
function withoutNeedless(stops: readonly Stop[]): Stop[] {
  const kept: Stop[] = [stops[0] as Stop];
  let at = 0;
  while (at < stops.length - 1) {
    let next = at + 1;
    while (
      next + 1 < stops.length &&
      stops.slice(at + 1, next + 1).every((one) => isBetween(one, stops[at] as Stop, stops[next + 1] as Stop))
    ) {
      next += 1;
    }
    kept.push(stops[next] as Stop);
    at = next;
  }
  return kept;
}

/** Type 1 (8.7.4.5.2): where colours change along one axis only a gradient, else a grid of triangles. */
function ofFunction(
  file: PdfFile,
  dict: PdfDict,
  color: (inputs: readonly number[]) => Rgb,
  common: Pick<Shading, 'background' | 'box'>,
): Shading {
  const domain = numbers(file, dict, 'Domain');
  const [x0, x1, y0, y1] = (domain.length === 4 ? domain : [0, 1, 0, 1]) as [number, number, number, number];
  const given = numbers(file, dict, 'Matrix');
  const matrix = (given.length === 6 ? given : [1, 0, 0, 1, 0, 0]) as unknown as Matrix;
  const n = gridOfFunctions;
  const places = Array.from({ length: n + 1 }, (_, i) => i / n);
  const at = (u: number, v: number): Rgb => color([x0 + (x1 - x0) * u, y0 + (y1 - y0) * v]);
  const grid = places.map((u) => places.map((v) => at(u, v)));
  const same = (a: Rgb, b: Rgb): boolean => a.every((part, i) => Math.abs(part - (b[i] as number)) <= 1);
  const alongX = grid.every((column) => column.every((one) => same(one, column[0] as Rgb)));
  const alongY = places.every((_, j) => grid.every((column) => same(column[j] as Rgb, grid[0]?.[j] as Rgb)));
  const upright = matrix[1] === 0 && matrix[2] === 0;
  if ((alongX || alongY) && upright) {
    const corner = transform(matrix, x0, y0);
    const far = transform(matrix, x1, y1);
    return {
      ...common,
      kind: 'axial',
      start: corner,
      end: alongX ? [far[0], corner[1]] : [corner[0], far[1]],
      startRadius: 0,
      endRadius: 0,
      extend: [false, false],
      stops: stopsOf((share) => (alongX ? at(share, 0) : at(0, share))),
      box: common.box ?? [
        Math.min(corner[0], far[0]),
        Math.min(corner[1], far[1]),
        Math.max(corner[0], far[0]),
        Math.max(corner[1], far[1]),
      ],
    };
  }
  const vertex = (i: number, j: number) => {
    const [x, y] = transform(matrix, x0 + ((x1 - x0) * i) / n, y0 + ((y1 - y0) * j) / n);
    return { x, y, rgb: grid[i]?.[j] as Rgb };
  };
  const triangles: Triangle[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const [a, b, c, d] = [vertex(i, j), vertex(i + 1, j), vertex(i, j + 1), vertex(i + 1, j + 1)];
      triangles.push([a, b, c], [b, d, c]);
    }
  }
  return { ...common, kind: 'mesh', triangles };
}
