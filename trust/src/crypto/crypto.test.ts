import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sm2 as oracle, sm3 as oracleSm3 } from 'sm-crypto-v2';
import { describe, expect, it } from 'vitest';
import {
  base64,
  concat,
  der,
  ecdsaP256Sign,
  ecdsaP256Verify,
  ecdsaVerify,
  ed25519KeyPair,
  ed25519Sign,
  ed25519Verify,
  fromBase64,
  fromHex,
  hash,
  hex,
  p256KeyPair,
  readDer,
  readPublicKey,
  rsaPkcs1Verify,
  rsaPssVerify,
  SM2_SAMPLE,
  selfTest,
  sm2Digest,
  sm2Key,
  sm2KeyPair,
  sm2Sign,
  sm2Signer,
  sm2Verify,
  sm3,
  unwrapKey,
  utf8,
  wrapKey,
  writePrivateKey,
  writePublicKey,
} from './index.ts';

const random = (n: number) => new Uint8Array(randomBytes(n));
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('openssl is not on this machine: the cross-checks with it are skipped');
}
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

function pem(label: string, bytes: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${Buffer.from(bytes).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}

describe('self test', () => {
  it('finds every known answer', () => {
    expect(selfTest()).toEqual([]);
  });
});

describe('SM3 (GB/T 32905)', () => {
  it('gives the two published digests', () => {
    expect(hex(sm3(utf8('abc')))).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(hex(sm3(utf8('abcd'.repeat(16))))).toBe(
      'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732',
    );
  });

  it('agrees with two other implementations at every length around the block borders', () => {
    for (const length of [0, 1, 31, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129, 1000, 100_003]) {
      const bytes = random(length);
      expect(hex(sm3(bytes))).toBe(createHash('sm3').update(bytes).digest('hex'));
      expect(hex(sm3(bytes))).toBe(oracleSm3(bytes));
    }
  });
});

describe('SM2 (GB/T 32918)', () => {
  it('reproduces the sample of part 5', () => {
    const message = utf8(SM2_SAMPLE.message);
    const publicKey = fromHex(SM2_SAMPLE.publicKey);
    expect(hex(sm2Digest(publicKey, message))).toBe(
      'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
    );
    const signature = sm2Sign(fromHex(SM2_SAMPLE.privateKey), message, {
      random: () => fromHex(SM2_SAMPLE.k),
    });
    expect(hex(signature)).toBe(
      hex(der.seq(der.unsignedInt(fromHex(SM2_SAMPLE.r)), der.unsignedInt(fromHex(SM2_SAMPLE.s)))),
    );
    expect(sm2Verify(publicKey, message, signature)).toBe(true);
  });

  it('agrees with sm-crypto-v2 in both directions', () => {
    for (let i = 0; i < 12; i++) {
      const { privateKey, publicKey } = sm2KeyPair(random);
      const message = random(i * 17);
      const ours = sm2Sign(privateKey, message, { random });
      expect(oracle.doVerifySignature(message, hex(ours), hex(publicKey), { der: true, hash: true })).toBe(
        true,
      );
      const theirs = oracle.doSignature(message, hex(privateKey), { der: true, hash: true });
      expect(sm2Verify(publicKey, message, fromHex(theirs))).toBe(true);
      const key = sm2Key(publicKey, { precompute: true });
      expect(sm2Verify(key, message, fromHex(theirs))).toBe(true);
      expect(sm2Verify(key, concat(message, Uint8Array.of(1)), fromHex(theirs))).toBe(false);
    }
  });

  it('judges a key it has seen often as it did the first time', () => {
    const { privateKey, publicKey } = sm2KeyPair(random);
    const signer = sm2Signer(privateKey);
    expect(signer.publicKey).toEqual(publicKey);
    for (let i = 0; i < 20; i++) {
      const message = random(40);
      const signature = signer.sign(message, { random });
      expect(sm2Verify(publicKey, message, signature)).toBe(true);
      expect(sm2Verify(publicKey, random(40), signature)).toBe(false);
      const other = sm2KeyPair(random).publicKey;
      expect(sm2Verify(other, message, signature)).toBe(false);
    }
  });

  it('refuses every departure from the strict form', () => {
    const { privateKey, publicKey } = sm2KeyPair(random);
    const message = utf8('公文');
    const signature = sm2Sign(privateKey, message, { random });
    const [rNode, sNode] = readDer(signature).children;
    const r = BigInt(`0x${hex(rNode!.content)}`);
    const s = BigInt(`0x${hex(sNode!.content)}`);
    const of = (x: bigint, y: bigint) => der.seq(der.int(x), der.int(y));
    expect(sm2Verify(publicKey, message, of(r, s))).toBe(true);
    for (const bad of [
      concat(signature, Uint8Array.of(0)),
      signature.subarray(0, signature.length - 1),
      der.seq(der.int(r), der.int(s), der.int(1)),
      der.seq(concat(Uint8Array.of(2, 34, 0), fromHex(r.toString(16).padStart(66, '0'))), der.int(s)),
      of(0n, s),
      of(r, 0n),
      of(r + N, s),
      of(r, s + N),
      of(r, N - s),
      of(-r, s),
      of(r, N - r),
      new Uint8Array(0),
    ]) {
      expect(sm2Verify(publicKey, message, bad)).toBe(false);
    }
    const raw = fromHex(r.toString(16).padStart(64, '0') + s.toString(16).padStart(64, '0'));
    expect(sm2Verify(publicKey, message, raw)).toBe(false);
    expect(sm2Verify(publicKey, message, raw, { form: 'der-or-raw' })).toBe(true);
    expect(sm2Verify(publicKey, message, signature, { id: 'someone else' })).toBe(false);
  });

  it('refuses points that are not on the curve', () => {
    const { privateKey, publicKey } = sm2KeyPair(random);
    const signature = sm2Sign(privateKey, utf8('x'), { random });
    const off = Uint8Array.from(publicKey);
    off[64]! ^= 1;
    expect(() => sm2Key(off)).toThrow(RangeError);
    expect(() => sm2Key(new Uint8Array(65))).toThrow(RangeError);
    expect(() => sm2Key(publicKey.subarray(0, 64))).toThrow(RangeError);
    expect(sm2Verify(off, utf8('x'), signature)).toBe(false);
    expect(sm2Verify(p256KeyPair(random).publicKey, utf8('x'), signature)).toBe(false);
  });

  it('does not go on without usable randomness', () => {
    const { privateKey } = sm2KeyPair(random);
    expect(() => sm2Sign(privateKey, utf8('x'), { random: (n) => new Uint8Array(n) })).toThrow('randomness');
    expect(() => sm2Sign(privateKey, utf8('x'), { random: () => new Uint8Array(8) })).toThrow(
      '32 random bytes',
    );
  });

  it.skipIf(!hasOpenssl)('is accepted by openssl, and accepts what openssl signs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sm2-'));
    const at = (name: string) => join(folder, name);
    const { privateKey, publicKey } = sm2KeyPair(random);
    const message = random(300);
    writeFileSync(at('key.pem'), pem('PRIVATE KEY', writePrivateKey('sm2', privateKey)));
    writeFileSync(at('pub.pem'), pem('PUBLIC KEY', writePublicKey({ kind: 'sm2', point: publicKey })));
    writeFileSync(at('m'), message);
    writeFileSync(at('sig'), sm2Sign(privateKey, message, { random }));
    const common = ['-rawin', '-in', at('m'), '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678'];
    const verified = execFileSync('openssl', [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      at('pub.pem'),
      ...common,
      '-sigfile',
      at('sig'),
    ]);
    expect(verified.toString()).toContain('Successfully');
    execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', at('key.pem'), ...common, '-out', at('theirs')]);
    expect(sm2Verify(publicKey, message, new Uint8Array(readFileSync(at('theirs'))))).toBe(true);
  });
});

