import { existsSync, readdirSync, readFileSync } from 'node:fs';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CanonicalJsonError,
  type CanonicalValue,
  canonicalBytes,
  canonicalJson,
  readCanonicalJson,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 2 ** 31);
const runs = 200 * Number(process.env.YIWEN_SOAK ?? 1);
console.log(`canonical JSON: YIWEN_SEED=${seed}`);
const samples = new URL(
  `file://${process.env.YIWEN_SAMPLES ?? new URL('../../../../shared/samples', import.meta.url).pathname}/tlog/jcs/`,
);
const haveSamples = existsSync(samples);

describe('canonical JSON', () => {
  it('sorts keys by UTF-16 code units and writes no space', () => {
    expect(canonicalJson({ b: 1, a: [true, '甲'], '€': 'x', '1': '', '😂': 0, ﬁ: 2 })).toBe(
      '{"1":"","a":[true,"甲"],"b":1,"€":"x","😂":0,"ﬁ":2}',
    );
  });

  it('keeps strings as they are: composed and decomposed spellings stay different', () => {
    expect(canonicalJson('\u00e9')).not.toBe(canonicalJson('e\u0301'));
  });

  const refused: [string, unknown][] = [
    ['a float', { n: 1.5 }],
    ['an unsafe integer', 2 ** 53],
    ['minus zero', -0],
    ['NaN', Number.NaN],
    ['Infinity', [Number.POSITIVE_INFINITY]],
    ['null', { a: null }],
    ['undefined as a member', { a: undefined }],
    ['undefined in an array', [undefined]],
    ['a hole in an array', new Array(2)],
    ['a bigint', 1n],
    ['a symbol', Symbol('x')],
    ['a function', () => 1],
    ['a date', new Date(0)],
    ['bytes', new Uint8Array(2)],
    ['a map', new Map()],
    ['an object with toJSON', { toJSON: () => 'x' }],
    ['a lone high surrogate', 'a\ud800'],
    ['a lone low surrogate', '\udc00b'],
    ['a lone surrogate in a key', { '\ud800': 1 }],
  ];
  it.each(refused)('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value as CanonicalValue)).toThrow(CanonicalJsonError);
  });

  it('refuses a value that contains itself, and names the place of a fault', () => {
    const ring: CanonicalValue[] = [];
    ring.push(ring);
    expect(() => canonicalJson(ring)).toThrow('nested deeper than 64');
    expect(() => canonicalJson({ body: [{ text: 1.5 }] })).toThrow('$.body[0].text');
  });

  it('reads back only the canonical spelling', () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(readCanonicalJson(bytes('{"a":1,"b":"二"}'))).toEqual({ a: 1, b: '二' });
    for (const other of [
      '{"b":"二","a":1}',
      '{"a":1, "b":2}',
      '{"a":1,"a":1}',
      '{"a":1.0}',
      '"\\u4e8c"',
      '{"a":null}',
      '\ufeff{}',
      '{} ',
    ]) {
      expect(() => readCanonicalJson(bytes(other)), other).toThrow(CanonicalJsonError);
    }
    expect(() => readCanonicalJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(CanonicalJsonError);
  });

  it(`survives writing, reading and shuffling of keys (seed ${seed})`, () => {
    const values = fc.letrec<{ value: CanonicalValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }),
        fc.maxSafeInteger().map((n) => n + 0 || 0),
        fc.boolean(),
        fc.array(tie('value')),
        fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(values, (value) => {
        const bytes = canonicalBytes(value);
        expect(canonicalBytes(readCanonicalJson(bytes))).toEqual(bytes);
        expect(canonicalJson(reversedKeys(value))).toBe(canonicalJson(value));
      }),
      { seed, numRuns: runs },
    );
  });

  it.skipIf(!haveSamples)(
    'agrees with the reference files of RFC 8785, and refuses the two outside our rules',
    () => {
      const outsideRules: string[] = [];
      for (const name of readdirSync(new URL('input/', samples))) {
        const value = JSON.parse(readFileSync(new URL(`input/${name}`, samples), 'utf8')) as CanonicalValue;
        const want = readFileSync(new URL(`output/${name}`, samples), 'utf8').trimEnd();
        expect(canonicalize(value)).toBe(want);
        try {
          expect(canonicalJson(value)).toBe(want);
        } catch (error) {
          expect(error).toBeInstanceOf(CanonicalJsonError);
          outsideRules.push(name);
        }
      }
      expect(outsideRules).toContain('values.json');
      expect(outsideRules.length).toBeLessThan(4);
    },
  );
});

function reversedKeys(value: CanonicalValue): CanonicalValue {
  if (Array.isArray(value)) {
    return value.map(reversedKeys);
  }
  if (typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversedKeys(member)]),
  );
}
