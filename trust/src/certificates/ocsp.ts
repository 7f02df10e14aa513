/** OCSP (RFC 6960; GM/T 0014 for SM2): reading requests and basic responses. Input is hostile. */

import {
  bits,
  DerError,
  type DerNode,
  equalBytes,
  hex,
  objectIdentifier,
  octets,
  readDer,
  readSignatureAlgorithm,
  type SignatureAlgorithm,
  sequence,
  sha1,
  time,
  verifySignature,
} from '@yiwen/trust/crypto';
import { type Certificate, isSignedBy, parseCertificate } from './certificate.ts';
import { readReason } from './crl.ts';
import { isIdOfIssuer, keyBits, type OcspCertificateId, readCertificateId } from './ocsp-certificate-id.ts';
import type { RevocationReason } from './revocation-reason.ts';

/** OID of the nonce extension. */
export const OCSP_NONCE = '1.3.6.1.5.5.7.48.1.2';
/** OID of the basic response type. */
export const OCSP_BASIC = '1.3.6.1.5.5.7.48.1.1';
/** id-kp-OCSPSigning: the usage of a delegated responder. */
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';

/** A request as read. `nonce` is the raw extension value in hex. */
export type OcspRequest = { ids: OcspCertificateId[]; nonce: string | undefined };

/** What a responder says of one certificate. Times are Unix ms. */
export type OcspStatus = {
  id: OcspCertificateId;
  status: 'good' | 'revoked' | 'unknown';
  revokedAt?: number;
  reason?: RevocationReason;
  thisUpdate: number;
  nextUpdate: number | undefined;
};

/** A basic response as read; nothing of it is checked yet. */
export type OcspResponse = {
  readonly tbs: Uint8Array;
  /** Responder by name (DER of the Name) or by the SHA-1 of its key. */
  readonly responder: { name: Uint8Array } | { keyHash: Uint8Array };
  readonly producedAt: number;
  readonly statuses: readonly OcspStatus[];
  readonly nonce: string | undefined;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signature: Uint8Array;
  readonly certificates: readonly Uint8Array[];
};

const MAX_BYTES = 256 * 1024;
const MAX_ENTRIES = 1000;
const LIMITS = { mode: 'ber', maxDepth: 24, maxNodes: 30_000 } as const;

function readLimited(bytes: Uint8Array): DerNode {
  if (bytes.length > MAX_BYTES) {
    throw new DerError(`expected at most ${MAX_BYTES} bytes, found ${bytes.length}`);
  }
  return readDer(bytes, LIMITS);
}

function readNonce(wrapper: DerNode | undefined): string | undefined {
  for (const extension of wrapper === undefined ? [] : sequence(wrapper.children[0])) {
    const parts = sequence(extension);
    if (objectIdentifier(parts[0]) === OCSP_NONCE) {
      return hex(octets(parts[parts.length - 1]));
    }
  }
  return undefined;
}

function list(node: DerNode | undefined): readonly DerNode[] {
  const children = sequence(node);
  if (children.length > MAX_ENTRIES) {
    throw new DerError(`expected at most ${MAX_ENTRIES} entries, found ${children.length}`);
  }
  return children;
}

/** Reads a request; a requestor's signature, which nobody uses, is not looked at. Throws DerError. */
export function parseOcspRequest(bytes: Uint8Array): OcspRequest {
  const fields = sequence(sequence(readLimited(bytes))[0]);
  const requests = fields.find(({ tag }) => tag === 0x30);
  const extensions = fields.find(({ tag }) => tag === 0xa2);
  return {
    ids: list(requests).map((request) => readCertificateId(sequence(request)[0])),
    nonce: readNonce(extensions),
  };
}

/** Reads a response. Throws DerError, also when the responder answered with an error instead of a status. */
export function parseOcspResponse(bytes: Uint8Array): OcspResponse {
  const [status, wrapper, ...rest] = sequence(readLimited(bytes));
  if (status?.tag !== 0x0a || rest.length > 0) {
    throw new DerError('expected an OCSP response');
  }
  if (status.content[0] !== 0 || status.content.length !== 1 || wrapper?.tag !== 0xa0) {
    throw new DerError(`expected a successful OCSP response, found status ${hex(status.content)}`);
  }
  const [type, response] = sequence(wrapper.children[0]);
  if (objectIdentifier(type) !== OCSP_BASIC) {
    throw new DerError('expected a basic OCSP response');
  }
  const [tbs, algorithm, signature, certificates, ...more] = sequence(readLimited(octets(response)));
  const fields = [...sequence(tbs)];
  if (fields[0]?.tag === 0xa0) {
    fields.shift();
  }
  const responder = readResponder(fields.shift());
  const producedAt = time(fields.shift());
  const statuses = list(fields.shift()).map(readStatus);
  const extensions = fields.shift();
  if (more.length > 0 || fields.length > 0 || (certificates !== undefined && certificates.tag !== 0xa0)) {
    throw new DerError('expected the end of the OCSP response');
  }
  return {
    tbs: tbs!.bytes,
    responder,
    producedAt,
    statuses,
    nonce: readNonce(extensions),
    signatureAlgorithm: readSignatureAlgorithm(algorithm),
    signature: bits(signature),
    certificates:
      certificates === undefined
        ? []
        : sequence(certificates.children[0])
            .slice(0, 10)
            .map((node) => node.bytes),
  };
}

