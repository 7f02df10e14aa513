/** Certificate requests (PKCS#10, RFC 2986; GM/T 0015 for SM2): made by who holds a key, read by who certifies it. */

import {
  bits,
  DerError,
  der,
  integer,
  type PublicKey,
  type RandomSource,
  readDer,
  readPublicKey,
  readSignatureAlgorithm,
  type SignerAlgorithm,
  sequence,
  verifySignature,
  writePublicKey,
  writeSignatureAlgorithm,
} from '@yiwen/trust/crypto';
import { signAs } from './certificate-builder.ts';
import { type Name, readName, type Subject, writeName } from './name.ts';

/** A request as read. Its signature held: whoever wrote it has the private key. What it says of itself is a wish. */
export type CertificateRequest = {
  readonly subject: Name;
  readonly publicKey: PublicKey;
  /** The algorithm of a `Signer` with this key; undefined for keys of other kinds. */
  readonly algorithm: SignerAlgorithm | undefined;
};

const MAX_BYTES = 64 * 1024;
const ALGORITHM_OF: Readonly<Partial<Record<PublicKey['kind'], SignerAlgorithm>>> = {
  sm2: 'sm2-sm3',
  p256: 'ecdsa-p256-sha256',
  rsa: 'rsa-pkcs1-sha256',
};

/** A request for `subject`, DER, signed with the key to be certified. No extensions are asked for: the authority decides. */
export function buildCertificateRequest(
  subject: Subject,
  key: { privateKey: Uint8Array; publicKey: PublicKey; algorithm: SignerAlgorithm },
  options: { random: RandomSource },
): Uint8Array {
  const info = requestInfo(subject, key.publicKey);
  return der.seq(
    info,
    writeSignatureAlgorithm(key.algorithm),
    der.bitString(signAs(key, info, options.random)),
  );
}

/** As {@link buildCertificateRequest}, by a key that may be in a device: `sign` answers DER {r, s}. */
export async function writeCertificateRequest(
  subject: Subject,
  key: {
    publicKey: PublicKey;
    algorithm: SignerAlgorithm;
    sign(tbs: Uint8Array): Promise<Uint8Array>;
  },
): Promise<Uint8Array> {
  const info = requestInfo(subject, key.publicKey);
  return der.seq(info, writeSignatureAlgorithm(key.algorithm), der.bitString(await key.sign(info)));
}

function requestInfo(subject: Subject, publicKey: PublicKey): Uint8Array {
  return der.seq(der.int(0), writeName(subject), writePublicKey(publicKey), der.explicit(0));
}

/**
 * Reads a request and checks its signature, so that nobody has a key certified that is not his. Extensions it asks for
 * are ignored. Throws DerError when the bytes are no request, the key is of an unknown kind or the signature is wrong.
 */
export function readCertificateRequest(bytes: Uint8Array): CertificateRequest {
  if (bytes.length > MAX_BYTES) {
    throw new DerError(`expected a request of at most ${MAX_BYTES} bytes, found ${bytes.length}`);
  }
  const parts = sequence(readDer(bytes, { maxDepth: 16, maxNodes: 2000 }));
  const [info, algorithm, signature] = parts;
  const [version, subject, keyInfo] = sequence(info);
  if (parts.length !== 3 || integer(version) !== 0n || keyInfo === undefined) {
    throw new DerError('expected a certificate request');
  }
  const publicKey = readPublicKey(keyInfo);
  const name = readName(subject);
  if (!verifySignature(publicKey, readSignatureAlgorithm(algorithm), info!.bytes, bits(signature))) {
    throw new DerError('expected the signature of the key to be certified');
  }
  return {
    subject: name,
    publicKey,
    algorithm: ALGORITHM_OF[publicKey.kind],
  };
}
