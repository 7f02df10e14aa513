import { randomBytes } from 'node:crypto';
import { buildCrl, makeDemoAuthority, parseCertificate, type TrustList } from '@yiwen/trust/certificates';
import { keySigner, utf8 } from '@yiwen/trust/crypto';
import { makeTimeStamp, readTimeStampResponse, timeStampRequest } from '@yiwen/trust/signatures';
import { describe, expect, it } from 'vitest';
import { joinEvidence, judgeSigner, proveTime } from './trust-facts.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 23, 8);
const random = (n: number) => new Uint8Array(randomBytes(n));
const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 700 * DAY_MS });
const trust = authority.trustList();
const issue = (purpose: 'seal' | 'time') =>
  authority.issue(
    { commonName: '禾汀镇人民政府' },
    { purpose, algorithm: 'sm2-sm3', notBefore: NOW - 30 * DAY_MS, notAfter: NOW + 30 * DAY_MS },
  );
const { certificate } = issue('seal');
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);

const judge = (
  time: { claimed?: number; proven?: number },
  { now = NOW, list = trust }: { now?: number; list?: TrustList } = {},
) =>
  judgeSigner(certificate, [], {
    trust: list,
    time: { claimed: time.claimed, proven: time.proven },
    now,
    purposes: ['seal'],
  });

describe('the certificate of a signer', () => {
  it('is good while it lasts, and on its own word only until it has expired', () => {
    expect(judge({ claimed: NOW })).toMatchObject({ trust: 'trusted', timeUnproven: false });
    const later = NOW + 31 * DAY_MS;
    expect(judge({ claimed: NOW }, { now: later })).toMatchObject({ trust: 'trusted', timeUnproven: true });
    expect(judge({ claimed: NOW, proven: NOW + 1000 }, { now: later })).toMatchObject({
      trust: 'trusted',
      timeUnproven: false,
    });
    // Stamped only after it had expired: the stamp comes too late to prove anything.
    expect(judge({ claimed: NOW, proven: later }, { now: later })).toMatchObject({ timeUnproven: true });
  });

  it('is bad outside its validity, in the future, or stamped before it was used', () => {
    expect(judge({ claimed: NOW - 40 * DAY_MS }).trust).toBe('bad');
    expect(judge({ claimed: NOW + 31 * DAY_MS }, { now: NOW + 40 * DAY_MS }).trust).toBe('bad');
    expect(codes(judge({ claimed: NOW + 3 * DAY_MS }).findings)).toContain('signed-in-the-future');
    const early = judge({ claimed: NOW, proven: NOW - 3 * DAY_MS });
    expect(early.trust).toBe('bad');
    expect(codes(early.findings)).toContain('stamped-before-claim');
  });

  it('is held to the dates of the list', () => {
    const until = (end: number): TrustList => ({
      ...trust,
      anchors: trust.anchors.map((anchor) => ({ ...anchor, until: end })),
    });
    const ended = until(NOW + DAY_MS);
    expect(judge({ claimed: NOW }, { list: ended })).toMatchObject({ timeUnproven: false });
    const now = NOW + 2 * DAY_MS;
    expect(judge({ claimed: NOW }, { list: ended, now })).toMatchObject({
      trust: 'trusted',
      timeUnproven: true,
    });
    expect(judge({ claimed: NOW, proven: NOW + 1 }, { list: ended, now })).toMatchObject({
      timeUnproven: false,
    });
    expect(judge({ claimed: NOW }, { list: until(NOW - DAY_MS) }).trust).toBe('untrusted');
  });
});

describe('revocation', () => {
  const issuer = authority.issuer('seal', 'sm2-sm3');
  const { serial } = parseCertificate(certificate);
  const crl = (revokedAt?: number) =>
    buildCrl(
      {
        number: 1n,
        thisUpdate: NOW + DAY_MS,
        nextUpdate: NOW + 20 * DAY_MS,
        revoked: revokedAt === undefined ? [] : [{ serial, at: revokedAt, reason: 'key-compromise' }],
      },
      issuer.key,
      { random },
    );
  const held = async (revokedAt: number | undefined, proven?: number) =>
    judgeSigner(certificate, [], {
      trust,
      time: { claimed: NOW, proven },
      now: NOW + 2 * DAY_MS,
      purposes: ['seal'],
      revocation: { crls: [await crl(revokedAt)], ocsps: [] },
    });

  it('before signing is bad, afterwards needs a proof that it was signed before', async () => {
    expect(await held(undefined)).toMatchObject({
      trust: 'trusted',
      timeUnproven: false,
      revocationKnown: true,
    });
    const before = await held(NOW - 3600_000);
    expect(before.trust).toBe('bad');
    expect(codes(before.findings)).toContain('certificate-revoked');
    expect(await held(NOW + 3600_000)).toMatchObject({ trust: 'trusted', timeUnproven: true });
    expect(await held(NOW + 3600_000, NOW + 1000)).toMatchObject({ trust: 'trusted', timeUnproven: false });
    expect(await held(NOW + 3600_000, NOW + 7200_000)).toMatchObject({ timeUnproven: true });
  });

  it('is not known without evidence', () => {
    expect(judge({ claimed: NOW })).toMatchObject({ revocationKnown: false });
    expect(joinEvidence(undefined, { crls: [], ocsps: [] })).toBeUndefined();
  });
});

describe('a time-stamp', () => {
  const stamped = utf8('签名值');
  const token = async () => {
    const request = timeStampRequest(stamped, { hash: 'sm3', random });
    const signer = keySigner(issue('time'), { random });
    const answer = await makeTimeStamp(request, signer, { now: NOW, serial: 1n });
    return readTimeStampResponse(answer, request).token ?? new Uint8Array(0);
  };

  it('proves a time only when its maker is on the list, and takes nothing away when not', async () => {
    const bytes = await token();
    expect(proveTime(bytes, stamped, { trust, now: NOW })).toMatchObject({ time: NOW });
    for (const options of [
      { trust: undefined, now: NOW },
      { trust, now: NOW - 3 * DAY_MS },
    ]) {
      const judged = proveTime(bytes, stamped, options);
      expect(judged.time).toBeUndefined();
      expect(codes(judged.findings)).toContain('time-stamp-untrusted');
      expect(judged.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
    const other = proveTime(bytes, utf8('别的'), { trust, now: NOW });
    expect(other).toMatchObject({ time: undefined, stamp: { intact: false } });
    expect(codes(other.findings)).toContain('time-stamp-mismatch');
  });
});
