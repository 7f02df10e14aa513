/**
 * The answer of an outside authority to a request: a certificate with its chain, held against the request and against whom
 * the node believes before anything relies on it.
 */
import {
  type Certificate,
  certificatesFromPem,
  checkChain,
  parseCertificate,
  readCertificateRequest,
  type TrustList,
} from '@yiwen/trust/certificates';
import { DerError, equalBytes, writePublicKey } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { answerRequest, insertCertificate, lockRequest } from './store.ts';

/** More than a chain ever is. */
const MOST_CERTIFICATES = 10;
const LIMIT_BYTES = 256 * 1024;

/** What was imported. */
export type Imported = { certificate: Certificate; chain: Uint8Array[]; purpose: string };

/**
 * Takes the answer to a request, in the organ's own transaction. `file` is PEM (several blocks, any order) or one DER
 * certificate. Throws `authority.unknown-request`, `already-answered`, `bad-certificate`, `other-key`, `not-believed`.
 */
export async function importCertificate(
  tx: Tx,
  answer: { organId: string; requestId: string; file: Uint8Array; trust: TrustList; at: Date },
): Promise<Imported> {
  const { organId, requestId, trust, at } = answer;
  const request = await lockRequest(tx, requestId);
  if (request === undefined) {
    throw new OfficeError('authority.unknown-request');
  }
  if (request.answered_at !== null) {
    throw new OfficeError('authority.already-answered');
  }
  const wanted = readCertificateRequest(new Uint8Array(request.request));
  const given = readCertificates(answer.file);
  const key = writePublicKey(wanted.publicKey);
  const certificate = given.find(
    ({ publicKey }) => publicKey !== undefined && equalBytes(writePublicKey(publicKey), key),
  );
  if (certificate === undefined) {
    throw new OfficeError('authority.other-key');
  }
  const chain = given.filter((one) => one !== certificate).map(({ der }) => der);
  const judged = checkChain(certificate.der, chain, trust, { at: at.getTime(), purpose: request.purpose });
  if (judged.status !== 'trusted') {
    throw new OfficeError('authority.not-believed', {
      findings: judged.findings.map(({ code, message, place, evidence }) => ({
        code,
        message,
        ...(place === undefined ? {} : { place }),
        ...(evidence === undefined ? {} : { evidence }),
      })),
    });
  }
  const path = judged.path.slice(1).map(({ der }) => der);
  await answerRequest(tx, requestId, { certificate: certificate.der, chain: path, at });
  await insertCertificate(tx, organId, {
    issuer: certificate.extensions.authorityKeyId ?? judged.path.at(1)?.extensions.subjectKeyId ?? '00',
    certificate,
    purpose: request.purpose,
    algorithm: wanted.algorithm ?? '',
    at,
  });
  return { certificate, chain: path, purpose: request.purpose };
}

function readCertificates(file: Uint8Array): Certificate[] {
  if (file.length > LIMIT_BYTES) {
    throw new OfficeError('authority.bad-certificate');
  }
  const text = new TextDecoder().decode(file);
  const ders = text.includes('-----BEGIN ') ? certificatesFromPem(text) : [file];
  try {
    const read = ders.slice(0, MOST_CERTIFICATES).map(parseCertificate);
    if (read.length === 0) {
      throw new DerError('no certificate');
    }
    return read;
  } catch (error) {
    if (error instanceof DerError) {
      throw new OfficeError('authority.bad-certificate', { reason: error.message });
    }
    throw error;
  }
}
