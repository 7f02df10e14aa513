import { randomBytes, randomInt } from 'node:crypto';
import { DerError, der, p256KeyPair, writeSignatureAlgorithm } from '@yiwen/trust/crypto';
import { describe, expect, it } from 'vitest';
import {
  answerOcsp,
  answersRequest,
  buildCertificate,
  buildCrl,
  checkChain,
  checkRevocation,
  type KnownStatus,
  makeDemoAuthority,
  OCSP_SIGNING,
  type OcspResponder,
  ocspRequest,
  parseCertificate,
  parseCrl,
  parseOcspRequest,
  parseOcspResponse,
  type RevocationEvidence,
  type RevocationReason,
  refuseOcsp,
  signAs,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 24, 8);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const random = (n: number) => new Uint8Array(randomBytes(n));
const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 800 * DAY_MS });
const trust = authority.trustList();
const validity = { notBefore: NOW - 300 * DAY_MS, notAfter: NOW + 300 * DAY_MS };
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);
const seed = Number(process.env.YIWEN_SEED ?? randomInt(2 ** 31));
console.log(`revocation mutations: YIWEN_SEED=${seed}`);
const soak = Number(process.env.YIWEN_SOAK ?? 1);

function mutations(bytes: Uint8Array, count: number): Uint8Array[] {
  let state = seed >>> 0;
  const next = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: count * soak }, () => {
    const changed = Uint8Array.from(bytes);
    changed[next(changed.length)] = next(256);
    return next(5) === 0 ? changed.subarray(0, next(changed.length)) : changed;
  });
}

