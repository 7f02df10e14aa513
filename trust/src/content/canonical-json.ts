/**
 * Canonical JSON: RFC 8785 (JCS) with the product's narrower rules, so that two programs in two languages can never
 * disagree about the bytes under a digest: integers only (|n| ≤ 2^53-1), no null, no undefined, no floats, no lone
 * surrogates, plain objects and arrays only. Strings are kept as they are; nothing is normalised.
 */

import canonicalize from 'canonicalize';

/** A value that may be hashed. An absent thing is a missing key or an empty string, never null. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

/** Deepest nesting accepted; also what stops a value that contains itself. */
export const MAX_CANONICAL_DEPTH = 64;

/** Thrown for a value that must not be hashed, with the place in it. */
export class CanonicalJsonError extends Error {
  override readonly name = 'CanonicalJsonError';
  /** Where in the value, e.g. `$.body[3].text`. */
  readonly place: string;

  constructor(place: string, reason: string) {
    super(`${place}: ${reason}`);
    this.place = place;
  }
}

/**
 * The one canonical text of a value.
 *
 * @example canonicalJson({ b: 1, a: ['甲'] }) // '{"a":["甲"],"b":1}'
 * @throws CanonicalJsonError when the value breaks a rule above
 */
export function canonicalJson(value: CanonicalValue): string {
  refuseOutsideRules(value, '$', 0);
  return canonicalize(value) as string;
}

/** {@link canonicalJson} as UTF-8 bytes: what digests are taken over. */
export function canonicalBytes(value: CanonicalValue): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}

/**
 * Reads bytes that must be canonical already: a second spelling of the same value is refused.
 *
 * @throws CanonicalJsonError when the bytes are not UTF-8 JSON, break a rule, or are not the canonical spelling
 */
export function readCanonicalJson(bytes: Uint8Array): CanonicalValue {
  let text: string;
  let value: CanonicalValue;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text) as CanonicalValue;
  } catch {
    throw new CanonicalJsonError('$', 'not UTF-8 JSON');
  }
  if (canonicalJson(value) !== text) {
    throw new CanonicalJsonError('$', 'not the canonical spelling of RFC 8785');
  }
  return value;
}

function refuseOutsideRules(value: unknown, place: string, depth: number): void {
  if (depth > MAX_CANONICAL_DEPTH) {
    throw new CanonicalJsonError(place, `nested deeper than ${MAX_CANONICAL_DEPTH}`);
  }
  switch (typeof value) {
    case 'boolean':
      return;
    case 'string':
      if (!value.isWellFormed()) {
        throw new CanonicalJsonError(place, 'lone surrogate');
      }
      return;
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
        throw new CanonicalJsonError(place, `expected an integer within ±(2^53-1), found ${value}`);
      }
      return;
    case 'object':
      refuseOutsideObject(value, place, depth);
      return;
    default:
      throw new CanonicalJsonError(place, `${typeof value} has no canonical form`);
  }
}

function refuseOutsideObject(value: object | null, place: string, depth: number): void {
  if (value === null) {
    throw new CanonicalJsonError(place, 'null is not allowed');
  }
  if (Array.isArray(value)) {
    // By index: a hole in a sparse array must be met, not skipped.
    for (let i = 0; i < value.length; i++) {
      refuseOutsideRules(value[i], `${place}[${i}]`, depth + 1);
    }
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new CanonicalJsonError(place, 'only plain objects and arrays have a canonical form');
  }
  for (const [key, member] of Object.entries(value)) {
    if (!key.isWellFormed()) {
      throw new CanonicalJsonError(place, 'lone surrogate in a key');
    }
    if (key === 'toJSON' && typeof member === 'function') {
      throw new CanonicalJsonError(place, 'only plain objects and arrays have a canonical form');
    }
    refuseOutsideRules(member, `${place}.${key}`, depth + 1);
  }
}
