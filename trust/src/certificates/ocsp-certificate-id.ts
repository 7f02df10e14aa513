/** CertID (RFC 6960 4.1.1): how OCSP names a certificate: its issuer by two digests, and its serial number. */

import {
  bits,
  DerError,
  type DerNode,
  der,
  equalBytes,
  HASH_OID,
  type HashName,
  hash,
  hex,
  octets,
  readDer,
  readHashAlgorithm,
  sequence,
  writeHashAlgorithm,
} from '@yiwen/trust/crypto';
import type { Certificate } from './certificate.ts';

/** A CertID as read. `serial` as in `Certificate.serial`; `der` the exact bytes, which an answer repeats. */
export type OcspCertificateId = {
  readonly der: Uint8Array;
  readonly hash: HashName;
  readonly nameHash: Uint8Array;
  readonly keyHash: Uint8Array;
  readonly serial: string;
};

/** The subject public key's bits, which key identifiers of OCSP are digests of. */
export function keyBits(certificate: Certificate): Uint8Array {
  return bits(sequence(readDer(certificate.publicKeyInfo, { mode: 'ber' }))[1]);
}

/** CertID of `certificate` under `issuer`, DER. SHA-1 is what every responder understands; it protects nothing here. */
export function writeCertificateId(
  certificate: Certificate,
  issuer: Certificate,
  hashName: HashName = 'sha1',
): Uint8Array {
  return der.seq(
    writeHashAlgorithm(HASH_OID[hashName]),
    der.oct(hash(hashName, issuer.subject.der)),
    der.oct(hash(hashName, keyBits(issuer))),
    certificate.serialDer,
  );
}

/** Reads a CertID. Throws DerError. */
export function readCertificateId(node: DerNode | undefined): OcspCertificateId {
  const [algorithm, nameHash, keyHash, serial] = sequence(node);
  if (serial?.tag !== 0x02) {
    throw new DerError('expected a serial number');
  }
  return {
    der: node!.bytes,
    hash: readHashAlgorithm(algorithm),
    nameHash: octets(nameHash),
    keyHash: octets(keyHash),
    serial: hex(serial.content),
  };
}

/** Whether an identifier means a certificate of `issuer`. */
export function isIdOfIssuer(id: OcspCertificateId, issuer: Certificate): boolean {
  return (
    equalBytes(id.nameHash, hash(id.hash, issuer.subject.der)) &&
    equalBytes(id.keyHash, hash(id.hash, keyBits(issuer)))
  );
}
