/** The port through which everything here signs: a key file today, a card, device or service tomorrow. */

import type { RandomSource } from './bytes.ts';
import { ecdsaP256Sign } from './ecdsa.ts';
import { sm2PublicKey, sm2Sign } from './sm2.ts';

/** Algorithms a `Signer` may have. */
export type SignerAlgorithm = 'sm2-sm3' | 'ecdsa-p256-sha256';

/** Someone who can sign. Certificates are DER, the chain goes from the issuer up to and including the root. */
export type Signer = {
  certificate: Uint8Array;
  chain: Uint8Array[];
  algorithm: SignerAlgorithm;
  /** Signs the exact bytes `tbs`; answers DER SEQUENCE{r, s}. */
  sign(tbs: Uint8Array): Promise<Uint8Array>;
};

/** A Signer over a raw 32-byte private key in memory. */
export function keySigner(
  key: { certificate: Uint8Array; chain: Uint8Array[]; algorithm: SignerAlgorithm; privateKey: Uint8Array },
  options: { random: RandomSource },
): Signer {
  const { certificate, chain, algorithm, privateKey } = key;
  if (algorithm === 'sm2-sm3') {
    const publicKey = sm2PublicKey(privateKey);
    return {
      certificate,
      chain,
      algorithm,
      sign: async (tbs) => sm2Sign(privateKey, tbs, { random: options.random, publicKey }),
    };
  }
  return { certificate, chain, algorithm, sign: async (tbs) => ecdsaP256Sign(privateKey, tbs) };
}
