import { makeDemoAuthority, openDemoAuthority } from '@yiwen/trust/certificates';
import { type EcSignerAlgorithm, ecdsaP256Sign, keySigner, p256KeyPair } from '@yiwen/trust/crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCborMap, writeCborMap } from './cbor.ts';
import {
  checkPrintedCode,
  keyListJson,
  MOST_BYTES,
  type PaperContent,
  PaperError,
  type PaperKey,
  paperKeyId,
  parseKeyList,
  readPrintedCode,
  signKeyStatement,
  storedBytes,
  writePrintedCode,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const soak = Number(process.env.YIWEN_SOAK ?? 1);
const now = Date.parse('2026-11-24T04:00:00Z');
const random = (length: number) => globalThis.crypto.getRandomValues(new Uint8Array(length));
const authority = openDemoAuthority(
  makeDemoAuthority({ random, now, validFrom: now - 400 * 86_400_000 }).keys,
  { random },
);
const pair = p256KeyPair(random);
const other = p256KeyPair(random);
const organ = { id: 'b8f1c9a0-0000-4000-8000-000000000001', name: '禾汀镇人民政府' };

const content: PaperContent = {
  number: { code: '禾汀政发', year: 2026, n: 12 },
  issuer: '禾汀镇人民政府',
  date: '2026-11-20',
  sha256: '0123456789abcdef'.repeat(4),
  title: '关于切实做好今冬明春森林防火和安全生产工作的通知',
  pages: 3,
  signedOn: '2026-11-24',
};
const shortCode = '12345678901234567890';

function printed(
  change: Partial<PaperContent> = {},
  publicUrl = 'https://oa.heting.gov.cn',
  by = pair,
): string {
  return writePrintedCode(
    { ...content, ...change },
    {
      publicUrl,
      shortCode,
      keyId: paperKeyId(by.publicKey),
      sign: (bytes) => ecdsaP256Sign(by.privateKey, bytes),
    },
  );
}

async function listed(
  keys: readonly PaperKey[],
  options: { name?: string; certified?: string; algorithm?: EcSignerAlgorithm; at?: string } = {},
) {
  const {
    name = organ.name,
    certified = name,
    algorithm = 'sm2-sm3',
    at = '2026-11-24T03:00:00.000Z',
  } = options;
  const issued = authority.issue(
    { organisation: certified, commonName: certified },
    { purpose: 'document', algorithm, notBefore: now - 86_400_000, notAfter: now + 86_400_000 },
  );
  const signer = keySigner({ ...issued, algorithm }, { random });
  return await signKeyStatement({ organ: { ...organ, name }, at, keys }, signer);
}

const inForce: PaperKey = { publicKey: pair.publicKey, from: '2026-11-01' };
const trust = authority.trustList([]);

describe('the address in a printed code', () => {
  it('is read back as written, and is the same each time', () => {
    const address = printed();
    expect(printed()).toBe(address);
    const read = readPrintedCode(address);
    expect(read.content).toEqual({ ...content, title: '关于切实做好今冬明春森林防火和安全生产…' });
    expect([...read.content.title]).toHaveLength(20);
    expect(read.shortCode).toBe(shortCode);
    expect(read.origin).toBe('https://oa.heting.gov.cn');
  });

  it('has at most 280 bytes with 20 characters of title', () => {
    const address = printed({ issuer: '云岭县禾汀镇人民政府' });
    expect(storedBytes(address)).toBeLessThanOrEqual(MOST_BYTES);
    expect([...readPrintedCode(address).content.title]).toHaveLength(20);
  });

  it('shortens the title where the address is long, and refuses what does not fit at all', () => {
    const address = printed({}, 'https://documents.heting.yunling.example.gov.cn');
    expect(storedBytes(address)).toBeLessThanOrEqual(MOST_BYTES);
    expect(readPrintedCode(address).content.title).toMatch(/^关于.*…$/);
    expect(() => printed({}, `https://${'a'.repeat(120)}.example`)).toThrow(PaperError);
  });

  it('refuses other spellings', () => {
    const address = printed();
    for (const wrong of [
      address.replace('#', '#0'),
      `${address}0`.repeat(3),
      address.replace('/v/', '/w/'),
      address.replace('https', 'javascript'),
      address.slice(0, -200),
      '',
    ]) {
      expect(checkPrintedCode(wrong, { keys: [], now }).verdict).toBe('unreadable');
    }
  });

  it(`refuses characters that turn or hide text (seed ${seed})`, () => {
    for (const title of ['通\u202e知', '通\u200b知', '通\n知']) {
      expect(() => printed({ title })).toThrow(PaperError);
    }
  });
});

describe('deterministic CBOR', () => {
  it('writes what RFC 8949 writes', () => {
    // Appendix A: {1: 2, 3: 4}, and heads of one, two and four bytes.
    expect(
      writeCborMap(
        new Map([
          [3, 4],
          [1, 2],
        ]),
      ),
    ).toEqual(Uint8Array.of(0xa2, 1, 2, 3, 4));
    expect([...writeCborMap(new Map([[0, 1_000_000]]))]).toEqual([0xa1, 0, 0x1a, 0, 0x0f, 0x42, 0x40]);
    expect([...writeCborMap(new Map([[0, 'ü水']]))]).toEqual([0xa1, 0, 0x65, 0xc3, 0xbc, 0xe6, 0xb0, 0xb4]);
  });

  it(`reads back what it wrote, and any bytes it reads are what it writes (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        let map: ReturnType<typeof readCborMap>;
        try {
          map = readCborMap(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(PaperError);
          return;
        }
        expect(writeCborMap(map)).toEqual(bytes);
      }),
      { seed, numRuns: 2000 * soak },
    );
  });
});

describe('checking a printed code', () => {
  it.each(['sm2-sm3', 'ecdsa-p256-sha256'] as const)('a list signed with %s', async (algorithm) => {
    const keys = parseKeyList(keyListJson([await listed([inForce], { algorithm })]));
    const report = checkPrintedCode(printed(), { keys, trust, now });
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({
      verdict: 'registered-content',
      signer: organ.name,
      shortCode,
      demo: true,
    });
  });

  it('says what is missing: a key, a date in force, a voucher, the organ of the list', async () => {
    const verdict = async (keys: readonly PaperKey[], options: { trusted?: boolean; name?: string } = {}) => {
      const list = [
        await listed(keys, options.name === undefined ? {} : { name: options.name, certified: organ.name }),
      ];
      const { trusted = true } = options;
      return checkPrintedCode(printed(), { keys: list, ...(trusted ? { trust } : {}), now }).verdict;
    };
    expect(await verdict([{ ...inForce, publicKey: other.publicKey }])).toBe('unknown-key');
    expect(await verdict([{ ...inForce, from: '2026-11-25' }])).toBe('outside-key-dates');
    expect(await verdict([{ ...inForce, to: '2026-11-23' }])).toBe('outside-key-dates');
    expect(await verdict([{ ...inForce, to: '2026-11-24' }])).toBe('registered-content');
    expect(await verdict([{ ...inForce, revoked: '2026-12-01' }])).toBe('key-revoked');
    expect(await verdict([inForce], { trusted: false })).toBe('signer-untrusted');
    expect(await verdict([inForce], { name: '另一个镇人民政府' })).toBe('signer-untrusted');
  });

  it('of two lists the newer one counts, whatever their order', async () => {
    const old = await listed([inForce], { at: '2026-11-23T03:00:00.000Z' });
    const fresh = await listed([{ ...inForce, revoked: '2026-11-24' }]);
    for (const keys of [
      [old, fresh],
      [fresh, old],
    ]) {
      expect(checkPrintedCode(printed(), { keys, trust, now }).verdict).toBe('key-revoked');
    }
  });

  it('no organ speaks for the keys of another: not for its own name, not to revive what was given up', async () => {
    const revoked = await listed([{ ...inForce, revoked: '2026-11-20' }]);
    const claimed = await listed([inForce], { name: '邻镇人民政府', at: '2026-11-24T03:30:00.000Z' });
    const verdict = (keys: Parameters<typeof checkPrintedCode>[1]['keys']) =>
      checkPrintedCode(printed(), { keys, trust, now }).verdict;
    expect(verdict([claimed])).toBe('signer-untrusted');
    expect(verdict([revoked, claimed])).toBe('key-revoked');
    expect(verdict([claimed, revoked])).toBe('key-revoked');
  });

  it('somebody who works for an organ does not speak for its keys', async () => {
    const person = authority.issue(
      { organisation: organ.name, commonName: '张三', serialNumber: 'p1' },
      {
        purpose: 'person',
        algorithm: 'ecdsa-p256-sha256',
        notBefore: now - 86_400_000,
        notAfter: now + 86_400_000,
      },
    );
    const signer = keySigner({ ...person, algorithm: 'ecdsa-p256-sha256' }, { random });
    const keys = [
      await signKeyStatement({ organ, at: new Date(now).toISOString(), keys: [inForce] }, signer),
    ];
    // A trust folder believes a root for seals, documents and people alike.
    const anchors = trust.anchors.map((one) => ({
      ...one,
      purposes: ['document' as const, 'person' as const],
    }));
    const report = checkPrintedCode(printed(), { keys, trust: { ...trust, anchors }, now });
    expect(report.verdict).toBe('signer-untrusted');
    expect(report.findings.map(({ code }) => code)).toEqual(['paper-list-other-organ']);
  });

  it('another short code under the same digits is altered', async () => {
    const address = printed().replace(shortCode, '12345678901234567891');
    const report = checkPrintedCode(address, { keys: [await listed([inForce])], trust, now });
    expect(report.verdict).toBe('altered');
  });

  it(`one changed digit is never registered content (seed ${seed})`, async () => {
    const keys = [await listed([inForce])];
    const address = printed();
    const start = address.indexOf('/v/') + 3;
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: address.length - 1 }).filter((at) => address[at] !== '#'),
        fc.integer({ min: 1, max: 9 }),
        (at, by) => {
          const digit = (Number(address[at]) + by) % 10;
          const changed = `${address.slice(0, at)}${digit}${address.slice(at + 1)}`;
          const { verdict } = checkPrintedCode(changed, { keys, trust, now });
          expect(['altered', 'unknown-key', 'unreadable']).toContain(verdict);
        },
      ),
      { seed, numRuns: 300 * soak },
    );
  });

  it(`one changed character of a list is never believed (seed ${seed})`, async () => {
    const signed = await listed([inForce]);
    const address = printed();
    fc.assert(
      fc.property(fc.nat(signed.statement.length - 1), fc.integer({ min: 33, max: 126 }), (at, character) => {
        const put = String.fromCharCode(character);
        const statement = signed.statement.slice(0, at) + put + signed.statement.slice(at + 1);
        const { verdict } = checkPrintedCode(address, { keys: [{ ...signed, statement }], trust, now });
        expect(verdict === 'registered-content').toBe(statement === signed.statement);
      }),
      { seed, numRuns: 200 * soak },
    );
  });
});
