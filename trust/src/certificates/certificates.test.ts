import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concat, hex, utf8 } from '@yiwen/trust/crypto';
import { describe, expect, it } from 'vitest';
import {
  buildCertificate,
  checkChain,
  joinTrustLists,
  makeDemoAuthority,
  nameTitle,
  openDemoAuthority,
  parseCertificate,
  parseTrustList,
  TrustListError,
  trustListJson,
  writeName,
} from './index.ts';
import { certificatesFromPem, certificatesPem, writePem } from './pem.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('openssl is not on this machine: its verdict on our chains is skipped');
}
const NOW = Date.UTC(2026, 10, 23, 8);
const DAY_MS = 86_400_000;
const validity = { notBefore: NOW - DAY_MS, notAfter: NOW + 365 * DAY_MS };
const random = (n: number) => new Uint8Array(randomBytes(n));
const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 400 * DAY_MS });
const trust = authority.trustList();
const ALGORITHMS = ['sm2-sm3', 'ecdsa-p256-sha256'] as const;

function counted(seed: string) {
  let n = 0;
  return (length: number) => {
    const out = new Uint8Array(
      createHash('shake256', { outputLength: length }).update(`${seed}${n++}`).digest(),
    );
    return out;
  };
}

describe('the demonstration authority', () => {
  it('is the same for the same randomness and time', () => {
    const one = makeDemoAuthority({ random: counted('a'), now: NOW });
    const two = makeDemoAuthority({ random: counted('a'), now: NOW });
    const other = makeDemoAuthority({ random: counted('b'), now: NOW });
    expect(trustListJson(one.trustList())).toBe(trustListJson(two.trustList()));
    expect(trustListJson(one.trustList())).not.toBe(trustListJson(other.trustList()));
  });

  it('marks every name as 演示无效', () => {
    const { certificate, chain } = authority.issue(
      { commonName: '禾汀镇人民政府' },
      { purpose: 'seal', algorithm: 'sm2-sm3', ...validity },
    );
    for (const one of [certificate, ...chain]) {
      expect(nameTitle(parseCertificate(one).subject)).toContain('演示无效');
    }
  });

  it('made before there was time-stamping still issues for time, and for nothing else by that', () => {
    const keys = structuredClone(authority.keys);
    for (const hierarchy of Object.values(keys)) {
      delete hierarchy.issuing.time;
    }
    const old = openDemoAuthority(keys, { random });
    const issue = (purpose: 'time' | 'seal') =>
      old.issue({ commonName: '甲' }, { purpose, algorithm: 'sm2-sm3', ...validity });
    for (const purpose of ['time', 'seal'] as const) {
      const { certificate, chain } = issue(purpose);
      const judge = (as: 'time' | 'seal') =>
        checkChain(certificate, chain, old.trustList(), { at: NOW, purpose: as }).status;
      expect(judge(purpose)).toBe('trusted');
      expect(judge(purpose === 'time' ? 'seal' : 'time')).toBe('bad');
    }
  });

  it('opens again from its keys', () => {
    const again = openDemoAuthority(authority.keys, { random });
    const issued = again.issue(
      { commonName: '甲' },
      { purpose: 'person', algorithm: 'sm2-sm3', ...validity },
    );
    expect(checkChain(issued.certificate, [], trust, { at: NOW, purpose: 'person' }).status).toBe('trusted');
  });
});

describe.each(ALGORITHMS)('checkChain with %s', (algorithm) => {
  const seal = authority.issue({ commonName: '禾汀镇人民政府' }, { purpose: 'seal', algorithm, ...validity });
  const check = (at: number, purpose: 'seal' | 'seal-maker' | 'person' | 'document', list = trust) =>
    checkChain(seal.certificate, seal.chain, list, { at, purpose });

  it('trusts a certificate for its purpose and within its time', () => {
    const result = check(NOW, 'seal');
    expect(result.status).toBe('trusted');
    expect(result.findings).toEqual([]);
    expect(result.path.length).toBe(2);
  });

  it('does not trust it for another purpose', () => {
    for (const purpose of ['seal-maker', 'person'] as const) {
      const result = check(NOW, purpose);
      expect(result.status).toBe('untrusted');
      expect(result.findings.map(({ code }) => code)).toEqual(['anchor-other-purpose']);
    }
  });

  it('calls it bad outside its time', () => {
    expect(check(NOW - 2 * DAY_MS, 'seal').findings[0]?.code).toBe('certificate-not-yet-valid');
    expect(check(NOW + 366 * DAY_MS, 'seal').findings[0]?.code).toBe('certificate-expired');
    expect(check(NOW + 366 * DAY_MS, 'seal').status).toBe('bad');
  });

  it('is untrusted without a list, with another list, and with a look-alike authority', () => {
    expect(checkChain(seal.certificate, seal.chain, undefined, { at: NOW, purpose: 'seal' }).status).toBe(
      'untrusted',
    );
    const other = makeDemoAuthority({ random, now: NOW - DAY_MS });
    expect(check(NOW, 'seal', other.trustList()).status).toBe('untrusted');
  });

  it('refuses a certificate issued by an end certificate', () => {
    const below = buildCertificate(
      {
        subject: { commonName: '冒充' },
        publicKey: parseCertificate(seal.certificate).publicKey!,
        ...validity,
      },
      {
        name: parseCertificate(seal.certificate).subject.der,
        privateKey: seal.privateKey,
        publicKey: parseCertificate(seal.certificate).publicKey!,
        algorithm,
      },
      { random },
    );
    const result = checkChain(below, [seal.certificate], trust, { at: NOW, purpose: 'seal' });
    expect(result.status).toBe('bad');
    expect(result.findings.map(({ code }) => code)).toContain('issuer-not-authority');
  });

  it('never trusts a certificate with a flipped byte', () => {
    for (let i = 0; i < 40; i++) {
      const changed = Uint8Array.from(seal.certificate);
      changed[Math.floor((i * changed.length) / 40)]! ^= 1 << (i % 8);
      expect(checkChain(changed, seal.chain, trust, { at: NOW, purpose: 'seal' }).status).not.toBe('trusted');
    }
  });
});

