/** Text from outside that can be stored and hashed: no NUL (PostgreSQL), no lone surrogate (canonical JSON). */

import { z } from 'zod';

const NOT_STORABLE = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const EVERY_NOT_STORABLE = new RegExp(NOT_STORABLE.source, 'g');

/** A text of at most `max` UTF-16 units, trimmed; refused when it cannot be stored as it is. */
export function words(max: number) {
  return z
    .string()
    .trim()
    .max(max)
    .refine((text) => !NOT_STORABLE.test(text), {
      message: '含有不能保存的字符 / holds characters that cannot be kept',
    });
}

/** Text read from a file, with U+FFFD for what cannot be stored: a file is taken as it is, not refused for it. */
export function storable(text: string): string {
  return text.replace(EVERY_NOT_STORABLE, '\uFFFD');
}

/** {@link storable} for every text inside a JSON value. */
export function storableDeep<T>(value: T): T {
  if (typeof value === 'string') {
    return storable(value) as T;
  }
  if (Array.isArray(value)) {
    return value.map((one: unknown) => storableDeep(one)) as T;
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [storable(key), storableDeep(one as unknown)]),
    ) as T;
  }
  return value;
}
