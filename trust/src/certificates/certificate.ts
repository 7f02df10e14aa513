/**
 * X.509 certificates (RFC 5280; GM/T 0015 for SM2): reading. Input is hostile. Strict DER first; old seals hold
 * BER certificates, which are read too and marked `strict: false`, over the exact bytes received.
 */

import {
  bits,
  boolean,
  DerError,
  type DerNode,
  equalBytes,
  hex,
  namedBits,
  objectIdentifier,
  octets,
  type PublicKey,
  readDer,
  readPublicKey,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
  sequence,
  sha256,
  smallInteger,
  time,
  verifySignature,
} from '@yiwen/trust/crypto';
import { type Name, readName } from './name.ts';

/** Bits of KeyUsage that matter here. */
export type KeyUsage = { sign: boolean; nonRepudiation: boolean; certSign: boolean; crlSign: boolean };

/** What the known extensions say; undefined where the extension is absent. */
export type Extensions = {
  ca?: boolean;
  pathLength?: number;
  keyUsage?: KeyUsage;
  extendedKeyUsage?: string[];
  /** Whether the extended key usage is marked critical, as RFC 3161 2.3 demands of time-stamping authorities. */
  extendedKeyUsageCritical?: boolean;
  /** id-pkix-ocsp-nocheck: this OCSP responder's own revocation is not to be asked for (RFC 6960 4.2.2.2.1). */
  ocspNoCheck?: boolean;
  subjectKeyId?: string;
  authorityKeyId?: string;
  /** OIDs marked critical that we do not process: such a certificate must not be relied on. */
  unknownCritical: string[];
};

/** A parsed certificate. Times are Unix milliseconds, `serial` and key identifiers lower-case hex. */
export type Certificate = {
  readonly der: Uint8Array;
  readonly tbs: Uint8Array;
  readonly serial: string;
  /** Serial and issuer exactly as encoded: CMS names a signer by them. */
  readonly serialDer: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  readonly notBefore: number;
  readonly notAfter: number;
  /** Undefined when the key is of a kind we do not know. */
  readonly publicKey: PublicKey | undefined;
  /** The whole SubjectPublicKeyInfo as received. */
  readonly publicKeyInfo: Uint8Array;
  /** Undefined when the algorithm is unknown. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
  readonly extensions: Extensions;
  readonly strict: boolean;
};

const MAX_BYTES = 64 * 1024;
const MAX_EXTENSIONS = 64;

/** Reads one certificate. Throws DerError when the bytes are not a certificate. */
export function parseCertificate(bytes: Uint8Array): Certificate {
  if (bytes.length > MAX_BYTES) {
    throw new DerError(`expected a certificate of at most ${MAX_BYTES} bytes, found ${bytes.length}`);
  }
  const limits = { maxDepth: 16, maxNodes: 4000 };
  try {
    return readCertificate(readDer(bytes, limits), true);
  } catch (error) {
    if (!(error instanceof DerError)) {
      throw error;
    }
    return readCertificate(readDer(bytes, { ...limits, mode: 'ber' }), false);
  }
}

function readCertificate(root: DerNode, strict: boolean): Certificate {
  const [tbs, algorithm, signature, ...rest] = sequence(root);
  const fields = [...sequence(tbs)];
  // Version 1 (no version field) has no extensions: it can be a signer's, never an authority's.
  const isVersion1 = fields[0]?.tag === 0x02;
  if (
    isVersion1 ? fields.length !== 6 : fields[0]?.tag !== 0xa0 || smallInteger(fields[0].children[0]) !== 2
  ) {
    throw new DerError('expected an X.509 version 3 or version 1 certificate');
  }
  if (rest.length > 0) {
    throw new DerError('expected the end of the certificate');
  }
  const [serial, innerAlgorithm, issuer, validity, subject, spki, ...tail] = isVersion1
    ? fields
    : fields.slice(1);
  // The algorithm stands twice; only the inner one is signed, so both must be the same.
  if (
    innerAlgorithm === undefined ||
    algorithm === undefined ||
    !equalBytes(innerAlgorithm.bytes, algorithm.bytes)
  ) {
    throw new DerError('expected the same signature algorithm inside and outside');
  }
  const [notBefore, notAfter] = sequence(validity);
  sequence(spki);
  return {
    der: root.bytes,
    tbs: tbs!.bytes,
    serial: hex(serial!.content),
    serialDer: serial!.bytes,
    issuer: readName(issuer),
    subject: readName(subject),
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    publicKey: orUndefined(() => readPublicKey(spki!)),
    publicKeyInfo: spki!.bytes,
    signatureAlgorithm: orUndefined(() => readSignatureAlgorithm(algorithm)),
    signature: bits(signature),
    extensions: readExtensions(tail.find((node) => node.tag === 0xa3)),
    strict,
  };
}

function orUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) {
      return undefined;
    }
    throw error;
  }
}

