/** What every device has in common: the certificate says what the key must be, and no value is handed on unchecked. */

import { type Certificate, parseCertificate } from '@yiwen/trust/certificates';
import {
  bigIntOf,
  der,
  type PublicKey,
  type SignatureAlgorithm,
  type Signer,
  type SignerAlgorithm,
  verifySignature,
} from '@yiwen/trust/crypto';
import { OfficeError } from '../platform/errors/index.ts';
import './errors.ts';

/** The certificate of a key that is elsewhere, DER; the chain goes from the issuer up to the root. */
export type Identity = {
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  /** RSA keys only: PKCS#1 v1.5 when absent. */
  padding?: 'pkcs1' | 'pss';
};

/** A signer in a device, with what has to be let go of at the end. */
export type DeviceSigner = Signer & { close(): Promise<void> };

/** Signs the bytes under this algorithm; answers DER SEQUENCE{r, s}, for RSA the value. */
export type SignRaw = (tbs: Uint8Array, algorithm: SignerAlgorithm, key: PublicKey) => Promise<Uint8Array>;

/** The algorithm a certificate's key signs with. */
function algorithmOf({ publicKey }: Certificate, padding: Identity['padding']): SignerAlgorithm {
  switch (publicKey?.kind) {
    case 'sm2':
      return 'sm2-sm3';
    case 'p256':
      return 'ecdsa-p256-sha256';
    case 'rsa':
      return padding === 'pss' ? 'rsa-pss-sha256' : 'rsa-pkcs1-sha256';
    default:
      throw new OfficeError('signer.key-differs');
  }
}

const VERIFIED_AS: Readonly<Record<SignerAlgorithm, SignatureAlgorithm>> = {
  'sm2-sm3': { scheme: 'sm2', hash: 'sm3' },
  'ecdsa-p256-sha256': { scheme: 'ecdsa', hash: 'sha256' },
  'rsa-pkcs1-sha256': { scheme: 'rsa-pkcs1', hash: 'sha256' },
  'rsa-pss-sha256': { scheme: 'rsa-pss', hash: 'sha256', mgfHash: 'sha256', saltLength: 32 },
};

/** A signer that checks every value it gets from the device against the certificate. */
export function checkedSigner(
  identity: Identity,
  signRaw: SignRaw,
  close: () => Promise<void>,
): DeviceSigner {
  const certificate = parseCertificate(identity.certificate);
  const algorithm = algorithmOf(certificate, identity.padding);
  const publicKey = certificate.publicKey!;
  return {
    certificate: identity.certificate,
    chain: [...identity.chain],
    algorithm,
    async sign(tbs) {
      const value = await signRaw(tbs, algorithm, publicKey);
      if (!verifySignature(publicKey, VERIFIED_AS[algorithm], tbs, value)) {
        throw new OfficeError('signer.key-differs');
      }
      return value;
    },
    close,
  };
}

/** r‖s as devices give it, as DER SEQUENCE{r, s}. */
export function derOfRaw(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  return der.seq(der.int(bigIntOf(raw.subarray(0, half))), der.int(bigIntOf(raw.subarray(half))));
}
