import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkChain, makeDemoAuthority, parseCertificate, writePem } from '@yiwen/trust/certificates';
import { concat, der, keySigner, readDer, sm3, utf8 } from '@yiwen/trust/crypto';
import { describe, expect, it } from 'vitest';
import {
  checkSealMaker,
  makeSeal,
  parseSealTime,
  readSeal,
  readSesSignature,
  sealLists,
  sesAssemble,
  sesToBeSigned,
  verifySealValue,
} from './index.ts';

const samples = join(
  process.env.YIWEN_SAMPLES ?? join(import.meta.dirname, '../../../../shared/samples'),
  'ofd/seals',
);
const hasSamples = existsSync(samples);
if (!hasSamples) {
  console.log('no sample seals on this machine: reading them is skipped');
}
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const random = (n: number) => new Uint8Array(randomBytes(n));
const NOW = Date.UTC(2026, 10, 23, 8);
const YEAR_MS = 365 * 86_400_000;
const authority = makeDemoAuthority({ random, now: NOW - YEAR_MS });
const validity = { notBefore: NOW - YEAR_MS / 2, notAfter: NOW + YEAR_MS };
const organ = authority.issue(
  { commonName: '禾汀镇人民政府' },
  { purpose: 'seal', algorithm: 'sm2-sm3', ...validity },
);
const maker = authority.issue(
  { commonName: '演示制章' },
  { purpose: 'seal-maker', algorithm: 'sm2-sm3', ...validity },
);
const trust = authority.trustList();
const content = {
  esID: 'YW-DEMO-0001',
  vid: 'YIWEN',
  name: '禾汀镇人民政府（演示无效）',
  type: 'organ' as const,
  certificates: [organ.certificate],
  picture: { type: 'png', data: utf8('picture'), widthMm: 42, heightMm: 42 },
  createDate: NOW,
  validStart: NOW,
  validEnd: NOW + YEAR_MS,
};

async function signed() {
  const seal = await makeSeal(content, keySigner(maker, { random }));
  const signer = keySigner(organ, { random });
  const toBeSigned = sesToBeSigned({
    seal,
    time: NOW,
    dataHash: sm3(utf8('Signature.xml')),
    propertyInfo: '/Doc_0/Signs/Sign_0/Signature.xml',
  });
  return { seal, toBeSigned, signer };
}

