/** Making certificates: own DER, so that SM2 (1.2.156.10197.1.501) and P-256 come from the same few lines. */

import {
  der,
  type PublicKey,
  type RandomSource,
  type SignerAlgorithm,
  sha1,
  signingWith,
  writePublicKey,
  writeSignatureAlgorithm,
} from '@yiwen/trust/crypto';
import { type Subject, writeName } from './name.ts';

/** Who signs a certificate: the issuer's name as DER, its key pair and algorithm. */
export type IssuerKey = {
  name: Uint8Array;
  privateKey: Uint8Array;
  publicKey: PublicKey;
  algorithm: SignerAlgorithm;
};

/** What goes into a certificate. Times are Unix milliseconds. `ca` with its path length makes an authority. */
export type CertificateContent = {
  subject: Subject;
  publicKey: PublicKey;
  notBefore: number;
  notAfter: number;
  ca?: { pathLength: number };
  /** Extended key usages, critical: a time-stamping authority or OCSP responder is good for nothing else. */
  onlyFor?: readonly string[];
  /** id-pkix-ocsp-nocheck, for a short-lived OCSP responder. */
  ocspNoCheck?: boolean;
};

/** Key identifier: SHA-1 of the public key info (RFC 5280 4.2.1.2 allows any method; it is a name, no security). */
export function keyIdentifier(publicKey: PublicKey): Uint8Array {
  return sha1(writePublicKey(publicKey));
}

function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  const parts = critical ? [der.oid(oid), der.bool(true)] : [der.oid(oid)];
  return der.seq(...parts, der.oct(value));
}

function extensions(content: CertificateContent, issuer: IssuerKey): Uint8Array {
  const { ca } = content;
  const constraints = ca === undefined ? der.seq() : der.seq(der.bool(true), der.int(ca.pathLength));
  // Named bits: keyCertSign+cRLSign, or digitalSignature+nonRepudiation. No extended key usage for signers: with
  // the document-signing purpose alone, NSS-based readers call the certificate bad.
  const usage =
    ca === undefined ? der.bitString(Uint8Array.of(0xc0), 6) : der.bitString(Uint8Array.of(0x06), 1);
  return der.explicit(
    3,
    der.seq(
      extension('2.5.29.19', true, constraints),
      extension('2.5.29.15', true, usage),
      extension('2.5.29.14', false, der.oct(keyIdentifier(content.publicKey))),
      extension('2.5.29.35', false, der.seq(der.implicit(0, keyIdentifier(issuer.publicKey)))),
      ...(content.onlyFor === undefined
        ? []
        : [extension('2.5.29.37', true, der.seq(...content.onlyFor.map((usage) => der.oid(usage))))]),
      ...(content.ocspNoCheck === true ? [extension('1.3.6.1.5.5.7.48.1.5', false, der.nul())] : []),
    ),
  );
}

/** Makes and signs a certificate; DER. The serial is 16 random bytes, positive. */
export function buildCertificate(
  content: CertificateContent,
  issuer: IssuerKey,
  options: { random: RandomSource },
): Uint8Array {
  const serial = Uint8Array.from(options.random(16));
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const algorithm = writeSignatureAlgorithm(issuer.algorithm);
  const tbs = der.seq(
    der.explicit(0, der.int(2)),
    der.unsignedInt(serial),
    algorithm,
    issuer.name,
    der.seq(der.certificateTime(content.notBefore), der.certificateTime(content.notAfter)),
    writeName(content.subject),
    writePublicKey(content.publicKey),
    extensions(content, issuer),
  );
  return der.seq(tbs, algorithm, der.bitString(signAs(issuer, tbs, options.random)));
}

/** The issuer's signature over `tbs`, in the form of its algorithm. */
export function signAs(
  issuer: Pick<IssuerKey, 'privateKey' | 'algorithm'>,
  tbs: Uint8Array,
  random: RandomSource,
): Uint8Array {
  return signingWith(issuer, { random })(tbs);
}