describe.each(['sm2-sm3', 'ecdsa-p256-sha256'] as const)('revocation with %s', (algorithm) => {
  const seal = authority.issue({ commonName: '禾汀镇人民政府' }, { purpose: 'seal', algorithm, ...validity });
  const leaf = parseCertificate(seal.certificate);
  const issuer = authority.issuer('seal', algorithm);
  const issuerCertificate = parseCertificate(issuer.certificate);
  const path = [leaf, issuerCertificate];

  type Revoked = { at: number; reason?: RevocationReason; invalidFrom?: number };
  const crl = (revoked: Revoked | undefined, thisUpdate = NOW, nextUpdate = thisUpdate + DAY_MS) =>
    buildCrl(
      {
        number: 7n,
        thisUpdate,
        nextUpdate,
        revoked:
          revoked === undefined ? [] : [{ serial: leaf.serial, reason: 'superseded' as const, ...revoked }],
      },
      issuer.key,
      { random },
    );
  const lists = (...crls: Uint8Array[]): RevocationEvidence => ({ crls, ocsps: [] });
  const status = (evidence: RevocationEvidence, at = NOW, now?: number) =>
    checkRevocation(path, evidence, now === undefined ? { at } : { at, now });
  const check = (revocation: RevocationEvidence, at = NOW) =>
    checkChain(seal.certificate, seal.chain, trust, { at, purpose: 'seal', revocation });

  const direct: OcspResponder = { certificate: issuer.certificate, ...issuer.key };
  const ocsp = (
    known: KnownStatus,
    responder: OcspResponder = direct,
    times = { thisUpdate: NOW, nextUpdate: NOW + HOUR_MS },
  ) =>
    answerOcsp(ocspRequest([leaf], issuerCertificate, { random }), responder, {
      issuer: issuer.certificate,
      statusOf: () => known,
      random,
      ...times,
    });
  const answers = (...ocsps: Uint8Array[]): RevocationEvidence => ({ crls: [], ocsps });

  it('reads the list it wrote', () => {
    const list = parseCrl(crl({ at: NOW - DAY_MS, reason: 'key-compromise', invalidFrom: NOW - 2 * DAY_MS }));
    expect(list.number).toBe(7n);
    expect(list.scope).toBe('all');
    expect(list.authorityKeyId).toBe(issuerCertificate.extensions.subjectKeyId);
    expect(list.entries.get(leaf.serial)).toEqual({
      at: NOW - DAY_MS,
      reason: 'key-compromise',
      invalidFrom: NOW - 2 * DAY_MS,
    });
    expect(parseCrl(crl(undefined)).entries.size).toBe(0);
  });

  it('is good on a fresh list, unknown on none and on a stale one', () => {
    expect(status(lists(crl(undefined))).status).toBe('good');
    expect(codes(status(lists()).findings)).toEqual(['revocation-unknown']);
    const stale = status(lists(crl(undefined, NOW - 3 * DAY_MS)));
    expect(stale.status).toBe('unknown');
    expect(codes(stale.findings)).toEqual(['revocation-stale']);
    expect(check(lists(crl(undefined, NOW - 3 * DAY_MS))).status).toBe('trusted');
  });

  it('is bad when revoked before use and goes on when revoked after', () => {
    const before = check(lists(crl({ at: NOW - DAY_MS })));
    expect(before.status).toBe('bad');
    expect(codes(before.findings)).toContain('certificate-revoked');
    expect(before.revocation).toMatchObject({
      status: 'revoked',
      revokedAt: NOW - DAY_MS,
      reason: 'superseded',
    });
    const after = check(lists(crl({ at: NOW - DAY_MS })), NOW - 2 * DAY_MS);
    expect(after.status).toBe('trusted');
    expect(codes(after.findings)).toEqual(['certificate-revoked-later']);
    expect(after.revocation).toMatchObject({ status: 'good', revokedAt: NOW - DAY_MS });
  });

  it('counts from when the key was unsafe, and a stale list that knows of a revocation', () => {
    const evidence = lists(crl({ at: NOW - DAY_MS, invalidFrom: NOW - 9 * DAY_MS }));
    expect(check(evidence, NOW - 5 * DAY_MS).status).toBe('bad');
    expect(status(lists(crl({ at: NOW - 50 * DAY_MS }, NOW - 40 * DAY_MS), crl(undefined))).status).toBe(
      'revoked',
    );
  });

  it('holds in the past with what was issued then or later, also when all has expired now', () => {
    const at = NOW - 200 * DAY_MS;
    const late = NOW + 900 * DAY_MS;
    const then = crl(undefined, at - HOUR_MS);
    const judged = checkChain(seal.certificate, seal.chain, trust, {
      at,
      purpose: 'seal',
      revocation: lists(then),
      now: late,
    });
    expect(judged.status).toBe('trusted');
    expect(judged.revocation?.status).toBe('good');
    // A list made after the certificate expired may have dropped it: it proves nothing.
    expect(status(lists(crl(undefined, late)), at, late).status).toBe('unknown');
    expect(status(lists(crl(undefined, NOW)), at).status).toBe('good');
  });

  it('does not believe evidence of others, from the future, or with a flipped byte', () => {
    const other = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 800 * DAY_MS });
    const foreign = buildCrl(
      { number: 1n, thisUpdate: NOW, nextUpdate: NOW + DAY_MS, revoked: [] },
      other.issuer('seal', algorithm).key,
      { random },
    );
    expect(status(lists(foreign)).status).toBe('unknown');
    expect(status(lists(crl(undefined, NOW + DAY_MS)), NOW, NOW).status).toBe('unknown');
    const list = crl({ at: NOW - DAY_MS });
    for (const changed of mutations(list, 40)) {
      const same = changed.length === list.length && changed.every((byte, i) => byte === list[i]);
      expect(status(lists(changed)).status).toBe(same ? 'revoked' : 'unknown');
    }
  });

  it('takes OCSP answers of the issuer and of its delegate, by key and by name', () => {
    const delegated = authority.issueResponder({ purpose: 'seal', algorithm, ...validity });
    const { certificate, privateKey } = delegated;
    for (const responder of [direct, { certificate, privateKey, algorithm }]) {
      for (const namedBy of ['key', 'name'] as const) {
        expect(status(answers(ocsp({ status: 'good' }, { ...responder, namedBy }))).status).toBe('good');
        const revoked = status(
          answers(
            ocsp({ status: 'revoked', at: NOW - DAY_MS, reason: 'cessation' }, { ...responder, namedBy }),
          ),
        );
        expect(revoked).toMatchObject({ status: 'revoked', revokedAt: NOW - DAY_MS, reason: 'cessation' });
      }
    }
    expect(status(answers(ocsp({ status: 'unknown' }))).status).toBe('unknown');
  });

  it('refuses answers of those who may not give them', () => {
    // The seal's own key, though its certificate comes from the same issuer.
    const own = { certificate: seal.certificate, privateKey: seal.privateKey, algorithm };
    expect(status(answers(ocsp({ status: 'good' }, own))).status).toBe('unknown');
    const elsewhere = authority.issueResponder({ purpose: 'person', algorithm, ...validity });
    expect(status(answers(ocsp({ status: 'good' }, { ...elsewhere }))).status).toBe('unknown');
    const stale = { thisUpdate: NOW - 3 * DAY_MS, nextUpdate: NOW - 2 * DAY_MS };
    expect(codes(status(answers(ocsp({ status: 'good' }, direct, stale))).findings)).toEqual([
      'revocation-stale',
    ]);
    expect(codes(status(answers(refuseOcsp(6))).findings)).toEqual([
      'revocation-evidence-unreadable',
      'revocation-unknown',
    ]);
    const answer = ocsp({ status: 'revoked', at: NOW - DAY_MS, reason: 'unspecified' });
    for (const changed of mutations(answer, 40)) {
      // Certificates that came along stand outside the signature; they never turn the answer into another one.
      expect(status(answers(changed)).status).not.toBe('good');
    }
  });

  it('binds an answer to its request', () => {
    const ask = () => ocspRequest([leaf], issuerCertificate, { random });
    const request = ask();
    const answer = parseOcspResponse(
      answerOcsp(request, direct, {
        issuer: issuer.certificate,
        statusOf: () => ({ status: 'good' }),
        thisUpdate: NOW,
        nextUpdate: NOW + HOUR_MS,
        random,
      }),
    );
    expect(answersRequest(answer, parseOcspRequest(request))).toBe(true);
    expect(answersRequest(answer, parseOcspRequest(ask()))).toBe(false);
    expect(
      answersRequest(answer, parseOcspRequest(ocspRequest([issuerCertificate], issuerCertificate))),
    ).toBe(false);
  });

  it('a responder cannot seal', () => {
    const responder = authority.issueResponder({ purpose: 'seal', algorithm, ...validity });
    const judged = checkChain(responder.certificate, responder.chain, trust, { at: NOW, purpose: 'seal' });
    expect(codes(judged.findings)).toEqual(['certificate-for-other-use']);
  });
});

