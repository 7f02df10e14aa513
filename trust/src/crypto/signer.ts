/** The port through which everything here signs: a key file today, a card, device or service tomorrow. */

import type { RandomSource } from './bytes.ts';
import { ecdsaP256Sign } from './ecdsa.ts';
import { readRsaPrivateKey, rsaPkcs1Sign, rsaPssSign } from './rsa-sign.ts';
import { sm2Signer } from './sm2.ts';

/** Algorithms a `Signer` may have. RSA-PSS is with MGF1 over SHA-256 and a salt of 32 bytes. */
export type SignerAlgorithm = EcSignerAlgorithm | 'rsa-pkcs1-sha256' | 'rsa-pss-sha256';

/** Those on curves: what the embedded authority itself has keys of, each a raw 32-byte scalar. */
export type EcSignerAlgorithm = 'sm2-sm3' | 'ecdsa-p256-sha256';

/** A private key in memory: the raw 32 bytes for SM2 and P-256, DER (PKCS#8 or PKCS#1) for RSA. */
export type SigningKey = { algorithm: SignerAlgorithm; privateKey: Uint8Array };

/** Someone who can sign. Certificates are DER, the chain goes from the issuer up to and including the root. */
export type Signer = {
  certificate: Uint8Array;
  chain: Uint8Array[];
  algorithm: SignerAlgorithm;
  /** Signs the exact bytes `tbs`; answers DER SEQUENCE{r, s}, for RSA the value as long as the modulus. */
  sign(tbs: Uint8Array): Promise<Uint8Array>;
};

/** A Signer over a private key in memory. Throws DerError or RangeError when the key is none. */
export function keySigner(
  key: SigningKey & { certificate: Uint8Array; chain: Uint8Array[] },
  options: { random: RandomSource },
): Signer {
  const { certificate, chain, algorithm } = key;
  const sign = signingWith(key, options);
  return { certificate, chain, algorithm, sign: async (tbs) => sign(tbs) };
}

/** The signing function of a key, with what depends on the key alone worked out once. Throws as `keySigner`. */
export function signingWith(
  { algorithm, privateKey }: SigningKey,
  { random }: { random: RandomSource },
): (tbs: Uint8Array) => Uint8Array {
  switch (algorithm) {
    case 'sm2-sm3': {
      const signer = sm2Signer(privateKey);
      return (tbs) => signer.sign(tbs, { random });
    }
    case 'ecdsa-p256-sha256':
      return (tbs) => ecdsaP256Sign(privateKey, tbs);
    case 'rsa-pkcs1-sha256':
    case 'rsa-pss-sha256': {
      const rsa = readRsaPrivateKey(privateKey);
      const sign = algorithm === 'rsa-pss-sha256' ? rsaPssSign : rsaPkcs1Sign;
      return (tbs) => sign(rsa, 'sha256', tbs, { random });
    }
  }
}
