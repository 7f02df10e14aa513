/** Certificates for keys that are elsewhere, from a demonstration authority. */

import { randomBytes } from 'node:crypto';
import { makeDemoAuthority } from '@yiwen/trust/certificates';
import type { EcSignerAlgorithm, PublicKey } from '@yiwen/trust/crypto';
import type { Identity } from './checked-signer.ts';

const AT = Date.parse('2026-11-24T04:00:00Z');
export const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
const authority = makeDemoAuthority({ random, now: AT });

/** A seal certificate over a public key. */
export function identityFor(publicKey: PublicKey, algorithm: EcSignerAlgorithm): Identity {
  return authority.certify({ commonName: '测试镇人民政府' }, publicKey, {
    purpose: 'seal',
    algorithm,
    notBefore: AT,
    notAfter: AT + 1e9,
  });
}
