import { randomBytes, randomInt } from 'node:crypto';
import {
  answerOcsp,
  buildCertificate,
  buildCrl,
  checkChain,
  isTrustedAt,
  makeDemoAuthority,
  ocspRequest,
  parseCertificate,
  parseTrustList,
  readTrustDate,
  type TrustList,
  trustListJson,
} from '@yiwen/trust/certificates';
import { der, keySigner, readDer, sequence, sha256, utf8 } from '@yiwen/trust/crypto';
import { describe, expect, it } from 'vitest';
import {
  checkTimeStamp,
  judgeTimeStamp,
  makeTimeStamp,
  readTimeStampRequest,
  readTimeStampResponse,
  timeStampRequest,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 24, 8, 0, 5);
const DAY_MS = 86_400_000;
const random = (n: number) => new Uint8Array(randomBytes(n));
const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 400 * DAY_MS });
const trust = authority.trustList();
const validity = { notBefore: NOW - DAY_MS, notAfter: NOW + 365 * DAY_MS };
const stamped = utf8('签名值');
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);

function tsa(algorithm: 'sm2-sm3' | 'ecdsa-p256-sha256', purpose: 'time' | 'seal' = 'time') {
  const issued = authority.issue({ commonName: '时间戳' }, { purpose, algorithm, ...validity });
  return keySigner(issued, { random });
}

/** The token with something in the crls field of its SignedData, which no signature covers. */
function withEvidence(token: Uint8Array, evidence: Uint8Array): Uint8Array {
  const [type, wrapped] = sequence(readDer(token));
  const fields = sequence(wrapped!.children[0]).map(({ bytes }) => bytes);
  fields.splice(4, 0, der.tlv(0xa1, evidence));
  return der.seq(type!.bytes, der.explicit(0, der.seq(...fields)));
}

