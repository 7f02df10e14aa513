/**
 * CMS and time-stamp readers over broken bytes: they never throw, and a signature that still holds is still of the same
 * signer over the same content.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { makeDemoAuthority } from '@yiwen/trust/certificates';
import { DerError, hash, keySigner, utf8 } from '@yiwen/trust/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkSignedData,
  digestOf,
  makeTimeStamp,
  readTimeStampRequest,
  readTimeStampResponse,
  signedAttributes,
  signedData,
  timeStampRequest,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? randomInt(2 ** 31));
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`CMS mutations: YIWEN_SEED=${seed}`);
const options = { seed, numRuns: 150 * soak };
const NOW = Date.UTC(2026, 10, 24, 8);
const random = (n: number) => new Uint8Array(randomBytes(n));
const authority = makeDemoAuthority({ random, now: NOW });
const validity = { notBefore: NOW, notAfter: NOW + 86_400_000 };
const content = utf8('关于防汛工作的通知');

/** One change: a byte set, a stretch taken out, doubled or zeroed, the end cut off. */
function change(bytes: Uint8Array, [at, length, value, kind]: readonly number[]): Uint8Array {
  const place = at! % bytes.length;
  const stretch = [...bytes.subarray(place, place + 1 + (length! % 64))];
  const out = [...bytes];
  switch (kind) {
    case 0:
      out[place] = value!;
      break;
    case 1:
      out.splice(place, stretch.length);
      break;
    case 2:
      out.splice(place, 0, ...stretch);
      break;
    case 3:
      out.fill(0, place, place + stretch.length);
      break;
    default:
      out.length = place;
  }
  return Uint8Array.from(out);
}
const changes = fc.tuple(fc.nat(), fc.nat(), fc.nat(255), fc.nat(4));

describe.each(['sm2-sm3', 'ecdsa-p256-sha256'] as const)('with %s', async (algorithm) => {
  const issue = (purpose: 'document' | 'time') =>
    keySigner(authority.issue({ commonName: '甲' }, { purpose, algorithm, ...validity }), { random });
  const signer = issue('document');
  const { certificate, chain } = signer;
  const attributes = signedAttributes({
    contentDigest: hash(digestOf(algorithm), content),
    certificate,
    algorithm,
  });
  const signature = await signer.sign(attributes);
  const cms = signedData({ attributes, signature, certificate, chain, algorithm });
  const request = timeStampRequest(content, { hash: digestOf(algorithm), random });
  const response = await makeTimeStamp(request, issue('time'), { now: NOW, serial: 1n });

  it('a detached signature changed anywhere holds for the same signer and content or not at all', () => {
    expect(checkSignedData(cms, content).intact).toBe(true);
    fc.assert(
      fc.property(changes, (one) => {
        const check = checkSignedData(change(cms, one), content);
        if (check.intact) {
          expect(check.signer?.der).toEqual(certificate);
          expect(check.digest).toBe(digestOf(algorithm));
        } else {
          expect(check.findings.some(({ severity }) => severity === 'error')).toBe(true);
        }
        expect(checkSignedData(change(cms, one), utf8('别的内容')).intact).toBe(false);
      }),
      options,
    );
  });

  it('a changed response gives the same stamp or none', () => {
    expect(readTimeStampResponse(response, request).token).toBeDefined();
    fc.assert(
      fc.property(changes, (one) => {
        const answer = readTimeStampResponse(change(response, one), request);
        if (answer.token === undefined) {
          expect(answer.findings.some(({ severity }) => severity === 'error')).toBe(true);
        } else {
          expect(answer.check?.time).toBe(NOW);
        }
      }),
      options,
    );
  });

  it('a changed request is answered, with a stamp or a refusal', async () => {
    const tsa = issue('time');
    await fc.assert(
      fc.asyncProperty(changes, async (one) => {
        const changed = change(request, one);
        const answer = readTimeStampResponse(
          await makeTimeStamp(changed, tsa, { now: NOW, serial: 1n }),
          request,
        );
        try {
          const asked = readTimeStampRequest(changed);
          expect([0, 2]).toContain(answer.status);
          expect(asked.digest).toBeInstanceOf(Uint8Array);
        } catch (error) {
          expect(error).toBeInstanceOf(DerError);
          expect(answer.failure).toBe('badRequest');
        }
      }),
      { ...options, numRuns: 40 * soak },
    );
  });
});