describe('ECDSA, RSA, Ed25519', () => {
  it('signs and verifies P-256, and refuses another message, key or form', () => {
    const { privateKey, publicKey } = p256KeyPair(random);
    const signature = ecdsaP256Sign(privateKey, utf8('a'));
    expect(ecdsaP256Verify(publicKey, utf8('a'), signature)).toBe(true);
    expect(ecdsaP256Verify(publicKey, utf8('b'), signature)).toBe(false);
    expect(ecdsaP256Verify(p256KeyPair(random).publicKey, utf8('a'), signature)).toBe(false);
    expect(ecdsaP256Verify(publicKey, utf8('a'), concat(signature, Uint8Array.of(0)))).toBe(false);
    expect(ecdsaP256Verify(new Uint8Array(65), utf8('a'), signature)).toBe(false);
  });

  it('signs and verifies Ed25519', () => {
    const { privateKey, publicKey } = ed25519KeyPair(random);
    const signature = ed25519Sign(privateKey, utf8('note'));
    expect(ed25519Verify(publicKey, utf8('note'), signature)).toBe(true);
    expect(ed25519Verify(publicKey, utf8('nota'), signature)).toBe(false);
    expect(ed25519Verify(publicKey, utf8('note'), signature.subarray(1))).toBe(false);
  });

  it.skipIf(!hasOpenssl)('verifies what openssl signs with RSA, RSA-PSS, P-256 and P-384', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sig-'));
    const at = (name: string) => join(folder, name);
    const message = random(500);
    writeFileSync(at('m'), message);
    const run = (...args: string[]) => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const sign = (hashName: string, ...options: string[]) => {
      run('dgst', `-${hashName}`, '-sign', at('key'), ...options, '-out', at('sig'), at('m'));
      return new Uint8Array(readFileSync(at('sig')));
    };
    const publicKey = () =>
      readPublicKey(readDer(new Uint8Array(run('pkey', '-in', at('key'), '-pubout', '-outform', 'DER'))));

    for (const bits of ['2048', '2049']) {
      run('genpkey', '-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`, '-out', at('key'));
      const key = publicKey();
      if (key.kind !== 'rsa') {
        throw new Error('expected an RSA key');
      }
      for (const name of ['sha1', 'sha256', 'sha512'] as const) {
        const signature = sign(name);
        expect(rsaPkcs1Verify(key.key, name, message, signature)).toBe(true);
        expect(rsaPkcs1Verify(key.key, name, utf8('other'), signature)).toBe(false);
      }
      const pss = sign('sha256', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32');
      expect(rsaPssVerify(key.key, 'sha256', message, pss, { saltLength: 32, mgfHash: 'sha256' })).toBe(true);
      expect(rsaPssVerify(key.key, 'sha256', message, pss, { saltLength: 20, mgfHash: 'sha256' })).toBe(
        false,
      );
      expect(rsaPssVerify(key.key, 'sha256', utf8('x'), pss, { saltLength: 32, mgfHash: 'sha256' })).toBe(
        false,
      );
    }
    for (const [curve, opensslCurve, name] of [
      ['p256', 'P-256', 'sha256'],
      ['p384', 'P-384', 'sha384'],
    ] as const) {
      run('genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${opensslCurve}`, '-out', at('key'));
      const key = publicKey();
      if (key.kind !== curve) {
        throw new Error(`expected a ${curve} key`);
      }
      const signature = sign(name);
      expect(ecdsaVerify(curve, name, key.point, message, signature)).toBe(true);
      expect(ecdsaVerify(curve, name, key.point, utf8('x'), signature)).toBe(false);
    }
  });

  it('computes SHA as node does', () => {
    for (const name of ['sha1', 'sha256', 'sha384', 'sha512'] as const) {
      const bytes = random(777);
      expect(hex(hash(name, bytes))).toBe(createHash(name).update(bytes).digest('hex'));
    }
  });
});

describe('DER', () => {
  const refused = (bytes: string) => expect(() => readDer(fromHex(bytes))).toThrow();

  it('refuses what DER refuses', () => {
    refused('');
    refused('30');
    refused('3003020101ff');
    refused('308103020101');
    refused('30820003020101');
    refused('3080020101 0000'.replace(' ', ''));
    refused('02020001');
    refused('0202ff80');
    refused('0200');
    refused('010101');
    refused('0301');
    refused('030200');
    refused('03020101');
    refused('240402020101');
    refused('3f8101023002');
    refused('050100');
    refused('1003020101');
  });

  it('reads indefinite lengths in ber mode and keeps the bytes received', () => {
    const bytes = fromHex('3080020101248004010a04010b00000000');
    const node = readDer(bytes, { mode: 'ber' });
    expect(hex(node.bytes)).toBe(hex(bytes));
    expect(node.children.length).toBe(2);
    expect(() => readDer(bytes)).toThrow('definite');
    expect(() => readDer(fromHex('3080020101'), { mode: 'ber' })).toThrow();
  });

  it('stops at deep nesting and at too many nodes', () => {
    let deep: Uint8Array = der.nul();
    for (let i = 0; i < 60; i++) {
      deep = der.seq(deep);
    }
    expect(() => readDer(deep)).toThrow('nested');
    expect(() =>
      readDer(concat(fromHex('30820400'), new Uint8Array(1024)), { mode: 'ber', maxNodes: 100 }),
    ).toThrow();
    expect(() =>
      readDer(
        new Uint8Array(100_000).fill(0x30).map((b, i) => (i % 2 ? 0x80 : b)),
        { mode: 'ber' },
      ),
    ).toThrow();
  });
});

describe('base64', () => {
  it('has one spelling for each byte string', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = random(length);
      expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(hex(fromBase64(base64(bytes))!)).toBe(hex(bytes));
    }
    for (const bad of ['A', 'AA', 'AAA', 'AB==', 'AAB=', 'A===', '====', 'AA=A', 'A A=', 'AA-_']) {
      expect(fromBase64(bad)).toBeUndefined();
    }
  });
});

describe('wrapped keys', () => {
  it('come back with the passphrase only, and not after a change', async () => {
    const secret = random(32);
    const wrapped = await wrapKey(secret, '禾汀 passphrase', { random, logN: 12 });
    expect(hex((await unwrapKey(wrapped, '禾汀 passphrase'))!)).toBe(hex(secret));
    expect(await unwrapKey(wrapped, 'other')).toBeUndefined();
    expect(await unwrapKey({ ...wrapped, logN: 11 }, '禾汀 passphrase')).toBeUndefined();
    expect(await unwrapKey({ ...wrapped, logN: 40 }, '禾汀 passphrase')).toBeUndefined();
    const changed = fromBase64(wrapped.data)!;
    changed[0]! ^= 1;
    expect(await unwrapKey({ ...wrapped, data: base64(changed) }, '禾汀 passphrase')).toBeUndefined();
  });
});
