import { isDict, isStream, type PdfDict, type PdfFile, type PdfObject } from '../../../pdf/index.ts';
import { calculate, parseCalculator } from './calculator-function.ts';

/** A function (ISO 32000-1 7.10); inputs and outputs are cut to its domain and range. */
export type PdfFunction = (inputs: readonly number[]) => readonly number[];

const maxDepth = 8;
/** Functions in one function: parts may name the same parts again, so depth alone bounds nothing. */
const maxParts = 4096;
const maxSamples = 1_000_000;
const maxInputs = 6;

/** Reads a function of any type; undefined when it is broken or too large. */
export function readFunction(file: PdfFile, value: PdfObject | undefined): PdfFunction | undefined {
  return readPart(file, value, 0, { left: maxParts });
}

type Parts = { left: number };

function readPart(
  file: PdfFile,
  value: PdfObject | undefined,
  depth: number,
  parts: Parts,
): PdfFunction | undefined {
  const object = file.resolve(value);
  const dict = isStream(object) ? object.dict : object;
  parts.left -= 1;
  if (!isDict(dict) || depth > maxDepth || parts.left < 0) {
    return undefined;
  }
  const domain = numbers(file, dict, 'Domain');
  const range = numbers(file, dict, 'Range');
  if (domain.length < 2) {
    return undefined;
  }
  const inner = bodyOf(file, object, dict, domain, range, depth, parts);
  return inner === undefined
    ? undefined
    : (inputs) => {
        const out = inner(clampAll(inputs, domain));
        return range.length >= 2 ? clampAll(out.slice(0, range.length >> 1), range) : out;
      };
}

function bodyOf(
  file: PdfFile,
  object: PdfObject,
  dict: PdfDict,
  domain: readonly number[],
  range: readonly number[],
  depth: number,
  parts: Parts,
): PdfFunction | undefined {
  switch (file.number(dict, 'FunctionType')) {
    case 0:
      return sampled(file, object, dict, domain, range);
    case 2:
      return exponential(file, dict);
    case 3:
      return stitching(file, dict, domain, depth, parts);
    case 4: {
      const program = isStream(object) ? parseCalculator(file.decode(object).bytes) : undefined;
      const count = range.length >> 1;
      return program === undefined
        ? undefined
        : (inputs) => {
            const stack = calculate(program, inputs) ?? [];
            return Array.from({ length: count }, (_, i) => stack[stack.length - count + i] ?? 0);
          };
    }
    default:
      return undefined;
  }
}