function readExtensions(wrapper: DerNode | undefined): Extensions {
  const out: Extensions = { unknownCritical: [] };
  if (wrapper === undefined) {
    return out;
  }
  const list = sequence(wrapper.children[0]);
  if (list.length > MAX_EXTENSIONS) {
    throw new DerError('expected fewer extensions');
  }
  const seen = new Set<string>();
  for (const extension of list) {
    const [oidNode, ...rest] = sequence(extension);
    const oid = objectIdentifier(oidNode);
    if (seen.has(oid)) {
      throw new DerError(`expected extension ${oid} once`);
    }
    seen.add(oid);
    const critical = rest.length === 2 && boolean(rest[0]);
    const value = octets(rest[rest.length - 1]);
    if (!readExtension(oid, value, out) && critical) {
      out.unknownCritical.push(oid);
    }
    if (oid === '2.5.29.37') {
      out.extendedKeyUsageCritical = critical;
    }
  }
  return out;
}

/** Reads a known extension into `out`; false when unknown. */
function readExtension(oid: string, value: Uint8Array, out: Extensions): boolean {
  const read = () => readDer(value, { mode: 'ber', maxDepth: 16, maxNodes: 2000 });
  switch (oid) {
    case '2.5.29.19': {
      const parts = sequence(read());
      out.ca = parts[0]?.tag === 0x01 && boolean(parts[0]);
      const length = parts.find((node) => node.tag === 0x02);
      if (length !== undefined) {
        out.pathLength = smallInteger(length);
      }
      return true;
    }
    case '2.5.29.15': {
      const flags = namedBits(read());
      out.keyUsage = {
        sign: flags[0] === true,
        nonRepudiation: flags[1] === true,
        certSign: flags[5] === true,
        crlSign: flags[6] === true,
      };
      return true;
    }
    case '2.5.29.37':
      out.extendedKeyUsage = sequence(read()).map(objectIdentifier);
      return true;
    case '1.3.6.1.5.5.7.48.1.5':
      out.ocspNoCheck = true;
      return true;
    case '2.5.29.14':
      out.subjectKeyId = hex(octets(read()));
      return true;
    case '2.5.29.35': {
      const keyId = sequence(read()).find((node) => node.tag === 0x80);
      if (keyId !== undefined) {
        out.authorityKeyId = hex(keyId.content);
      }
      return true;
    }
    default:
      return false;
  }
}

/** Answers of `isSignedBy` by the digests of both certificates, the latest last: one report asks the same many times over. */
const answers = new Map<string, boolean>();
const MOST_ANSWERS = 512;

/** Whether `certificate` was signed by the key of `issuer`. Says nothing about rights or validity. */
export function isSignedBy(certificate: Certificate, issuer: Certificate): boolean {
  const { signatureAlgorithm: algorithm } = certificate;
  if (algorithm === undefined || issuer.publicKey === undefined) {
    return false;
  }
  const pair = `${fingerprint(certificate)} ${fingerprint(issuer)}`;
  let answer = answers.get(pair);
  if (answer === undefined) {
    answer = verifySignature(issuer.publicKey, algorithm, certificate.tbs, certificate.signature);
    const [oldest] = answers.size < MOST_ANSWERS ? [] : answers.keys();
    if (oldest !== undefined) {
      answers.delete(oldest);
    }
    answers.set(pair, answer);
  }
  return answer;
}

/** SHA-256 of the certificate, lower-case hex: how people compare certificates. */
export function fingerprint(certificate: Certificate): string {
  return hex(sha256(certificate.der));
}
