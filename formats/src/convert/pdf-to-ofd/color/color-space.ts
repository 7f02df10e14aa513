import {
  isDict,
  isName,
  isStream,
  isString,
  type PdfDict,
  type PdfFile,
  type PdfObject,
} from '../../../pdf/index.ts';
import type { Rgb } from '../graphics-state.ts';
import { cmykToRgb, labToRgb, xyzToRgb } from './device-colors.ts';
import { numbers, type PdfFunction, readFunction } from './pdf-function.ts';

/** A colour space (ISO 32000-1 8.6) as far as showing colours on a screen needs it. */
export type ColorSpace = {
  readonly kind: 'gray' | 'rgb' | 'cmyk' | 'lab' | 'calibrated' | 'indexed' | 'tint' | 'pattern';
  /** 0 for a coloured pattern. */
  readonly components: number;
  readonly initial: readonly number[];
  /** Range of each component, as pairs; what a full range of image samples means (8.9.5.2). */
  readonly ranges: readonly number[];
  /** `none` = painted with nothing (Separation /None). */
  toRgb(components: readonly number[]): Rgb | 'none';
  /** Pattern only: the space an uncoloured pattern is tinted in. */
  readonly under?: ColorSpace;
};

const unit = (value: number | undefined): number => Math.min(1, Math.max(0, value ?? 0));
const byte = (value: number | undefined): number => Math.round(unit(value) * 255);
const unitRanges = (count: number): number[] => Array.from({ length: count * 2 }, (_, i) => i & 1);

export const gray: ColorSpace = {
  kind: 'gray',
  components: 1,
  initial: [0],
  ranges: [0, 1],
  toRgb: ([g]) => [byte(g), byte(g), byte(g)],
};

export const rgb: ColorSpace = {
  kind: 'rgb',
  components: 3,
  initial: [0, 0, 0],
  ranges: unitRanges(3),
  toRgb: ([r, g, b]) => [byte(r), byte(g), byte(b)],
};

export const cmyk: ColorSpace = {
  kind: 'cmyk',
  components: 4,
  initial: [0, 0, 0, 1],
  ranges: unitRanges(4),
  toRgb: ([c, m, y, k]) => cmykToRgb(unit(c), unit(m), unit(y), unit(k)),
};

const byName: Record<string, ColorSpace> = {
  DeviceGray: gray,
  G: gray,
  CalGray: gray,
  DeviceRGB: rgb,
  RGB: rgb,
  CalRGB: rgb,
  DeviceCMYK: cmyk,
  CMYK: cmyk,
};

const maxDepth = 6;
const maxComponents = 32;

/** Reads a colour space; undefined when it is broken or unknown. */
export function readColorSpace(
  file: PdfFile,
  value: PdfObject | undefined,
  resources: PdfDict,
  depth = 0,
): ColorSpace | undefined {
  const space = file.resolve(value);
  if (depth > maxDepth) {
    return undefined;
  }
  if (isName(space)) {
    if (Object.hasOwn(byName, space.name)) {
      return byName[space.name];
    }
    if (space.name === 'Pattern') {
      return patternSpace(undefined);
    }
    const named = file.dict(resources, 'ColorSpace')?.get(space.name);
    return named === undefined ? undefined : readColorSpace(file, named, new Map(), depth + 1);
  }
  const kind = Array.isArray(space) ? file.resolve(space[0]) : null;
  if (!Array.isArray(space) || !isName(kind)) {
    return undefined;
  }
  const inner = (item: PdfObject | undefined): ColorSpace | undefined =>
    readColorSpace(file, item, resources, depth + 1);
  const settings = file.resolve(space[1]);
  switch (kind.name) {
    case 'CalGray':
      return isDict(settings) ? calGray(file, settings) : gray;
    case 'CalRGB':
      return isDict(settings) ? calRgb(file, settings) : rgb;
    case 'Lab':
      return isDict(settings) ? lab(file, settings) : undefined;
    case 'ICCBased':
      return isStream(settings) ? iccBased(file, settings.dict, inner) : undefined;
    case 'Indexed':
    case 'I':
      return indexed(file, space, inner(space[1]));
    case 'Separation':
    case 'DeviceN':
      return tint(file, space, kind.name, inner(space[2]));
    case 'Pattern':
      return patternSpace(space[1] === undefined ? undefined : inner(space[1]));
    default:
      return Object.hasOwn(byName, kind.name) ? byName[kind.name] : undefined;
  }
}

function patternSpace(under: ColorSpace | undefined): ColorSpace {
  const base: ColorSpace = { kind: 'pattern', components: 0, initial: [], ranges: [], toRgb: () => 'none' };
  return under === undefined ? base : { ...base, components: under.components, under };
}

function triple(file: PdfFile, dict: PdfDict, key: string, fallback: readonly [number, number, number]) {
  const list = numbers(file, dict, key);
  return list.length === 3 ? (list as unknown as readonly [number, number, number]) : fallback;
}

function whitePoint(file: PdfFile, dict: PdfDict): readonly [number, number, number] {
  const white = triple(file, dict, 'WhitePoint', [0.9505, 1, 1.089]);
  return white.every((value) => value > 0) ? white : [0.9505, 1, 1.089];
}