describe.each(['sm2-sm3', 'ecdsa-p256-sha256'] as const)('time-stamps with %s', (algorithm) => {
  const signer = tsa(algorithm);
  const hash = algorithm === 'sm2-sm3' ? 'sm3' : 'sha256';
  const ask = (bytes = stamped) => timeStampRequest(bytes, { hash, random });

  it('go from request to a trusted time', async () => {
    const request = ask();
    const response = await makeTimeStamp(request, signer, { now: NOW, serial: 77n, accuracy: 1 });
    const answer = readTimeStampResponse(response, request);
    expect(answer.findings).toEqual([]);
    const judged = judgeTimeStamp(answer.token!, stamped, trust);
    expect(judged).toMatchObject({ status: 'trusted', time: NOW, accuracyMs: 1000 });
    expect(judged.stamp.info?.serial).toBe('4d');
  });

  it('are untrusted without a list, and bad over other bytes', async () => {
    const request = ask();
    const { token } = readTimeStampResponse(
      await makeTimeStamp(request, signer, { now: NOW, serial: 1n }),
      request,
    );
    expect(judgeTimeStamp(token!, stamped, undefined).status).toBe('untrusted');
    const other = judgeTimeStamp(token!, utf8('别的内容'), trust);
    expect(other.status).toBe('bad');
    expect(codes(other.findings)).toContain('time-stamp-mismatch');
  });

  it('are bad outside the certificate of their maker', async () => {
    const request = ask();
    const at = NOW + 400 * DAY_MS;
    const { token } = readTimeStampResponse(
      await makeTimeStamp(request, signer, { now: at, serial: 1n }),
      request,
    );
    expect(judgeTimeStamp(token!, stamped, trust).status).toBe('bad');
  });

  it('are not believed from a certificate that is not for time alone', async () => {
    const request = ask();
    const response = await makeTimeStamp(request, tsa(algorithm, 'seal'), { now: NOW, serial: 1n });
    const judged = judgeTimeStamp(readTimeStampResponse(response, request).token!, stamped, trust);
    expect(judged.status).toBe('bad');
    expect(codes(judged.findings)).toContain('certificate-not-for-time');
  });

  it('follow the dates of the trust list at the time they name', async () => {
    const request = ask();
    const { token } = readTimeStampResponse(
      await makeTimeStamp(request, signer, { now: NOW, serial: 1n }),
      request,
    );
    const dated = (from: number, until: number): TrustList => ({
      ...trust,
      anchors: trust.anchors.map((anchor) => ({ ...anchor, from, until })),
    });
    expect(judgeTimeStamp(token!, stamped, dated(NOW, NOW)).status).toBe('trusted');
    const late = judgeTimeStamp(token!, stamped, dated(NOW + 1, NOW + 2));
    expect(late.status).toBe('untrusted');
    expect(codes(late.findings)).toEqual(['anchor-outside-dates']);
  });

  it('of a revoked maker are bad from the revocation on', async () => {
    const request = ask();
    const at = (now: number) => makeTimeStamp(request, signer, { now, serial: 1n });
    const revoked = buildCrl(
      {
        number: 1n,
        thisUpdate: NOW,
        nextUpdate: NOW + DAY_MS,
        revoked: [
          { serial: parseCertificate(signer.certificate).serial, at: NOW - 1000, reason: 'key-compromise' },
        ],
      },
      authority.issuer('time', algorithm).key,
      { random },
    );
    const judge = async (now: number) =>
      judgeTimeStamp(readTimeStampResponse(await at(now), request).token!, stamped, trust, {
        revocation: { crls: [revoked], ocsps: [] },
      });
    expect((await judge(NOW)).status).toBe('bad');
    // The same evidence inside the token: a list, and an OCSP answer as RFC 5940 puts it.
    const issuer = authority.issuer('time', algorithm);
    const ocsp = answerOcsp(
      ocspRequest([parseCertificate(signer.certificate)], parseCertificate(issuer.certificate)),
      { certificate: issuer.certificate, ...issuer.key },
      {
        issuer: issuer.certificate,
        statusOf: () => ({ status: 'revoked', at: NOW - 1000, reason: 'superseded' }),
        thisUpdate: NOW,
        nextUpdate: NOW + DAY_MS,
        random,
      },
    );
    const { token } = readTimeStampResponse(await at(NOW), request);
    for (const evidence of [revoked, der.tlv(0xa1, der.oid('1.3.6.1.5.5.7.16.2'), ocsp)]) {
      const inside = judgeTimeStamp(withEvidence(token!, evidence), stamped, trust);
      expect(inside.stamp.intact).toBe(true);
      expect(inside.status).toBe('bad');
    }
    const before = await judge(NOW - 2000);
    expect(before.status).toBe('trusted');
    expect(codes(before.findings)).toEqual(['certificate-revoked-later']);
  });

  it('replayed for another request are refused by their nonce', async () => {
    const response = await makeTimeStamp(ask(), signer, { now: NOW, serial: 1n });
    const answer = readTimeStampResponse(response, ask());
    expect(answer.token).toBeUndefined();
    expect(codes(answer.findings)).toEqual(['time-stamp-nonce']);
    const other = readTimeStampResponse(response, ask(utf8('别的')));
    expect(other.token).toBeUndefined();
    expect(codes(other.findings)).toContain('time-stamp-mismatch');
  });

  it('with any byte changed are never trusted for another time', async () => {
    const request = ask();
    const { token } = readTimeStampResponse(
      await makeTimeStamp(request, signer, { now: NOW, serial: 1n }),
      request,
    );
    const seed = Number(process.env.YIWEN_SEED ?? randomInt(2 ** 31));
    console.log(`time-stamp mutations: YIWEN_SEED=${seed}`);
    const soak = Number(process.env.YIWEN_SOAK ?? 1);
    let state = seed >>> 0;
    const next = (limit: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    for (let i = 0; i < 60 * soak; i++) {
      const changed = Uint8Array.from(token!);
      changed[next(changed.length)]! ^= 1 << next(8);
      const judged = judgeTimeStamp(changed, stamped, trust);
      if (judged.status === 'trusted') {
        // Only bytes no signature covers (the unsigned wrapping of further certificates) may change unnoticed.
        expect(judged.time).toBe(NOW);
        expect(judged.stamp.maker?.der).toEqual(signer.certificate);
      }
      readTimeStampResponse(der.seq(der.seq(der.int(0)), changed), request);
    }
  });
});

describe('a time-stamping authority', () => {
  const signer = tsa('ecdsa-p256-sha256');
  const refusalOf = async (request: Uint8Array) =>
    readTimeStampResponse(
      await makeTimeStamp(request, signer, { now: NOW, serial: 1n }),
      timeStampRequest(stamped, { hash: 'sha256', random }),
    );
  const imprint = (oid: string, digest: Uint8Array) =>
    der.seq(der.seq(der.oid(oid), der.nul()), der.oct(digest));

  it('refuses with the reason of RFC 3161', async () => {
    const digest = sha256(stamped);
    const cases: [Uint8Array, string][] = [
      [utf8('junk'), 'badRequest'],
      [der.seq(der.int(1), imprint('1.3.14.3.2.26', digest.subarray(0, 20))), 'badAlg'],
      [der.seq(der.int(1), imprint('1.2.3', digest)), 'badAlg'],
      [der.seq(der.int(1), imprint('2.16.840.1.101.3.4.2.1', digest.subarray(1))), 'badDataFormat'],
      [timeStampRequest(stamped, { hash: 'sha256', random, policy: '1.2.3.4' }), 'unacceptedPolicy'],
    ];
    for (const [request, failure] of cases) {
      const answer = await refusalOf(request);
      expect(answer).toMatchObject({ status: 2, failure, token: undefined });
      expect(codes(answer.findings)).toEqual(['time-stamp-refused']);
    }
  });

  it('leaves its certificates out when they are not wanted', async () => {
    const request = der.seq(der.int(1), imprint('2.16.840.1.101.3.4.2.1', sha256(stamped)));
    expect(readTimeStampRequest(request).certificatesWanted).toBe(false);
    const response = await makeTimeStamp(request, signer, { now: NOW, serial: 1n });
    expect(codes(readTimeStampResponse(response, request).findings)).toContain('cms-signer-missing');
  });

  it('does not seal, though its issuer were trusted for seals', () => {
    const list: TrustList = {
      ...trust,
      anchors: trust.anchors.map((anchor) => ({ ...anchor, purposes: ['seal', 'time'] })),
    };
    const judged = checkChain(signer.certificate, signer.chain, list, { at: NOW, purpose: 'seal' });
    expect(judged.status).toBe('bad');
    expect(codes(judged.findings)).toEqual(['certificate-for-other-use']);
  });

  it('needs the usage to be critical', () => {
    const { publicKey } = parseCertificate(signer.certificate);
    const root = authority.keys['ecdsa-p256-sha256'].issuing.time!;
    const issuer = parseCertificate(root.certificate);
    const certificate = buildCertificate(
      { subject: { commonName: '甲' }, publicKey: publicKey!, ...validity, onlyFor: ['1.3.6.1.5.5.7.3.8'] },
      {
        name: issuer.subject.der,
        privateKey: root.privateKey,
        publicKey: issuer.publicKey!,
        algorithm: 'ecdsa-p256-sha256',
      },
      { random },
    );
    expect(parseCertificate(certificate).extensions).toMatchObject({
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.8'],
      extendedKeyUsageCritical: true,
    });
  });
});

it('stamps without reading anything of a response that does not parse', () => {
  const request = timeStampRequest(stamped, { hash: 'sha256', random });
  expect(codes(readTimeStampResponse(utf8('junk'), request).findings)).toEqual([
    'time-stamp-response-unreadable',
  ]);
  expect(checkTimeStamp(utf8('junk'), stamped).intact).toBe(false);
});

describe('dates of trust lists', () => {
  it('survive JSON, for anchors, logs and witnesses', () => {
    const dates = { from: NOW - DAY_MS, until: NOW };
    const list: TrustList = {
      ...trust,
      anchors: trust.anchors.map((anchor) => ({ ...anchor, ...dates })),
      logs: [{ vkey: 'a+b+c', name: '禾汀镇 2026', from: NOW }],
      witnesses: [{ vkey: 'w+b+c', name: '县档案局', until: NOW }],
    };
    expect(parseTrustList(trustListJson(list))).toEqual(list);
    expect(isTrustedAt(dates, NOW)).toBe(true);
    expect(isTrustedAt(dates, NOW + 1)).toBe(false);
  });

  it('are days of Beijing or times with a zone', () => {
    expect(readTrustDate('2026-01-31', 'from')).toBe(Date.UTC(2026, 0, 30, 16));
    expect(readTrustDate('2026-01-31', 'until')).toBe(Date.UTC(2026, 0, 31, 16) - 1);
    expect(readTrustDate('2026-01-31T08:00:00+08:00', 'until')).toBe(Date.UTC(2026, 0, 31));
    for (const wrong of ['2026', '2026-13-01', '2026-01-31T08:00:00', 'today']) {
      expect(() => readTrustDate(wrong, 'from')).toThrow('expected from');
    }
  });
});
