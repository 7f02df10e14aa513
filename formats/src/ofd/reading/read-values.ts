/** Attribute values as real producers write them; nonsense gives undefined and never throws. */

import { attr, type XmlElement } from '../../container/index.ts';
import type { BoxMm, Matrix } from '../../drawing/index.ts';

const limit = 1e9;

/** Finite numbers of a space- or comma-separated list; the first bad token ends it. */
export function readNumbers(value: string | undefined, most = 10_000): number[] {
  const numbers: number[] = [];
  for (const token of (value ?? '').split(/[\s,]+/)) {
    const number = token === '' ? undefined : Number(token);
    if (number === undefined) {
      continue;
    }
    if (!Number.isFinite(number) || Math.abs(number) > limit || numbers.length >= most) {
      break;
    }
    numbers.push(number);
  }
  return numbers;
}

/** The first number of a text. */
export function readNumber(value: string | undefined): number | undefined {
  if (value === undefined || value === '') {
    return undefined;
  }
  const number = Number(value);
  return Number.isFinite(number) && Math.abs(number) <= limit && /\S/.test(value)
    ? number
    : readNumbers(value, 1)[0];
}

/** ST_Box "x y width height"; negative sizes are nonsense. */
export function readBox(value: string | undefined): BoxMm | undefined {
  const [xMm, yMm, widthMm, heightMm] = readNumbers(value, 4);
  if (xMm === undefined || yMm === undefined || widthMm === undefined || heightMm === undefined) {
    return undefined;
  }
  return widthMm < 0 || heightMm < 0 ? undefined : { xMm, yMm, widthMm, heightMm };
}

/** ST_Array of six numbers. */
export function readMatrix(value: string | undefined): Matrix | undefined {
  const numbers = readNumbers(value, 6);
  return numbers.length === 6 ? (numbers as unknown as Matrix) : undefined;
}

/** xs:boolean with a default. */
export function readBoolean(value: string | undefined, otherwise: boolean): boolean {
  if (value === undefined) {
    return otherwise;
  }
  const word = value.trim().toLowerCase();
  return word === 'true' || word === '1' ? true : word === 'false' || word === '0' ? false : otherwise;
}

/** One of a few words, ignoring case; undefined when it is none of them. */
export function readWord<T extends string>(value: string | undefined, words: readonly T[]): T | undefined {
  if (value === undefined) {
    return undefined;
  }
  const found = value.trim().toLowerCase();
  return words.find((word) => word.toLowerCase() === found);
}

/** An attribute or the empty string. */
export function attrText(element: XmlElement, name: string): string {
  return attr(element, name) ?? '';
}

/**
 * DeltaX/DeltaY expanded to at most `most` offsets. `g count value` repeats a value; it is in no edition of the
 * standard, yet most e-invoices use it. The count is never trusted beyond `most`.
 */
export function readDeltas(value: string | undefined, most: number): number[] {
  if (value === undefined || most <= 0) {
    return [];
  }
  const tokens = value.trim().split(/[\s,]+/);
  const deltas: number[] = [];
  for (let at = 0; at < tokens.length && deltas.length < most; at++) {
    const repeated = tokens[at] === 'g';
    const count = repeated ? Number(tokens[at + 1]) : 1;
    const number = Number(tokens[repeated ? at + 2 : at]);
    if (!Number.isFinite(number) || Math.abs(number) > limit || !(count >= 0)) {
      break;
    }
    const times = Math.min(Math.floor(count), most - deltas.length);
    for (let done = 0; done < times; done++) {
      deltas.push(number);
    }
    at += repeated ? 2 : 0;
  }
  return deltas;
}
