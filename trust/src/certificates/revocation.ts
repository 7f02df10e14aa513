/**
 * Was a certificate revoked when it was used? Lists and OCSP responses are evidence somebody collected; each counts only
 * when the certificate's issuer (or its delegate) signed it, and only for the time it speaks of.
 *
 * The rule of GM/T 0031 6.2.3: revoked before the time of use, bad; revoked after, it goes on.
 */

import type { Finding } from '@yiwen/formats';
import { DerError, equalBytes } from '@yiwen/trust/crypto';
import type { Certificate } from './certificate.ts';
import { isCrlOf, parseCrl, type RevocationList } from './crl.ts';
import { nameTitle } from './name.ts';
import { type OcspResponse, ocspSigner, parseOcspResponse, statusesFor } from './ocsp.ts';
import { type RevocationReason, reasonWords } from './revocation-reason.ts';

/** Revocation lists and OCSP responses, DER, in any order. */
export type RevocationEvidence = { crls: readonly Uint8Array[]; ocsps: readonly Uint8Array[] };

/** The status of one certificate at the judged time. */
export type CertificateStatus = {
  certificate: Certificate;
  status: 'good' | 'revoked' | 'unknown';
  /** Set whenever a revocation is known, also one after the judged time. Unix ms. */
  revokedAt?: number;
  reason?: RevocationReason;
  /** When the evidence relied on was issued (thisUpdate), Unix ms. */
  asOf?: number;
};

/**
 * The status of a whole path: `revoked` when any certificate of it was, `good` only when every one was good. `revokedAt`
 * and `reason` are those of the earliest revocation known, whether before the judged time or after.
 */
export type RevocationResult = {
  status: 'good' | 'revoked' | 'unknown';
  revokedAt?: number;
  reason?: RevocationReason;
  certificates: CertificateStatus[];
  findings: Finding[];
};

/** An OCSP response without nextUpdate says "newer information is always there": it speaks for a day. */
const OPEN_SPAN_MS = 24 * 3600 * 1000;
const MAX_EVIDENCE = 100;
/** Whoever made the file chose the evidence: all of it together may be no longer than one long list. */
const MAX_BYTES = 4 * 1024 * 1024;

/** One statement about one certificate: what, and for which span of time. */
type Statement = {
  revoked: { at: number; reason: RevocationReason } | undefined;
  thisUpdate: number;
  until: number;
};

type Evidence = { crls: RevocationList[]; ocsps: OcspResponse[] };

