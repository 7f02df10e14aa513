/** Known-answer tests run at start: a build or an engine that computes something else must not sign or judge. */

import { openBytes, sealBytes } from './authenticated-encryption.ts';
import { fromHex, hex, utf8 } from './bytes.ts';
import { ecdsaP256Sign, ecdsaP256Verify, p256PublicKey } from './ecdsa.ts';
import { ed25519PublicKey, ed25519Sign, ed25519Verify } from './ed25519.ts';
import { sha256 } from './hash.ts';
import { rsaPkcs1Verify, rsaPssVerify } from './rsa.ts';
import { RSA_PKCS1_SAMPLE, RSA_PSS_SAMPLE } from './rsa-samples.ts';
import { sm2PublicKey, sm2Sign, sm2Verify } from './sm2.ts';
import { sm3 } from './sm3.ts';

/** The signature sample of GB/T 32918.5-2017 A.2: key, k, message and the expected value. */
export const SM2_SAMPLE = {
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  k: '59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21',
  message: 'message digest',
  r: 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3',
  s: 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
} as const;

/** SM4-GCM of RFC 8998 A.1. */
export const SM4_GCM_SAMPLE = {
  key: '0123456789abcdeffedcba9876543210',
  nonce: '00001234567800000000abcd',
  data: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
  plaintext:
    'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd' +
    'eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa',
  sealed:
    '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735' +
    'd82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d' +
    '83de3541e4c2b58177e065a9bf7b62ec',
} as const;

/** AES-256-GCM: test case 16 of the GCM specification submitted to NIST (McGrew and Viega). */
export const AES_GCM_SAMPLE = {
  key: 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
  nonce: 'cafebabefacedbaddecaf888',
  data: 'feedfacedeadbeeffeedfacedeadbeefabaddad2',
  plaintext:
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
    '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  sealed:
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
    '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
    '76fc6ece0f4e1768cddf8853bb2d551b',
} as const;

/** Names of the algorithms that answered wrongly; empty when all is well. */
export function selfTest(): string[] {
  const faults: string[] = [];
  const check = (name: string, ok: boolean) => {
    if (!ok) {
      faults.push(name);
    }
  };
  const abc = utf8('abc');
  check('sm3', hex(sm3(abc)) === '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  check('sha256', hex(sha256(abc)) === 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');

  const sample = SM2_SAMPLE;
  const message = utf8(sample.message);
  const signature = sm2Sign(fromHex(sample.privateKey), message, { random: () => fromHex(sample.k) });
  check('sm2 key', hex(sm2PublicKey(fromHex(sample.privateKey))) === sample.publicKey);
  check('sm2 sign', hex(signature).includes(sample.r) && hex(signature).includes(sample.s));
  check('sm2 verify', sm2Verify(fromHex(sample.publicKey), message, signature));
  check('sm2 refuse', !sm2Verify(fromHex(sample.publicKey), abc, signature));

  const p256Private = fromHex('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721');
  const ecdsa = ecdsaP256Sign(p256Private, utf8('sample'));
  // RFC 6979 A.2.5, P-256 with SHA-256, message "sample".
  check(
    'ecdsa sign',
    hex(ecdsa).includes('efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716'),
  );
  check('ecdsa verify', ecdsaP256Verify(p256PublicKey(p256Private), utf8('sample'), ecdsa));
  check('ecdsa refuse', !ecdsaP256Verify(p256PublicKey(p256Private), abc, ecdsa));

  // RFC 8032 7.1, test 1.
  const seed = fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
  const note = ed25519Sign(seed, new Uint8Array(0));
  check(
    'ed25519 sign',
    hex(note).startsWith('e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155'),
  );
  check('ed25519 verify', ed25519Verify(ed25519PublicKey(seed), new Uint8Array(0), note));

  for (const [name, cipher] of [
    ['sm4-gcm', SM4_GCM_SAMPLE],
    ['aes-gcm', AES_GCM_SAMPLE],
  ] as const) {
    const [key, nonce, data] = [cipher.key, cipher.nonce, cipher.data].map(fromHex) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const sealed = sealBytes(name, key, nonce, fromHex(cipher.plaintext), data);
    check(`${name} seal`, hex(sealed) === cipher.sealed);
    const opened = openBytes(name, key, nonce, sealed, data);
    check(`${name} open`, opened !== undefined && hex(opened) === cipher.plaintext);
    check(`${name} refuse`, openBytes(name, key, nonce, sealed, nonce) === undefined);
  }

  const pkcs1 = RSA_PKCS1_SAMPLE;
  const rsa = (text: string) =>
    rsaPkcs1Verify({ n: pkcs1.n, e: 65537n }, 'sha256', utf8(text), fromHex(pkcs1.signature));
  check('rsa verify', rsa(pkcs1.message));
  check('rsa refuse', !rsa('abc'));
  const pss = RSA_PSS_SAMPLE;
  const rsaPss = (text: string) =>
    rsaPssVerify({ n: pss.n, e: 65537n }, 'sha384', utf8(text), fromHex(pss.signature), {
      saltLength: 48,
      mgfHash: 'sha384',
    });
  check('rsa-pss verify', rsaPss(pss.message));
  check('rsa-pss refuse', !rsaPss('abc'));
  return faults;
}