describe('parseCertificate', () => {
  it('throws DerError on junk and on a truncated certificate', () => {
    const { certificate } = authority.issue(
      { commonName: '甲' },
      { purpose: 'person', algorithm: 'sm2-sm3', ...validity },
    );
    expect(() => parseCertificate(utf8('junk'))).toThrow('expected');
    expect(() => parseCertificate(certificate.subarray(0, 100))).toThrow('expected');
    expect(() => parseCertificate(concat(certificate, Uint8Array.of(0)))).toThrow('expected');
    expect(() => parseCertificate(new Uint8Array(70_000))).toThrow('at most');
  });
});

describe('trust lists', () => {
  it('survive JSON', () => {
    const list = { ...trust, logs: [{ vkey: 'a+b+c', name: '禾汀镇 2026' }] };
    expect(parseTrustList(trustListJson(list))).toEqual(list);
  });

  it('accept PEM certificates and refuse everything else in words', () => {
    const pem = writePem('CERTIFICATE', trust.anchors[0]!.certificate);
    const json = (anchor: unknown) => JSON.stringify({ name: 'x', demo: false, anchors: [anchor] });
    expect(parseTrustList(json({ certificate: pem, purposes: ['seal'] })).anchors.length).toBe(1);
    for (const bad of [
      '{',
      '[]',
      '{"name":"x"}',
      json({ certificate: 'AAAA', purposes: ['seal'] }),
      json({ certificate: pem, purposes: ['everything'] }),
      json({ certificate: 1, purposes: [] }),
    ]) {
      expect(() => parseTrustList(bad)).toThrow(TrustListError);
    }
  });

  it('stay a demonstration when joined with one', () => {
    expect(joinTrustLists([{ ...trust, demo: false }, trust]).demo).toBe(true);
  });
});

describe.skipIf(!hasOpenssl)('openssl as the judge', () => {
  it('accepts the P-256 chain as a whole and every link of the SM2 chain', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chain-'));
    const file = (name: string, certificates: Uint8Array[]) => {
      const path = join(folder, name);
      writeFileSync(path, certificatesPem(certificates));
      return path;
    };
    const verify = (...args: string[]) =>
      execFileSync('openssl', ['verify', '-attime', String(NOW / 1000), '-x509_strict', ...args]).toString();
    const issue = (algorithm: (typeof ALGORITHMS)[number]) =>
      authority.issue({ commonName: '禾汀镇人民政府' }, { purpose: 'document', algorithm, ...validity });

    const international = issue('ecdsa-p256-sha256');
    const leaf = file('leaf', [international.certificate]);
    const root = file('root', [international.chain[1]!]);
    expect(verify('-CAfile', root, '-untrusted', file('issuing', [international.chain[0]!]), leaf)).toContain(
      'OK',
    );

    const national = issue('sm2-sm3');
    const links = [national.certificate, ...national.chain];
    for (let i = 0; i < links.length; i++) {
      const issuer = file(`issuer${i}`, [links[i + 1] ?? links[i]!]);
      const subject = file(`subject${i}`, [links[i]!]);
      // OpenSSL 3.0 applies the identifier to the target only, so a chain is judged link by link.
      expect(
        verify('-partial_chain', '-vfyopt', 'distid:1234567812345678', '-CAfile', issuer, subject),
      ).toContain('OK');
    }
  });
});

it('writes names that read back', () => {
  const name = writeName({
    commonName: '禾汀镇人民政府',
    organisation: '某县',
    unit: '党政办',
    locality: '禾汀镇',
  });
  expect(hex(name)).toContain(hex(utf8('禾汀镇人民政府')));
  expect(certificatesFromPem(certificatesPem([name]))).toEqual([name]);
});
