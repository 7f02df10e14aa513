/**
 * Building CMS SignedData (RFC 5652) for PAdES baseline B (ETSI EN 319 142-1): detached, one signer, signed
 * attributes content-type, message-digest, signing-certificate-v2 and algorithm protection; no signing-time, which
 * PAdES keeps in the signature dictionary's /M. The signature itself is made elsewhere, over exactly the bytes that
 * `signedAttributes` answers, so that a retry signs the same bytes.
 */
import { parseCertificate } from '@yiwen/trust/certificates';
import {
  der,
  HASH_OID,
  hash,
  type SignerAlgorithm,
  writeHashAlgorithm,
  writeSignatureAlgorithm,
} from '@yiwen/trust/crypto';
import { OID } from './cms-oids.ts';

/** Digest that belongs to an algorithm of a `Signer`. */
export function digestOf(algorithm: SignerAlgorithm): 'sha256' | 'sm3' {
  return algorithm === 'sm2-sm3' ? 'sm3' : 'sha256';
}

function attribute(oid: string, ...values: Uint8Array[]): Uint8Array {
  return der.seq(der.oid(oid), der.set(...values));
}

/** Tags `bytes` (one TLV) anew; the content stays. */
function retag(tag: number, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy[0] = tag;
  return copy;
}

/**
 * The signed attributes as a DER SET OF: the bytes to be signed.
 * `contentDigest` is the digest (of `digestOf(algorithm)`) of the content; `certificate` the signer's, DER;
 * `contentType` the content's OID, plain data when absent.
 */
export function signedAttributes(options: {
  contentDigest: Uint8Array;
  certificate: Uint8Array;
  algorithm: SignerAlgorithm;
  contentType?: string;
  /** The signer's clock, Unix ms: CAdES wants it inside (ETSI EN 319 122-1 5.2.1), PAdES outside. */
  signingTime?: number;
}): Uint8Array {
  const { signingTime, contentDigest, certificate, algorithm, contentType = OID.data } = options;
  const name = digestOf(algorithm);
  const signer = parseCertificate(certificate);
  const hashAlgorithm = writeHashAlgorithm(HASH_OID[name]);
  const issuerSerial = der.seq(der.seq(der.tlv(0xa4, signer.issuer.der)), signer.serialDer);
  const certificateId = der.seq(
    // SHA-256 is the default of ESSCertIDv2 and DER leaves defaults out
    ...(name === 'sha256' ? [] : [hashAlgorithm]),
    der.oct(hash(name, certificate)),
    issuerSerial,
  );
  return der.set(
    attribute(OID.contentType, der.oid(contentType)),
    attribute(OID.messageDigest, der.oct(contentDigest)),
    ...(signingTime === undefined ? [] : [attribute(OID.signingTime, der.certificateTime(signingTime))]),
    attribute(OID.signingCertificateV2, der.seq(der.seq(certificateId))),
    attribute(
      OID.algorithmProtection,
      der.seq(hashAlgorithm, retag(0xa1, writeSignatureAlgorithm(algorithm))),
    ),
  );
}

/**
 * The finished ContentInfo, DER. `attributes` are those that were signed; `chain` goes along up to and including the
 * root. `content` is what is enclosed (a time-stamp token holds its own); without it the signature is detached.
 * `withoutCertificates` leaves signer and chain out, for a requester who has them.
 */
export function signedData(options: {
  attributes: Uint8Array;
  signature: Uint8Array;
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  algorithm: SignerAlgorithm;
  content?: { type: string; bytes: Uint8Array };
  withoutCertificates?: boolean;
  /** Named as GB/T 35275 names it; `attributes` then carry its content type too. */
  gm?: boolean;
}): Uint8Array {
  const { content, attributes, signature, certificate, chain, algorithm } = options;
  const signer = parseCertificate(certificate);
  const hashAlgorithm = writeHashAlgorithm(HASH_OID[digestOf(algorithm)]);
  const signerInfo = der.seq(
    der.int(1),
    der.seq(signer.issuer.der, signer.serialDer),
    hashAlgorithm,
    retag(0xa0, attributes),
    writeSignatureAlgorithm(algorithm),
    der.oct(signature),
  );
  const [outer, data] = options.gm === true ? [OID.gmSignedData, OID.gmData] : [OID.signedData, OID.data];
  return der.seq(
    der.oid(outer),
    der.explicit(
      0,
      der.seq(
        // RFC 5652 5.1: version 3 as soon as the content is anything but plain data
        der.int(content === undefined ? 1 : 3),
        der.set(hashAlgorithm),
        content === undefined
          ? der.seq(der.oid(data))
          : der.seq(der.oid(content.type), der.explicit(0, der.oct(content.bytes))),
        ...(options.withoutCertificates === true ? [] : [der.tlv(0xa0, certificate, ...chain)]),
        der.set(signerInfo),
      ),
    ),
  );
}