function calGray(file: PdfFile, dict: PdfDict): ColorSpace {
  const white = whitePoint(file, dict);
  const gamma = file.number(dict, 'Gamma') ?? 1;
  return {
    ...gray,
    kind: 'calibrated',
    toRgb: ([g]) => {
      const y = unit(g) ** gamma;
      return xyzToRgb(white[0] * y, white[1] * y, white[2] * y, white);
    },
  };
}

function calRgb(file: PdfFile, dict: PdfDict): ColorSpace {
  const white = whitePoint(file, dict);
  const gamma = triple(file, dict, 'Gamma', [1, 1, 1]);
  const given = numbers(file, dict, 'Matrix');
  const m = given.length === 9 ? given : [1, 0, 0, 0, 1, 0, 0, 0, 1];
  return {
    ...rgb,
    kind: 'calibrated',
    toRgb: (parts) => {
      const [a, b, c] = gamma.map((power, i) => unit(parts[i]) ** power) as [number, number, number];
      const at = (i: number): number =>
        (m[i] as number) * a + (m[3 + i] as number) * b + (m[6 + i] as number) * c;
      return xyzToRgb(at(0), at(1), at(2), white);
    },
  };
}

function lab(file: PdfFile, dict: PdfDict): ColorSpace {
  const white = whitePoint(file, dict);
  const range = numbers(file, dict, 'Range');
  const [a0, a1, b0, b1] = range.length === 4 ? range : [-100, 100, -100, 100];
  return {
    kind: 'lab',
    components: 3,
    initial: [0, Math.max(0, a0 as number), Math.max(0, b0 as number)],
    ranges: [0, 100, a0 as number, a1 as number, b0 as number, b1 as number],
    toRgb: ([l, a, b]) => labToRgb(Math.min(100, Math.max(0, l ?? 0)), a ?? 0, b ?? 0, white),
  };
}

/** A profile is taken by its number of components: for sRGB and sGrey, which is what offices have, that is exact. */
function iccBased(
  file: PdfFile,
  dict: PdfDict,
  inner: (item: PdfObject | undefined) => ColorSpace | undefined,
): ColorSpace | undefined {
  const alternate = dict.has('Alternate') ? inner(dict.get('Alternate')) : undefined;
  if (alternate?.kind === 'lab') {
    return alternate;
  }
  switch (file.number(dict, 'N')) {
    case 1:
      return gray;
    case 3:
      return rgb;
    case 4:
      return cmyk;
    default:
      return alternate;
  }
}

function indexed(
  file: PdfFile,
  space: readonly PdfObject[],
  base: ColorSpace | undefined,
): ColorSpace | undefined {
  const high = file.resolve(space[2]);
  const table = file.resolve(space[3]);
  if (base === undefined || base.components === 0 || typeof high !== 'number') {
    return undefined;
  }
  const bytes = isStream(table)
    ? file.decode(table).bytes
    : isString(table)
      ? table.bytes
      : new Uint8Array(0);
  const last = Math.min(255, Math.max(0, Math.trunc(high)));
  const colors = Array.from({ length: last + 1 }, (_, i) =>
    base.toRgb(
      Array.from({ length: base.components }, (_, c) => {
        const low = base.ranges[2 * c] as number;
        const top = base.ranges[2 * c + 1] as number;
        return low + ((bytes[i * base.components + c] ?? 0) / 255) * (top - low);
      }),
    ),
  );
  return {
    kind: 'indexed',
    components: 1,
    initial: [0],
    ranges: [0, 255],
    toRgb: ([i]) => colors[Math.min(last, Math.max(0, Math.round(i ?? 0)))] as Rgb,
  };
}

/** Separation and DeviceN (8.6.6.4, 8.6.6.5): by the tint transform into the alternate space. */
function tint(
  file: PdfFile,
  space: readonly PdfObject[],
  kind: 'Separation' | 'DeviceN',
  alternate: ColorSpace | undefined,
): ColorSpace | undefined {
  const given = file.resolve(space[1]);
  const names =
    kind === 'Separation' ? [given] : Array.isArray(given) ? given.map((n) => file.resolve(n)) : [];
  const count = names.length;
  if (count === 0 || count > maxComponents) {
    return undefined;
  }
  const transform: PdfFunction | undefined = readFunction(file, space[3]);
  const base = {
    kind: 'tint' as const,
    components: count,
    initial: new Array<number>(count).fill(1),
    ranges: unitRanges(count),
  };
  if (names.every((name) => isName(name, 'None'))) {
    return { ...base, toRgb: () => 'none' };
  }
  if (alternate === undefined || transform === undefined || alternate.components === 0) {
    return undefined;
  }
  const known = new Map<string, Rgb | 'none'>();
  return {
    ...base,
    toRgb: (parts) => {
      const key = parts.join(' ');
      let color = known.get(key);
      if (color === undefined) {
        color = alternate.toRgb(transform(parts));
        if (known.size < 4096) {
          known.set(key, color);
        }
      }
      return color;
    },
  };
}