it('a list may hold thirty thousand entries', () => {
  const serialOf = (i: number) => (0x40000000 + i).toString(16);
  const revoked = Array.from({ length: 30_000 }, (_, i) => ({
    serial: serialOf(i),
    at: NOW - i * 1000,
    reason: 'superseded' as const,
  }));
  const content = { number: 1n, thisUpdate: NOW, nextUpdate: NOW + DAY_MS, revoked };
  const list = parseCrl(buildCrl(content, authority.issuer('seal', 'sm2-sm3').key, { random }));
  expect(list.entries.size).toBe(30_000);
  expect(list.entries.get(serialOf(29_999))?.at).toBe(NOW - 29_999_000);
});

it('lists of part, by way of others, or of changes only prove no absence', () => {
  const algorithm = 'ecdsa-p256-sha256';
  const seal = authority.issue({ commonName: '甲' }, { purpose: 'seal', algorithm, ...validity });
  const issuer = authority.issuer('seal', algorithm);
  const path = [seal.certificate, issuer.certificate].map((bytes) => parseCertificate(bytes));
  const { serialDer } = path[0]!;
  const list = (extension: Uint8Array[], isRevoked: boolean) => {
    const entry = der.seq(serialDer, der.certificateTime(NOW - DAY_MS));
    const tbs = der.seq(
      der.int(1),
      writeSignatureAlgorithm(algorithm),
      issuer.key.name,
      der.certificateTime(NOW),
      der.certificateTime(NOW + DAY_MS),
      ...(isRevoked ? [der.seq(entry)] : []),
      ...(extension.length === 0 ? [] : [der.explicit(0, der.seq(...extension))]),
    );
    const value = der.bitString(signAs(issuer.key, tbs, random));
    return der.seq(tbs, writeSignatureAlgorithm(algorithm), value);
  };
  const judge = (extension: Uint8Array[], isRevoked: boolean) =>
    checkRevocation(path, { crls: [list(extension, isRevoked)], ocsps: [] }, { at: NOW }).status;
  const point = (...fields: Uint8Array[]) => [
    der.seq(der.oid('2.5.29.28'), der.bool(true), der.oct(der.seq(...fields))),
  ];
  const yes = Uint8Array.of(0xff);
  expect([judge([], false), judge([], true)]).toEqual(['good', 'revoked']);
  const users = point(der.implicit(1, yes));
  expect([judge(users, false), judge(users, true)]).toEqual(['good', 'revoked']);
  const authorities = point(der.implicit(2, yes));
  expect([judge(authorities, false), judge(authorities, true)]).toEqual(['unknown', 'revoked']);
  const someReasons = point(der.implicit(3, Uint8Array.of(6, 0x40)));
  expect([judge(someReasons, false), judge(someReasons, true)]).toEqual(['unknown', 'revoked']);
  const indirect = point(der.implicit(4, yes));
  expect([judge(indirect, false), judge(indirect, true)]).toEqual(['unknown', 'unknown']);
  const delta = [der.seq(der.oid('2.5.29.27'), der.bool(true), der.oct(der.int(3)))];
  expect([judge(delta, false), judge(delta, true)]).toEqual(['unknown', 'unknown']);
});

