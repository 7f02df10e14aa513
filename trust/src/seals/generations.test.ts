/** Seals and seal signatures of all three generations, built here byte by byte: V1 GM/T 0031, V4 GB/T 38540, V5. */
import { randomBytes } from 'node:crypto';
import { makeDemoAuthority } from '@yiwen/trust/certificates';
import { der, keySigner, SM2_WITH_SM3, sm3, utf8 } from '@yiwen/trust/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSealMaker, readSeal, readSesSignature, sealLists, verifySealValue } from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
console.log(`generations of seals: YIWEN_SEED=${seed}`);
const random = (n: number) => new Uint8Array(randomBytes(n));
const NOW = Date.UTC(2026, 10, 23, 8);
const YEAR_MS = 365 * 86_400_000;
const authority = makeDemoAuthority({ random, now: NOW - YEAR_MS });
const validity = { algorithm: 'sm2-sm3', notBefore: NOW - YEAR_MS / 2, notAfter: NOW + YEAR_MS } as const;
const organ = authority.issue({ commonName: '禾汀镇人民政府' }, { purpose: 'seal', ...validity });
const stranger = authority.issue({ commonName: '鹭坪镇人民政府' }, { purpose: 'seal', ...validity });
const maker = authority.issue({ commonName: '演示制章' }, { purpose: 'seal-maker', ...validity });
const makerSigner = keySigner(maker, { random });
const organSigner = keySigner(organ, { random });

const utcTime = (time: number) => der.generalizedTime(time);
const picture = der.seq(der.ia5String('png'), der.oct(utf8('picture')), der.int(42), der.int(42));
const header = (version: number) => der.seq(der.ia5String('ES'), der.int(version), der.ia5String('MAKER'));

/** V1: no list type, certificates in a plain SEQUENCE, the maker's certificate and algorithm under the signature. */
async function sealV1(): Promise<Uint8Array> {
  const info = der.seq(
    header(1),
    der.ia5String('V1-0001'),
    der.seq(
      der.int(1),
      der.utf8String('旧版印章'),
      der.seq(der.oct(organ.certificate)),
      utcTime(NOW),
      utcTime(NOW),
      utcTime(NOW + YEAR_MS),
    ),
    picture,
    der.seq(),
  );
  const certificate = der.oct(maker.certificate);
  const algorithm = der.oid(SM2_WITH_SM3);
  const signature = await makerSigner.sign(der.seq(info, certificate, algorithm));
  return der.seq(info, der.seq(certificate, algorithm, der.bitString(signature)));
}

/** V4 and V5; `digests`: the list names certificates by their SM3 (list type 2). */
async function sealV4(version: 4 | 5, digests = false, stamp?: Uint8Array): Promise<Uint8Array> {
  const list = digests
    ? der.seq(der.seq(der.ia5String('SM3'), der.oct(sm3(organ.certificate))))
    : der.seq(der.oct(organ.certificate));
  const info = der.seq(
    header(version),
    der.ia5String(`V${version}-0001`),
    der.seq(
      der.int(1),
      der.utf8String('新版印章'),
      der.int(digests ? 2 : 1),
      list,
      utcTime(NOW),
      utcTime(NOW),
      utcTime(NOW + YEAR_MS),
    ),
    picture,
    der.seq(),
  );
  return der.seq(
    info,
    der.oct(maker.certificate),
    der.oid(SM2_WITH_SM3),
    der.bitString(await makerSigner.sign(info)),
    ...(stamp === undefined ? [] : [der.explicit(0, der.bitString(stamp))]),
  );
}

async function signatureV1(seal: Uint8Array): Promise<Uint8Array> {
  const toSign = der.seq(
    der.int(1),
    seal,
    der.bitString(utf8('20261123080000Z')),
    der.bitString(sm3(utf8('Signature.xml'))),
    der.ia5String('/Doc_0/Signs/Sign_0/Signature.xml'),
    der.oct(organ.certificate),
    der.oid(SM2_WITH_SM3),
  );
  return der.seq(toSign, der.bitString(await organSigner.sign(toSign)));
}

async function signatureV4(seal: Uint8Array, version: 4 | 5): Promise<Uint8Array> {
  const toSign = der.seq(
    der.int(version),
    seal,
    utcTime(NOW),
    der.bitString(sm3(utf8('Signature.xml'))),
    der.ia5String('/Doc_0/Signs/Sign_0/Signature.xml'),
  );
  return der.seq(
    toSign,
    der.oct(organ.certificate),
    der.oid(SM2_WITH_SM3),
    der.bitString(await organSigner.sign(toSign)),
  );
}

const made = {
  V1: { version: 1, seal: sealV1 },
  V4: { version: 4, seal: () => sealV4(4) },
  'V4 by digests': { version: 4, seal: () => sealV4(4, true) },
  V5: { version: 5, seal: () => sealV4(5) },
  'V5 stamped': { version: 5, seal: () => sealV4(5, false, utf8('token')) },
} as const;

describe.each(Object.entries(made))('%s', (name, { version, seal }) => {
  it('reads, is by its maker, and lists the certificate that may use it and no other', async () => {
    const read = readSeal(await seal());
    expect(read).toMatchObject({ version, type: 1, strict: true });
    expect(read.validEnd.timeMs).toBe(NOW + YEAR_MS);
    expect(checkSealMaker(read)).toEqual([]);
    expect(sealLists(read, organ.certificate)).toBe(true);
    expect(sealLists(read, stranger.certificate)).toBe(false);
    expect(read.timeStamp === undefined).toBe(name !== 'V5 stamped');
  });

  it('is forged by any change of what its maker signed', async () => {
    const bytes = await seal();
    const { maker: by } = readSeal(bytes);
    // Where the signed information stands in the seal: everything up to the maker's certificate.
    const from = bytes.length - by.signature.length - by.certificate.length - by.signedBytes.length;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (at, bits) => {
        const place = Math.max(4, from) + (at % Math.max(1, by.signedBytes.length - 8));
        const changed = Uint8Array.from(bytes);
        changed[place] = changed[place]! ^ bits;
        let outcome = 'unreadable';
        try {
          const read = readSeal(changed);
          const same = read.maker.signature.every((value, i) => value === by.signature[i]);
          const sameSigned =
            read.maker.signedBytes.length === by.signedBytes.length &&
            read.maker.signedBytes.every((value, i) => value === by.signedBytes[i]);
          const sameMaker = read.maker.certificate.every((value, i) => value === by.certificate[i]);
          outcome =
            checkSealMaker(read).length > 0 ? 'forged' : same && sameSigned && sameMaker ? 'same' : 'good';
        } catch (error) {
          expect((error as Error).name).toBe('DerError');
        }
        expect(outcome).not.toBe('good');
      }),
      { seed, numRuns: 60 * Number(process.env.YIWEN_SOAK ?? 1) },
    );
  });

  it('signs a document, and the signature is over those bytes', async () => {
    const bytes = await seal();
    const read = readSesSignature(
      version === 1 ? await signatureV1(bytes) : await signatureV4(bytes, version === 5 ? 5 : 4),
    );
    expect(read).toMatchObject({ version, propertyInfo: '/Doc_0/Signs/Sign_0/Signature.xml' });
    expect(read.time.timeMs).toBe(NOW);
    expect(read.seal.der).toEqual(bytes);
    expect(verifySealValue(read.certificate, read.algorithmOid, read.toBeSigned, read.signature)).toBe(true);
    expect(verifySealValue(stranger.certificate, read.algorithmOid, read.toBeSigned, read.signature)).toBe(
      false,
    );
  });
});