/** Numbers of an array; empty when it is none. */
export function numbers(file: PdfFile, dict: PdfDict, key: string): number[] {
  const list = (file.array(dict, key) ?? []).map((item) => file.resolve(item));
  return list.every((item) => typeof item === 'number') ? (list as number[]) : [];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function clampAll(values: readonly number[], pairs: readonly number[]): number[] {
  return values.map((value, i) => clamp(value, pairs[2 * i] ?? value, pairs[2 * i + 1] ?? value));
}

function interpolate(x: number, x0: number, x1: number, y0: number, y1: number): number {
  return x1 === x0 ? y0 : y0 + ((x - x0) * (y1 - y0)) / (x1 - x0);
}

/** Type 2 (7.10.3). */
function exponential(file: PdfFile, dict: PdfDict): PdfFunction {
  const given = numbers(file, dict, 'C0');
  const c0 = given.length > 0 ? given : [0];
  const last = numbers(file, dict, 'C1');
  const c1 = last.length > 0 ? last : [1];
  const exponent = file.number(dict, 'N') ?? 1;
  return ([x = 0]) => {
    const share = exponent === 1 ? x : x ** exponent;
    const finite = Number.isFinite(share) ? share : 0;
    return c0.map((low, i) => low + finite * ((c1[i] ?? low) - low));
  };
}

/** Type 3 (7.10.4). */
function stitching(
  file: PdfFile,
  dict: PdfDict,
  domain: readonly number[],
  depth: number,
  left: Parts,
): PdfFunction | undefined {
  const parts = (file.array(dict, 'Functions') ?? [])
    .slice(0, 1000)
    .map((part) => readPart(file, part, depth + 1, left));
  const bounds = numbers(file, dict, 'Bounds');
  const encode = numbers(file, dict, 'Encode');
  const [low, high] = domain as [number, number];
  if (parts.length === 0 || parts.includes(undefined) || bounds.length < parts.length - 1) {
    return undefined;
  }
  return ([x = 0]) => {
    let k = 0;
    while (k < parts.length - 1 && x >= (bounds[k] as number)) {
      k += 1;
    }
    const from = k === 0 ? low : (bounds[k - 1] as number);
    const to = k === parts.length - 1 ? high : (bounds[k] as number);
    const at = interpolate(x, from, to, encode[2 * k] ?? 0, encode[2 * k + 1] ?? 1);
    return (parts[k] as PdfFunction)([at]);
  };
}

/** Type 0 (7.10.2), interpolated between the neighbouring samples on every axis. */
function sampled(
  file: PdfFile,
  object: PdfObject,
  dict: PdfDict,
  domain: readonly number[],
  range: readonly number[],
): PdfFunction | undefined {
  const size = numbers(file, dict, 'Size');
  const bits = file.number(dict, 'BitsPerSample') ?? 8;
  const inputs = domain.length >> 1;
  const outputs = range.length >> 1;
  const count = size.reduce((product, one) => product * Math.max(0, one), outputs);
  if (
    !isStream(object) ||
    size.length !== inputs ||
    inputs > maxInputs ||
    size.some((one) => !Number.isInteger(one) || one < 1) ||
    outputs === 0 ||
    !(count <= maxSamples) ||
    ![1, 2, 4, 8, 12, 16, 24, 32].includes(bits)
  ) {
    return undefined;
  }
  const table = unpackSamples(file.decode(object).bytes, bits, count);
  const encode = numbers(file, dict, 'Encode');
  const decode = numbers(file, dict, 'Decode');
  const top = 2 ** bits - 1;
  return (given) => {
    const low: number[] = [];
    const share: number[] = [];
    for (let i = 0; i < inputs; i++) {
      const last = (size[i] as number) - 1;
      const x = interpolate(
        given[i] ?? 0,
        domain[2 * i] as number,
        domain[2 * i + 1] as number,
        encode[2 * i] ?? 0,
        encode[2 * i + 1] ?? last,
      );
      const at = clamp(x, 0, last);
      low[i] = Math.min(Math.floor(at), Math.max(0, last - 1));
      share[i] = at - (low[i] as number);
    }
    const out = new Array<number>(outputs).fill(0);
    for (let corner = 0; corner < 1 << inputs; corner++) {
      let weight = 1;
      let index = 0;
      let stride = 1;
      for (let i = 0; i < inputs; i++) {
        const up = (corner >> i) & 1;
        weight *= up === 1 ? (share[i] as number) : 1 - (share[i] as number);
        index += Math.min((low[i] as number) + up, (size[i] as number) - 1) * stride;
        stride *= size[i] as number;
      }
      for (let j = 0; j < outputs && weight > 0; j++) {
        out[j] = (out[j] as number) + weight * (table[index * outputs + j] as number);
      }
    }
    return out.map((value, j) =>
      interpolate(
        value,
        0,
        top,
        decode[2 * j] ?? (range[2 * j] as number),
        decode[2 * j + 1] ?? (range[2 * j + 1] as number),
      ),
    );
  };
}

function unpackSamples(bytes: Uint8Array, bits: number, count: number): Float64Array {
  const out = new Float64Array(count);
  let bit = 0;
  for (let i = 0; i < count; i++) {
    let value = 0;
    for (let left = bits; left > 0; ) {
      const free = 8 - (bit & 7);
      const take = Math.min(free, left);
      const byte = bytes[bit >> 3] ?? 0;
      value = value * 2 ** take + ((byte >> (free - take)) & (2 ** take - 1));
      bit += take;
      left -= take;
    }
    out[i] = value;
  }
  return out;
}