function day(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Evidence of one file is asked about every certificate in it; long lists are read once. Keyed by the very bytes object. */
const readLists = new WeakMap<Uint8Array, RevocationList>();
const readResponses = new WeakMap<Uint8Array, OcspResponse>();

function once<T>(known: WeakMap<Uint8Array, T>, read: (bytes: Uint8Array) => T): (bytes: Uint8Array) => T {
  return (bytes) => {
    const before = known.get(bytes);
    if (before !== undefined) {
      return before;
    }
    const value = read(bytes);
    known.set(bytes, value);
    return value;
  };
}

function readAll<T>(
  list: readonly Uint8Array[],
  read: (bytes: Uint8Array) => T,
  findings: Finding[],
  what: string,
): T[] {
  let left = MAX_BYTES;
  return list.slice(0, MAX_EVIDENCE).flatMap((bytes) => {
    left -= bytes.length;
    try {
      if (left < 0) {
        throw new DerError(`expected at most ${MAX_BYTES} bytes in all`);
      }
      return [read(bytes)];
    } catch (error) {
      if (!(error instanceof DerError)) {
        throw error;
      }
      findings.push({
        code: 'revocation-evidence-unreadable',
        severity: 'warning',
        message: `${what}无法读取，未予采用`,
        evidence: error.message,
      });
      return [];
    }
  });
}

/**
 * Checks every certificate of `path` but the last one (the anchor, which the trust list vouches for) at the Unix time
 * `at` (ms). `path` goes from the certificate up, as `checkChain` answers it. Evidence issued after `now` is not
 * believed. Never throws on bad evidence.
 */
export function checkRevocation(
  path: readonly Certificate[],
  evidence: RevocationEvidence,
  options: { at: number; now?: number },
): RevocationResult {
  const findings: Finding[] = [];
  const parsed: Evidence = {
    crls: readAll(evidence.crls, once(readLists, parseCrl), findings, '吊销列表'),
    ocsps: readAll(evidence.ocsps, once(readResponses, parseOcspResponse), findings, '在线状态答复'),
  };
  const certificates: CertificateStatus[] = [];
  for (let i = 0; i + 1 < path.length; i++) {
    certificates.push(judge(path[i]!, path[i + 1]!, parsed, options, findings));
  }
  const isAny = (status: CertificateStatus['status']) =>
    certificates.some((certificate) => certificate.status === status);
  const status =
    certificates.length === 0 || (isAny('unknown') && !isAny('revoked'))
      ? 'unknown'
      : isAny('revoked')
        ? 'revoked'
        : 'good';
  const revoked = certificates.filter(({ revokedAt }) => revokedAt !== undefined);
  revoked.sort((a, b) => a.revokedAt! - b.revokedAt!);
  const [first] = revoked;
  return {
    status,
    ...(first === undefined ? {} : { revokedAt: first.revokedAt!, reason: first.reason! }),
    certificates,
    findings,
  };
}

function judge(
  certificate: Certificate,
  issuer: Certificate,
  evidence: Evidence,
  { at, now = Number.POSITIVE_INFINITY }: { at: number; now?: number },
  findings: Finding[],
): CertificateStatus {
  const place = nameTitle(certificate.subject);
  const statements = [
    ...fromLists(certificate, issuer, evidence.crls),
    ...fromResponses(certificate, issuer, evidence, now),
  ].filter(({ thisUpdate }) => thisUpdate <= now);
  // A revocation is not taken back by silence elsewhere: one list that knows of it decides, the earliest date counts.
  const revocations = statements.flatMap(({ revoked, thisUpdate }) =>
    revoked === undefined ? [] : [{ ...revoked, thisUpdate }],
  );
  revocations.sort((a, b) => a.at - b.at);
  const [revocation] = revocations;
  if (revocation !== undefined) {
    const isBefore = revocation.at <= at;
    findings.push({
      code: isBefore ? 'certificate-revoked' : 'certificate-revoked-later',
      severity: isBefore ? 'error' : 'warning',
      place,
      message: isBefore ? '签署之前证书已被吊销' : '证书在签署之后被吊销，签署时有效',
      evidence: `${new Date(revocation.at).toISOString()} ${reasonWords(revocation.reason)}`,
    });
    return {
      certificate,
      status: isBefore ? 'revoked' : 'good',
      revokedAt: revocation.at,
      reason: revocation.reason,
      asOf: revocation.thisUpdate,
    };
  }
  const speaking = statements.filter(({ thisUpdate, until }) => thisUpdate >= at || until >= at);
  if (speaking.length > 0) {
    return { certificate, status: 'good', asOf: Math.max(...speaking.map(({ thisUpdate }) => thisUpdate)) };
  }
  const latest = Math.max(...statements.map(({ until }) => until));
  findings.push({
    code: statements.length === 0 ? 'revocation-unknown' : 'revocation-stale',
    severity: 'warning',
    place,
    message:
      statements.length === 0
        ? '没有可用的吊销信息，无法确认证书当时是否已被吊销'
        : '吊销信息已过时，无法确认证书当时是否已被吊销',
    ...(statements.length === 0 ? {} : { evidence: day(latest) }),
  });
  return { certificate, status: 'unknown' };
}

function fromLists(
  certificate: Certificate,
  issuer: Certificate,
  lists: readonly RevocationList[],
): Statement[] {
  return lists.flatMap((list): Statement[] => {
    const isInValidity = list.thisUpdate >= issuer.notBefore && list.thisUpdate <= issuer.notAfter;
    if (!isInValidity || list.scope === 'indirect' || !isCrlOf(list, issuer)) {
      return [];
    }
    const span = { thisUpdate: list.thisUpdate, until: list.nextUpdate ?? list.thisUpdate };
    const entry = list.entries.get(certificate.serial);
    if (entry !== undefined) {
      if (entry.reason === 'removed' || list.unknownCritical.length > 0) {
        return [];
      }
      const at = Math.min(entry.at, entry.invalidFrom ?? entry.at);
      return [{ revoked: { at, reason: entry.reason }, ...span }];
    }
    const isAuthority = certificate.extensions.ca === true;
    const covers =
      list.scope === 'all' ||
      (list.scope === 'users' ? !isAuthority : list.scope === 'authorities' && isAuthority);
    // RFC 5280 3.3: a revoked certificate may leave the list once it has expired, so a later list says nothing of it.
    const mayBeLeftOut = list.thisUpdate > certificate.notAfter;
    return covers && !mayBeLeftOut && list.unknownCritical.length === 0
      ? [{ revoked: undefined, ...span }]
      : [];
  });
}

function fromResponses(
  certificate: Certificate,
  issuer: Certificate,
  { crls, ocsps }: Evidence,
  now: number,
): Statement[] {
  return ocsps.flatMap((response): Statement[] => {
    const statuses = statusesFor(response, certificate, issuer);
    const signer = statuses.length === 0 ? undefined : ocspSigner(response, issuer);
    if (signer === undefined || !isResponderGood(signer, issuer, response.producedAt, { crls, now })) {
      return [];
    }
    return statuses.flatMap(({ status, revokedAt, reason, thisUpdate, nextUpdate }): Statement[] => {
      const isLate = thisUpdate > certificate.notAfter;
      if (status === 'unknown' || (status === 'good' && isLate)) {
        return [];
      }
      const revoked =
        status === 'revoked' ? { at: revokedAt!, reason: reason ?? ('unspecified' as const) } : undefined;
      return [{ revoked, thisUpdate, until: nextUpdate ?? thisUpdate + OPEN_SPAN_MS }];
    });
  });
}

/** A delegated responder without id-pkix-ocsp-nocheck must be shown by a list not to be revoked itself. */
function isResponderGood(
  signer: Certificate,
  issuer: Certificate,
  at: number,
  { crls, now }: { crls: readonly RevocationList[]; now: number },
): boolean {
  if (equalBytes(signer.der, issuer.der) || signer.extensions.ocspNoCheck === true) {
    return true;
  }
  const statements = fromLists(signer, issuer, crls).filter(({ thisUpdate }) => thisUpdate <= now);
  const isRevoked = statements.some(({ revoked }) => revoked !== undefined && revoked.at <= at);
  return !isRevoked && statements.some(({ thisUpdate, until }) => thisUpdate >= at || until >= at);
}
