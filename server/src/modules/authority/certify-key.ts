/** A certificate for a key: made at once where the issuing key is here, else a request that waits for an answer. */
import {
  certify,
  markSubject,
  type Purpose,
  parseCertificate,
  readCertificateRequest,
  type Subject,
  writeCertificateRequest,
} from '@yiwen/trust/certificates';
import { DerError, type EcSignerAlgorithm, type PublicKey } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { random } from './demo-files.ts';
import type { Issuer, Issuers } from './issuers.ts';
import type { CertificateAnswer, CertificateOrder, KeyToCertify } from './service.ts';
import { insertCertificate, insertRequest } from './store.ts';

/** id-kp-timeStamping: the one usage of a time-stamping authority (RFC 3161 2.3). */
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** Where an issuer's list, responder and certificate are published; undefined where nobody could reach the address. */
export type AddressesOf = (issuer: Issuer) => { crl: string; ocsp: string; issuer: string } | undefined;

type Wanted = { algorithm: EcSignerAlgorithm; publicKey: PublicKey };

function wanted(key: KeyToCertify): Wanted {
  if (!('request' in key)) {
    return key;
  }
  try {
    const { algorithm, publicKey } = readCertificateRequest(key.request);
    if (algorithm !== 'sm2-sm3' && algorithm !== 'ecdsa-p256-sha256') {
      throw new DerError('expected a request for an SM2 or P-256 key');
    }
    return { algorithm, publicKey };
  } catch (error) {
    if (error instanceof DerError) {
      throw new OfficeError('authority.bad-request', { reason: error.message });
    }
    throw error;
  }
}

/** Certifies or asks for it, and notes which, in the caller's transaction. */
export async function certifyKey(
  tx: Tx,
  issuers: Issuers,
  addressesOf: AddressesOf,
  order: CertificateOrder,
): Promise<CertificateAnswer> {
  const { algorithm, publicKey } = wanted(order.key);
  const issuer = await issuers.issuerFor(order.purpose, algorithm);
  if (issuer === undefined) {
    return await ask(tx, order, { algorithm, publicKey });
  }
  const certificate = await makeCertificate(issuer, {
    purpose: order.purpose,
    subject: issuers.kind === 'demo' ? markSubject(order.subject) : order.subject,
    publicKey,
    notBefore: order.notBefore,
    notAfter: order.notAfter,
    addresses: addressesOf(issuer),
  });
  await insertCertificate(tx, order.organId, {
    issuer: issuer.keyId,
    certificate: parseCertificate(certificate),
    purpose: order.purpose,
    algorithm,
    at: order.at,
  });
  return { state: 'issued', certificate, chain: [issuer.signer.certificate, ...issuer.signer.chain] };
}

/** A certificate of an issuer; it never outlives the issuer's own. */
export function makeCertificate(
  { signer }: Issuer,
  content: {
    purpose: Purpose;
    subject: Subject;
    publicKey: PublicKey;
    notBefore: number;
    notAfter: number;
    addresses: { crl: string; ocsp: string; issuer: string } | undefined;
  },
): Promise<Uint8Array> {
  const { purpose, subject, publicKey, notBefore, addresses } = content;
  const notAfter = Math.min(content.notAfter, parseCertificate(signer.certificate).notAfter);
  return certify(
    {
      subject,
      publicKey,
      notBefore,
      notAfter,
      ...(purpose === 'time' ? { onlyFor: [TIME_STAMPING] } : {}),
      ...(addresses === undefined ? {} : { addresses }),
    },
    signer,
    { random },
  );
}

async function ask(tx: Tx, order: CertificateOrder, wish: Wanted): Promise<CertificateAnswer> {
  const { key, subject } = order;
  const request =
    'request' in key
      ? key.request
      : await writeCertificateRequest(subject, { ...wish, sign: async (tbs) => key.sign(tbs) });
  const requestId = crypto.randomUUID();
  await insertRequest(tx, {
    id: requestId,
    organ_id: order.organId,
    purpose: order.purpose,
    subject: subject.commonName,
    request: Buffer.from(request),
    asked_at: order.at,
  });
  return { state: 'awaiting', requestId };
}