function readResponder(node: DerNode | undefined): OcspResponse['responder'] {
  if (node?.tag === 0xa1 && node.children.length === 1) {
    return { name: node.children[0]!.bytes };
  }
  if (node?.tag === 0xa2 && node.children.length === 1) {
    return { keyHash: octets(node.children[0]) };
  }
  throw new DerError('expected a responder by name or by key');
}

function readStatus(node: DerNode): OcspStatus {
  const [id, status, thisUpdate, ...rest] = sequence(node);
  const next = rest.find(({ tag }) => tag === 0xa0);
  const common = {
    id: readCertificateId(id),
    thisUpdate: time(thisUpdate),
    nextUpdate: next === undefined ? undefined : time(next.children[0]),
  };
  switch (status?.tag) {
    case 0x80:
      return { ...common, status: 'good' };
    case 0xa1: {
      const [at, reason] = status.children;
      return {
        ...common,
        status: 'revoked',
        revokedAt: time(at),
        reason: reason === undefined ? 'unspecified' : readReason(reason.children[0]),
      };
    }
    case 0x82:
      return { ...common, status: 'unknown' };
    default:
      throw new DerError('expected good, revoked or unknown');
  }
}

/** Whether a response answers this request: the same nonce, and a status for every certificate asked about. */
export function answersRequest(response: OcspResponse, request: OcspRequest): boolean {
  const has = (id: OcspCertificateId) =>
    response.statuses.some((status) => equalBytes(status.id.der, id.der));
  return response.nonce === request.nonce && request.ids.every(has);
}

/**
 * Who signed the response, when that is somebody who may speak for `issuer`: the issuer itself, or a responder whose
 * certificate the issuer signed for OCSP (RFC 6960 4.2.2.2). Undefined when the signature does not hold or the signer may
 * not. Whether a delegated responder without `ocspNoCheck` was itself revoked is for the caller to find out.
 */
export function ocspSigner(response: OcspResponse, issuer: Certificate): Certificate | undefined {
  for (const candidate of [issuer, ...response.certificates.flatMap(parsed)]) {
    const { responder } = response;
    const isNamed =
      'name' in responder
        ? equalBytes(responder.name, candidate.subject.der)
        : equalBytes(responder.keyHash, sha1(keyBits(candidate)));
    if (!isNamed || candidate.publicKey === undefined) {
      continue;
    }
    const may = equalBytes(candidate.der, issuer.der) || isDelegate(candidate, issuer, response.producedAt);
    if (
      may &&
      verifySignature(candidate.publicKey, response.signatureAlgorithm, response.tbs, response.signature)
    ) {
      return candidate;
    }
  }
  return undefined;
}

function isDelegate(candidate: Certificate, issuer: Certificate, at: number): boolean {
  const { extendedKeyUsage, keyUsage, unknownCritical } = candidate.extensions;
  return (
    extendedKeyUsage?.includes(OCSP_SIGNING) === true &&
    (keyUsage === undefined || keyUsage.sign || keyUsage.nonRepudiation) &&
    unknownCritical.length === 0 &&
    at >= candidate.notBefore &&
    at <= candidate.notAfter &&
    equalBytes(candidate.issuer.der, issuer.subject.der) &&
    isSignedBy(candidate, issuer)
  );
}

function parsed(bytes: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(bytes)];
  } catch (error) {
    if (error instanceof DerError) {
      return [];
    }
    throw error;
  }
}

/** The statuses a response gives for `certificate` of `issuer`. */
export function statusesFor(
  response: OcspResponse,
  certificate: Certificate,
  issuer: Certificate,
): OcspStatus[] {
  return response.statuses.filter(({ id }) => id.serial === certificate.serial && isIdOfIssuer(id, issuer));
}
