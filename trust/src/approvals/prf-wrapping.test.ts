import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PrfWrappedKey, unwrapByPrf, wrapByPrf } from './prf-wrapping.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
console.info(`prf-wrapping: seed ${seed}`);
const random = (n: number) => new Uint8Array(randomBytes(n));
const secret = random(32);
const output = random(32);
const place = { credentialId: 'Y3JlZGVudGlhbA', rpId: 'office.example.cn', salt: random(32) };

describe('a key wrapped by a passkey’s PRF output', () => {
  it('opens with that output and no other', async () => {
    const wrapped = await wrapByPrf(secret, output, place, { random });
    expect(await unwrapByPrf(wrapped, output)).toEqual(secret);
    expect(await unwrapByPrf(JSON.parse(JSON.stringify(wrapped)), output)).toEqual(secret);
    expect(await unwrapByPrf(wrapped, random(32))).toBeUndefined();
    expect(await unwrapByPrf(wrapped, output.subarray(0, 31))).toBeUndefined();
    expect(JSON.stringify(wrapped)).not.toContain(Buffer.from(secret).toString('base64url'));
    await expect(wrapByPrf(secret, output.subarray(1), place, { random })).rejects.toThrow(RangeError);
  });

  it('does not open when any member was changed', async () => {
    const wrapped = await wrapByPrf(secret, output, place, { random });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...(Object.keys(wrapped) as (keyof PrfWrappedKey)[])),
        fc.nat(),
        async (name, at) => {
          const value = String(wrapped[name]);
          const i = at % value.length;
          const other = value[i] === 'A' ? 'B' : 'A';
          const changed = { ...wrapped, [name]: value.slice(0, i) + other + value.slice(i + 1) };
          expect(await unwrapByPrf(changed as PrfWrappedKey, output)).toBeUndefined();
        },
      ),
      { seed, numRuns: 100 },
    );
  });
});