it('a delegate without id-pkix-ocsp-nocheck needs a list that clears it', () => {
  const algorithm = 'ecdsa-p256-sha256';
  const issuer = authority.issuer('seal', algorithm);
  const seal = authority.issue({ commonName: '甲' }, { purpose: 'seal', algorithm, ...validity });
  const path = [seal.certificate, issuer.certificate].map((bytes) => parseCertificate(bytes));
  const { privateKey, publicKey } = p256KeyPair(random);
  const certificate = buildCertificate(
    {
      subject: { commonName: '答复' },
      publicKey: { kind: 'p256', point: publicKey },
      onlyFor: [OCSP_SIGNING],
      ...validity,
    },
    issuer.key,
    { random },
  );
  const { serial } = parseCertificate(certificate);
  const answer = answerOcsp(
    ocspRequest([path[0]!], path[1]!),
    { certificate, privateKey, algorithm },
    {
      issuer: issuer.certificate,
      statusOf: () => ({ status: 'good' }),
      thisUpdate: NOW,
      nextUpdate: NOW + HOUR_MS,
      random,
    },
  );
  // The list speaks of the responder only through its time: it is too old to clear the seal itself.
  const at = NOW + HOUR_MS / 2;
  const judge = (revokedAt: number | undefined) => {
    const revoked = revokedAt === undefined ? [] : [{ serial, at: revokedAt, reason: 'superseded' as const }];
    const times = { thisUpdate: NOW - HOUR_MS, nextUpdate: NOW + 1000 };
    const list = buildCrl({ number: 1n, ...times, revoked }, issuer.key, { random });
    return checkRevocation(path, { crls: [list], ocsps: [answer] }, { at }).status;
  };
  expect(checkRevocation(path, { crls: [], ocsps: [answer] }, { at }).status).toBe('unknown');
  expect(judge(undefined)).toBe('good');
  expect(judge(NOW - DAY_MS)).toBe('unknown');
});

it('readers of evidence throw DerError only', () => {
  for (const bytes of [new Uint8Array(0), der.seq(), der.seq(der.int(1)), random(200)]) {
    for (const read of [parseCrl, parseOcspRequest, parseOcspResponse]) {
      expect(() => read(bytes)).toThrow(DerError);
    }
  }
});
