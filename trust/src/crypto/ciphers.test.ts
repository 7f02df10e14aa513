import { spawnSync } from 'node:child_process';
import { createCipheriv, createDecipheriv, randomBytes, randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  fromHex,
  hex,
  openBytes,
  scrypt,
  sealBytes,
  selfTest,
  sm4Block,
  sm4RoundKeys,
  utf8,
} from './index.ts';
import { AES_GCM_SAMPLE, SM4_GCM_SAMPLE } from './self-test.ts';

const random = (n: number) => new Uint8Array(randomBytes(n));
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) {
  console.log('openssl is not on this machine: the cross-checks of ciphers with it are skipped');
}

function sm4(key: string, block: string, times = 1): string {
  const keys = sm4RoundKeys(fromHex(key));
  const state = fromHex(block);
  for (let i = 0; i < times; i++) {
    sm4Block(keys, state, 0, state, 0);
  }
  return hex(state);
}

it('the self-test knows all answers', () => {
  expect(selfTest()).toEqual([]);
});

describe('SM4 (GB/T 32907-2016)', () => {
  const key = '0123456789abcdeffedcba9876543210';

  it('gives the two published answers', () => {
    expect(sm4(key, key)).toBe('681edf34d206965e86b3e94f536e4246');
    expect(sm4(key, key, 1_000_000)).toBe('595298c7c6fd271f0402f804c33d3f66');
  });

  it('refuses keys of another length', () => {
    expect(() => sm4RoundKeys(new Uint8Array(15))).toThrow('16 bytes');
  });

  it.skipIf(!hasOpenssl)('agrees with openssl in counter mode', () => {
    for (const length of [1, 16, 33, 4096]) {
      const [secret, nonce, text] = [random(16), random(12), random(length)];
      const counter = `${hex(nonce)}00000002`;
      const done = spawnSync('openssl', ['enc', '-sm4-ctr', '-K', hex(secret), '-iv', counter], {
        input: text,
      });
      expect(done.status, done.stderr.toString()).toBe(0);
      const sealed = sealBytes('sm4-gcm', secret, nonce, text);
      expect(hex(sealed.subarray(0, length))).toBe(hex(done.stdout));
    }
  });
});

describe.each([
  ['sm4-gcm', SM4_GCM_SAMPLE, 16],
  ['aes-gcm', AES_GCM_SAMPLE, 32],
] as const)('%s', (name, sample, keyLength) => {
  const [key, nonce, data] = [fromHex(sample.key), fromHex(sample.nonce), fromHex(sample.data)];

  it('gives the published answer and opens it', () => {
    const sealed = sealBytes(name, key, nonce, fromHex(sample.plaintext), data);
    expect(hex(sealed)).toBe(sample.sealed);
    expect(hex(openBytes(name, key, nonce, sealed, data)!)).toBe(sample.plaintext);
  });

  it('opens what it sealed, of any length, and nothing changed', () => {
    const seed = Number(process.env.YIWEN_SEED ?? randomInt(2 ** 31));
    console.log(`${name} mutations: YIWEN_SEED=${seed}`);
    for (const length of [0, 1, 15, 16, 17, 1000]) {
      const [secret, fresh, text, extra] = [
        random(keyLength),
        random(12),
        random(length),
        random(length % 40),
      ];
      const sealed = sealBytes(name, secret, fresh, text, extra);
      expect(openBytes(name, secret, fresh, sealed, extra)).toEqual(text);
      for (let i = 0; i < 8; i++) {
        const changed = Uint8Array.from(sealed);
        changed[(seed + i * 7919) % changed.length]! ^= 1 << (i % 8);
        expect(openBytes(name, secret, fresh, changed, extra)).toBeUndefined();
      }
      expect(openBytes(name, secret, random(12), sealed, extra)).toBeUndefined();
      expect(openBytes(name, secret, fresh, sealed, random(50))).toBeUndefined();
      expect(openBytes(name, secret, fresh, sealed.subarray(1), extra)).toBeUndefined();
    }
  });

  it('refuses keys and nonces of other lengths', () => {
    expect(() => sealBytes(name, random(15), nonce, data)).toThrow('expected a key');
    expect(() => sealBytes(name, key, random(16), data)).toThrow('expected a key');
    expect(openBytes(name, key, nonce, random(15))).toBeUndefined();
  });
});

describe('AES-GCM beside OpenSSL', () => {
  it.each([16, 24, 32])('agrees both ways with keys of %i bytes', (length) => {
    const [key, nonce, text, data] = [random(length), random(12), random(777), random(33)];
    const cipher = createCipheriv(`aes-${8 * length}-gcm` as 'aes-256-gcm', key, nonce).setAAD(data);
    const theirs = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    const ours = sealBytes('aes-gcm', key, nonce, text, data);
    expect(hex(ours)).toBe(hex(theirs));
    const decipher = createDecipheriv(`aes-${8 * length}-gcm` as 'aes-256-gcm', key, nonce).setAAD(data);
    decipher.setAuthTag(ours.subarray(-16));
    expect(Buffer.concat([decipher.update(ours.subarray(0, -16)), decipher.final()])).toEqual(
      Buffer.from(text),
    );
  });
});

describe('scrypt (RFC 7914 §12)', () => {
  it('gives the published answers', async () => {
    const empty = await scrypt('', new Uint8Array(0), { logN: 4, r: 1, p: 1 }, 64);
    expect(hex(empty)).toBe(
      '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442' +
        'fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906',
    );
    const nacl = await scrypt('password', utf8('NaCl'), { logN: 10, r: 8, p: 16 }, 64);
    expect(hex(nacl)).toBe(
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162' +
        '2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    );
  });

  it.skipIf(!hasOpenssl)('agrees with openssl', async () => {
    const [pass, salt] = [random(20), random(16)];
    const options = [`hexpass:${hex(pass)}`, `hexsalt:${hex(salt)}`, 'n:2048', 'r:8', 'p:2'];
    const done = spawnSync('openssl', [
      ...['kdf', '-keylen', '40', '-binary'],
      ...options.flatMap((option) => ['-kdfopt', option]),
      'SCRYPT',
    ]);
    expect(done.status, done.stderr.toString()).toBe(0);
    expect(hex(await scrypt(pass, salt, { logN: 11, r: 8, p: 2 }, 40))).toBe(hex(done.stdout));
  });

  it('takes every way of typing a passphrase as one, and refuses costs that are none', async () => {
    const cost = { logN: 4, r: 1, p: 1 };
    const salt = utf8('salt');
    expect(await scrypt('ｐａｓｓ１', salt, cost, 16)).toEqual(await scrypt('pass1', salt, cost, 16));
    for (const wrong of [{ logN: 0 }, { logN: 25 }, { logN: 21, r: 8 }, { r: 1.5 }, { p: 0 }]) {
      await expect(scrypt('x', salt, { ...cost, ...wrong }, 16)).rejects.toThrow('scrypt cost');
    }
  });
});
