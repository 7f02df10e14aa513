import { randomBytes, randomInt } from 'node:crypto';
import { DerError, p256KeyPair, sm2KeyPair } from '@yiwen/trust/crypto';
import { describe, expect, it } from 'vitest';
import {
  buildCertificateRequest,
  checkChain,
  expiryWarnings,
  makeDemoAuthority,
  nameTitle,
  type Purpose,
  parseCertificate,
  readCertificateRequest,
  subjectOf,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 24, 8);
const DAY_MS = 86_400_000;
const random = (n: number) => new Uint8Array(randomBytes(n));
const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 400 * DAY_MS });
const validity = { notBefore: NOW - DAY_MS, notAfter: NOW + 365 * DAY_MS };
const subject = { commonName: '禾汀镇人民政府', organisation: '某县', unit: '党政办', locality: '禾汀镇' };

function newKey(algorithm: 'sm2-sm3' | 'ecdsa-p256-sha256') {
  const pair = algorithm === 'sm2-sm3' ? sm2KeyPair(random) : p256KeyPair(random);
  const kind = algorithm === 'sm2-sm3' ? 'sm2' : 'p256';
  return { privateKey: pair.privateKey, publicKey: { kind, point: pair.publicKey } as const, algorithm };
}

describe.each(['sm2-sm3', 'ecdsa-p256-sha256'] as const)('certificate requests with %s', (algorithm) => {
  const key = newKey(algorithm);
  const request = buildCertificateRequest(subject, key, { random });

  it('say again what was asked', () => {
    const read = readCertificateRequest(request);
    expect(subjectOf(read.subject)).toEqual(subject);
    expect(read.algorithm).toBe(algorithm);
    expect(read.publicKey).toEqual(key.publicKey);
  });

  it.each(['seal', 'seal-maker', 'person', 'document', 'log', 'time'] satisfies Purpose[])(
    'are certified for %s by the demonstration authority, marked 演示无效',
    (purpose) => {
      const { subject: name, publicKey } = readCertificateRequest(request);
      const issued = authority.certify(subjectOf(name), publicKey, { purpose, algorithm, ...validity });
      expect(nameTitle(parseCertificate(issued.certificate).subject)).toContain('演示无效');
      const judge = (as: Purpose) =>
        checkChain(issued.certificate, issued.chain, authority.trustList(), { at: NOW, purpose: as });
      expect(judge(purpose)).toMatchObject({ status: 'trusted', findings: [] });
      expect(judge(purpose === 'time' ? 'person' : 'time').status).not.toBe('trusted');
    },
  );

  it('are refused with any byte changed', () => {
    const seed = Number(process.env.YIWEN_SEED ?? randomInt(2 ** 31));
    console.log(`request mutations: YIWEN_SEED=${seed}`);
    let state = seed >>> 0;
    const next = (limit: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    for (let i = 0; i < 60 * Number(process.env.YIWEN_SOAK ?? 1); i++) {
      const changed = Uint8Array.from(request);
      changed[next(changed.length)]! ^= 1 << next(8);
      expect(() => readCertificateRequest(changed)).toThrow(DerError);
    }
  });
});

describe('expiryWarnings', () => {
  it('warns 60, 30 and 7 days before, and after', () => {
    const at = (days: number) => ({ title: `${days}`, notAfter: NOW + days * DAY_MS });
    const stages = expiryWarnings([at(61), at(60), at(31), at(30), at(8), at(7), at(0), at(-1)], NOW);
    expect(stages.map(({ title, stage, daysLeft }) => [title, stage, daysLeft])).toEqual([
      ['-1', 0, -1],
      ['0', 7, 0],
      ['7', 7, 7],
      ['8', 30, 8],
      ['30', 30, 30],
      ['31', 60, 31],
      ['60', 60, 60],
    ]);
  });

  it('names the holder of a certificate', () => {
    const { certificate } = authority.issue(subject, {
      purpose: 'seal',
      algorithm: 'sm2-sm3',
      notBefore: NOW - DAY_MS,
      notAfter: NOW + 20 * DAY_MS,
    });
    const [warning] = expiryWarnings([certificate], NOW);
    expect(warning).toMatchObject({ stage: 30, daysLeft: 20 });
    expect(warning?.message).toContain('禾汀镇人民政府（演示无效）将在 20 天后过期');
  });
});