describe('a V4 seal of ours', () => {
  it('reads back, is signed by its maker, and lists its certificate', async () => {
    const seal = readSeal(await makeSeal(content, keySigner(maker, { random })));
    expect(seal).toMatchObject({
      version: 4,
      strict: true,
      headerVersion: 4,
      esID: content.esID,
      name: content.name,
    });
    expect(seal.validEnd.timeMs).toBe(content.validEnd);
    expect(seal.picture).toEqual(content.picture);
    expect(checkSealMaker(seal)).toEqual([]);
    expect(sealLists(seal, organ.certificate)).toBe(true);
    expect(sealLists(seal, maker.certificate)).toBe(false);
  });

  it('fails with any byte changed', async () => {
    const bytes = await makeSeal(content, keySigner(maker, { random }));
    for (let i = 0; i < 60; i++) {
      const changed = Uint8Array.from(bytes);
      changed[Math.floor((i * bytes.length) / 60)]! ^= 1 << (i % 8);
      let outcome: string;
      try {
        const seal = readSeal(changed);
        const chain = checkChain(seal.maker.certificate, [], trust, { at: NOW, purpose: 'seal-maker' });
        // The maker's certificate stands outside its signature: the chain is what a change there breaks.
        outcome = checkSealMaker(seal).length > 0 || chain.status !== 'trusted' ? 'wrong' : 'good';
      } catch {
        outcome = 'unreadable';
      }
      expect(outcome).not.toBe('good');
    }
  });

  it('is refused with a maker that is not SM2 or without certificates', async () => {
    const p256 = authority.issue(
      { commonName: 'x' },
      { purpose: 'seal-maker', algorithm: 'ecdsa-p256-sha256', ...validity },
    );
    await expect(makeSeal(content, keySigner(p256, { random }))).rejects.toThrow('SM2');
    await expect(makeSeal({ ...content, certificates: [] }, keySigner(maker, { random }))).rejects.toThrow(
      'certificate',
    );
  });

  it('seals the same bytes however often the act is repeated', async () => {
    const { toBeSigned, signer } = await signed();
    const one = sesAssemble(toBeSigned, {
      certificate: organ.certificate,
      signature: await signer.sign(toBeSigned),
    });
    const two = sesAssemble(toBeSigned, {
      certificate: organ.certificate,
      signature: await signer.sign(toBeSigned),
    });
    const [first, second] = [readSesSignature(one), readSesSignature(two)];
    expect(first.toBeSigned).toEqual(second.toBeSigned);
    for (const each of [first, second]) {
      expect(verifySealValue(each.certificate, each.algorithmOid, each.toBeSigned, each.signature)).toBe(
        true,
      );
    }
    expect(first.version).toBe(4);
    expect(first.time.timeMs).toBe(NOW);
  });

  it.skipIf(!hasOpenssl)(
    'is accepted by openssl: the signer over TBS_Sign, the maker over the seal info',
    async () => {
      const { seal, toBeSigned, signer } = await signed();
      const folder = mkdtempSync(join(tmpdir(), 'seal-'));
      const check = (certificate: Uint8Array, message: Uint8Array, signature: Uint8Array) => {
        writeFileSync(
          join(folder, 'pub'),
          writePem('PUBLIC KEY', parseCertificate(certificate).publicKeyInfo),
        );
        writeFileSync(join(folder, 'm'), message);
        writeFileSync(join(folder, 's'), signature);
        const common = ['-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];
        return execFileSync(
          'openssl',
          ['pkeyutl', '-verify', '-pubin', '-inkey', 'pub', '-rawin', '-in', 'm', ...common, '-sigfile', 's'],
          { cwd: folder },
        ).toString();
      };
      expect(check(organ.certificate, toBeSigned, await signer.sign(toBeSigned))).toContain('Successfully');
      const { maker: by } = readSeal(seal);
      expect(check(by.certificate, by.signedBytes, by.signature)).toContain('Successfully');
    },
  );
});

describe('reading hostile seals', () => {
  it('throws DerError, and nothing else, on random changes and cuts', async () => {
    const bytes = await makeSeal(content, keySigner(maker, { random }));
    for (let i = 0; i < 300; i++) {
      const changed = Uint8Array.from(bytes.subarray(0, i % 3 === 0 ? (i * 7) % bytes.length : bytes.length));
      for (let j = 0; j < 3 && changed.length > 0; j++) {
        changed[(i * 31 + j * 17) % changed.length] = (i * 13 + j) & 0xff;
      }
      for (const read of [readSeal, readSesSignature]) {
        try {
          read(changed);
        } catch (error) {
          expect((error as Error).name).toBe('DerError');
        }
      }
    }
    expect(() => readSeal(concat(bytes, utf8('x')))).toThrow('expected');
    expect(() => readSesSignature(der.seq(der.int(1), der.int(2)))).toThrow('SEQUENCE');
  });

  it('accepts a signature value as raw r‖s, as one vendor writes it', async () => {
    const { toBeSigned, signer } = await signed();
    const value = await signer.sign(toBeSigned);
    const raw = concat(
      ...readDer(value).children.map(({ content: number }) => {
        const padded = new Uint8Array(32);
        const digits = number.length > 32 ? number.subarray(1) : number;
        padded.set(digits, 32 - digits.length);
        return padded;
      }),
    );
    expect(verifySealValue(organ.certificate, '1.2.156.10197.1.501', toBeSigned, raw)).toBe(true);
  });
});

it('reads the ways makers write a time', () => {
  const utc = Date.UTC(2021, 9, 14, 3, 34, 4);
  for (const [written, expected] of [
    ['20211014033404Z', utc],
    ['211014033404Z', utc],
    ['2021-10-14 11:34:04', utc],
    ['2021-10-14T03:34:04.123Z', utc],
    ['20211014113404+0800', utc],
    ['2021-10-14T11:34:04+08:00', utc],
    ['20211014113404', utc],
    ['2021-10-14', Date.UTC(2021, 9, 13, 16)],
    ['20211399', undefined],
    ['20210230000000Z', undefined],
    ['yesterday', undefined],
  ] as const) {
    expect(parseSealTime(written).timeMs).toBe(expected);
  }
});

describe.skipIf(!hasSamples)('sample seals', () => {
  it('read with the right generation and a good maker signature', () => {
    const versions = readdirSync(samples).map((file) => {
      const seal = readSeal(new Uint8Array(readFileSync(join(samples, file))));
      expect(checkSealMaker(seal)).toEqual([]);
      return [file, seal.version];
    });
    expect(Object.fromEntries(versions)).toEqual({
      'user-v1.esl': 1,
      'user-v4.esl': 4,
      'user-v5.esl': 5,
      'user-v5-ts.esl': 5,
    });
  });
});
