/** Making certificates: own DER, so that SM2 (1.2.156.10197.1.501) and P-256 come from the same few lines. */

import {
  der,
  fromHex,
  type PublicKey,
  type RandomSource,
  type Signer,
  type SignerAlgorithm,
  sha1,
  signingWith,
  utf8,
  writePublicKey,
  writeSignatureAlgorithm,
} from '@yiwen/trust/crypto';
import { parseCertificate } from './certificate.ts';
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
  /** Where the issuer publishes its revocation list, its OCSP responder and its own certificate (RFC 5280 4.2.1.13, 4.2.2.1). */
  addresses?: { crl: string; ocsp: string; issuer: string };
};

/** What a signature needs to know of its issuer: the name as DER, the key identifier, the algorithm. */
type IssuerFacts = { name: Uint8Array; keyId: Uint8Array; algorithm: SignerAlgorithm };

/** Key identifier: SHA-1 of the public key info (RFC 5280 4.2.1.2 allows any method; it is a name, no security). */
export function keyIdentifier(publicKey: PublicKey): Uint8Array {
  return sha1(writePublicKey(publicKey));
}

function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  const parts = critical ? [der.oid(oid), der.bool(true)] : [der.oid(oid)];
  return der.seq(...parts, der.oct(value));
}

/** GeneralName uniformResourceIdentifier. */
function uri(address: string): Uint8Array {
  return der.implicit(6, utf8(address));
}

function addressExtensions({
  crl,
  ocsp,
  issuer,
}: NonNullable<CertificateContent['addresses']>): Uint8Array[] {
  // DistributionPoint{ [0] DistributionPointName{ [0] fullName GeneralNames } }
  const point = der.seq(der.tlv(0xa0, der.tlv(0xa0, uri(crl))));
  const access = (method: string, address: string) => der.seq(der.oid(method), uri(address));
  return [
    extension('2.5.29.31', false, der.seq(point)),
    extension(
      '1.3.6.1.5.5.7.1.1',
      false,
      der.seq(access('1.3.6.1.5.5.7.48.1', ocsp), access('1.3.6.1.5.5.7.48.2', issuer)),
    ),
  ];
}

function extensions(content: CertificateContent, issuer: IssuerFacts): Uint8Array {
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
      extension('2.5.29.35', false, der.seq(der.implicit(0, issuer.keyId))),
      ...(content.onlyFor === undefined
        ? []
        : [extension('2.5.29.37', true, der.seq(...content.onlyFor.map((usage) => der.oid(usage))))]),
      ...(content.ocspNoCheck === true ? [extension('1.3.6.1.5.5.7.48.1.5', false, der.nul())] : []),
      ...(content.addresses === undefined ? [] : addressExtensions(content.addresses)),
    ),
  );
}

/** TBSCertificate; the serial is 16 random bytes, positive. */
function toBeSigned(content: CertificateContent, issuer: IssuerFacts, random: RandomSource): Uint8Array {
  const serial = Uint8Array.from(random(16));
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  return der.seq(
    der.explicit(0, der.int(2)),
    der.unsignedInt(serial),
    writeSignatureAlgorithm(issuer.algorithm),
    issuer.name,
    der.seq(der.certificateTime(content.notBefore), der.certificateTime(content.notAfter)),
    writeName(content.subject),
    writePublicKey(content.publicKey),
    extensions(content, issuer),
  );
}

function signed(tbs: Uint8Array, algorithm: SignerAlgorithm, signature: Uint8Array): Uint8Array {
  return der.seq(tbs, writeSignatureAlgorithm(algorithm), der.bitString(signature));
}

/** Makes and signs a certificate; DER. */
export function buildCertificate(
  content: CertificateContent,
  issuer: IssuerKey,
  options: { random: RandomSource },
): Uint8Array {
  const facts = { name: issuer.name, keyId: keyIdentifier(issuer.publicKey), algorithm: issuer.algorithm };
  const tbs = toBeSigned(content, facts, options.random);
  return signed(tbs, issuer.algorithm, signAs(issuer, tbs, options.random));
}

/** As {@link buildCertificate}, by an issuer whose key may be in a device. */
export async function certify(
  content: CertificateContent,
  issuer: Signer,
  options: { random: RandomSource },
): Promise<Uint8Array> {
  const facts = { ...issuerNames(issuer.certificate), algorithm: issuer.algorithm };
  const tbs = toBeSigned(content, facts, options.random);
  return signed(tbs, issuer.algorithm, await issuer.sign(tbs));
}

/** How what an issuer signs names it: its subject, and the key identifier its own certificate gives. Throws DerError. */
export function issuerNames(certificate: Uint8Array): { name: Uint8Array; keyId: Uint8Array } {
  const { subject, extensions: known, publicKeyInfo } = parseCertificate(certificate);
  return {
    name: subject.der,
    keyId: known.subjectKeyId === undefined ? sha1(publicKeyInfo) : fromHex(known.subjectKeyId),
  };
}

/** The issuer's signature over `tbs`, in the form of its algorithm. */
export function signAs(
  issuer: Pick<IssuerKey, 'privateKey' | 'algorithm'>,
  tbs: Uint8Array,
  random: RandomSource,
): Uint8Array {
  return signingWith(issuer, { random })(tbs);
}
