/** Pieces both formats need when they speak about certificates. */

import type { Finding } from '@yiwen/formats';
import {
  type Certificate,
  type ChainResult,
  checkChain,
  fingerprint,
  nameText,
  nameTitle,
  type Purpose,
  parseCertificate,
  type RevocationEvidence,
  type RevocationReason,
  type TrustList,
} from '@yiwen/trust/certificates';
import { DerError, equalBytes } from '@yiwen/trust/crypto';
import { judgeTimeStamp, type TimeStampCheck } from '@yiwen/trust/signatures';
import type { CertificateSummary } from './report.ts';

/** Claims further in the future than this are not a matter of clocks. */
const CLOCK_TOLERANCE_MS = 24 * 3600 * 1000;
const FOR_TIME: readonly Purpose[] = ['time'];

/** ISO 8601 UTC of a Unix time in milliseconds. Certificates hold years up to 9999, so this never fails on them. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('.000Z', 'Z');
}

/** A certificate as shown in a report; undefined when the bytes are no certificate. */
export function summarize(
  certificate: Uint8Array,
): { summary: CertificateSummary; signer: string } | undefined {
  let parsed: Certificate;
  try {
    parsed = parseCertificate(certificate);
  } catch (error) {
    if (error instanceof DerError) {
      return undefined;
    }
    throw error;
  }
  return {
    signer: nameTitle(parsed.subject),
    summary: {
      subject: nameText(parsed.subject),
      issuer: nameText(parsed.issuer),
      serial: parsed.serial,
      notBefore: isoTime(parsed.notBefore),
      notAfter: isoTime(parsed.notAfter),
      fingerprint: fingerprint(parsed),
    },
  };
}

/** Findings of a chain that reached nobody believed. */
const NOT_ANCHORED = new Set([
  'trust-list-not-given',
  'anchor-other-purpose',
  'anchor-outside-dates',
  'chain-not-anchored',
]);
/**
 * Faults in what a certificate says of its own use. Where nobody vouches for the certificate, neither does anybody for
 * these words: it is untrusted, not worse.
 */
const OF_USE = new Set([
  'certificate-not-for-signing',
  'certificate-not-for-documents',
  'certificate-is-authority',
  'certificate-critical-extension',
  'certificate-for-other-use',
  'certificate-not-for-time',
]);

/** What is known of the moment of signing, Unix ms: the signer's claim, and a trusted time-stamp made no earlier. */
export type SigningTime = { claimed: number | undefined; proven: number | undefined };

/** Trust in a certificate. `timeUnproven`: it was valid by the signer's word only, and has expired since. */
export type TrustJudgement = {
  trust: 'trusted' | 'untrusted' | 'bad';
  timeUnproven: boolean;
  /** Every certificate of the chain is known not to have been revoked when it was used. */
  revocationKnown: boolean;
  findings: Finding[];
};

/** What a chain is judged with. `revocation`: lists and answers at hand; without any, nothing is said about revocation. */
export type ChainInput = {
  trust: TrustList | undefined;
  now: number;
  purposes: readonly Purpose[];
  revocation?: RevocationEvidence | undefined;
};

/** Evidence from several places; undefined when there is none at all. */
export function joinEvidence(
  ...parts: readonly (RevocationEvidence | undefined)[]
): RevocationEvidence | undefined {
  const crls = parts.flatMap((part) => part?.crls ?? []);
  const ocsps = parts.flatMap((part) => part?.ocsps ?? []);
  return crls.length + ocsps.length === 0 ? undefined : { crls, ocsps };
}

/** A chain checked at one time for the first purpose that holds. */
function chainAt(
  certificate: Uint8Array,
  chain: readonly Uint8Array[],
  { trust, now, purposes, revocation, at }: ChainInput & { at: number },
): ChainResult {
  const evidence = revocation === undefined ? {} : { revocation, now };
  const results = purposes.map((purpose) =>
    checkChain(certificate, chain, trust, { at, purpose, ...evidence }),
  );
  const best = (results.find(({ status }) => status === 'trusted') ?? results[0]) as ChainResult;
  const isAnchored = !best.findings.some(({ code }) => NOT_ANCHORED.has(code));
  const faults = best.findings.filter(({ severity }) => severity === 'error');
  if (isAnchored || faults.length === 0 || !faults.every(({ code }) => OF_USE.has(code))) {
    return best;
  }
  const findings = best.findings.map(
    (finding): Finding => (OF_USE.has(finding.code) ? { ...finding, severity: 'warning' } : finding),
  );
  return { ...best, status: 'untrusted', findings };
}

/** Whether somebody we believe vouches for a certificate at one time, for one of the purposes. */
export function judgeAt(
  certificate: Uint8Array,
  chain: readonly Uint8Array[],
  input: ChainInput & { at: number },
): Pick<TrustJudgement, 'trust' | 'findings'> {
  const { status, findings } = chainAt(certificate, chain, input);
  return { trust: status, findings };
}

/**
 * Whether somebody we believe vouches for the signer's certificate when it was used. The claimed time must lie in its
 * validity; where a certificate of the chain has expired by now, a trusted time-stamp must show that the signature was
 * there before, for an expired key may have been used later and dated back.
 */
export function judgeSigner(
  certificate: Uint8Array,
  chain: readonly Uint8Array[],
  options: ChainInput & { time: SigningTime },
): TrustJudgement {
  const { time, now } = options;
  const at = time.claimed ?? time.proven ?? now;
  const { status, path, findings, revocation } = chainAt(certificate, chain, { ...options, at });
  const revocationKnown = revocation?.status === 'good';
  const all = [...findings];
  if (at > now + CLOCK_TOLERANCE_MS) {
    all.push({
      code: 'signed-in-the-future',
      severity: 'error',
      message: '所称的签署时间在未来',
      evidence: isoTime(at),
    });
    return { trust: 'bad', timeUnproven: false, revocationKnown, findings: all };
  }
  if (time.claimed !== undefined && time.proven !== undefined) {
    all.push(...timesAgree(time.claimed, time.proven));
  }
  const seenAt = time.proven ?? now;
  const revokedAt = revocation?.revokedAt ?? Number.POSITIVE_INFINITY;
  const ended =
    status === 'trusted'
      ? [...endedBefore(seenAt, path, options), ...(revokedAt <= seenAt ? [revokedAt] : [])]
      : [];
  if (ended.length > 0) {
    all.push({
      code: 'expired-since',
      severity: 'warning',
      message: '证书（或对其签发机构的信任）现已到期或被吊销，又没有可信的时间证明在那之前就已签署',
      evidence: ended.map(isoTime).join(', '),
    });
  }
  const isBad = all.some(({ code, severity }) => severity === 'error' && code === 'stamped-before-claim');
  return { trust: isBad ? 'bad' : status, timeUnproven: ended.length > 0, revocationKnown, findings: all };
}

/**
 * When the certificates of a path expired, and the list's belief in its anchor ended, before `seenAt`. The anchor's own
 * certificate does not count: the list's dates speak for it.
 */
function endedBefore(
  seenAt: number,
  path: readonly Certificate[],
  { trust, purposes }: { trust: TrustList | undefined; purposes: readonly Purpose[] },
): number[] {
  const top = path.at(-1);
  const expired = path.slice(0, Math.max(1, path.length - 1)).map(({ notAfter }) => notAfter);
  const anchors = (trust?.anchors ?? []).filter(
    (anchor) =>
      top !== undefined &&
      equalBytes(anchor.certificate, top.der) &&
      anchor.purposes.some((purpose) => purposes.includes(purpose)),
  );
  const until = Math.max(...anchors.map((anchor) => anchor.until ?? Number.POSITIVE_INFINITY));
  return [...expired, ...(anchors.length === 0 ? [] : [until])].filter((end) => end < seenAt);
}

/** A stamp made well before the claimed time of signing: one of the two is wrong. */
function timesAgree(claimed: number, proven: number): Finding[] {
  return claimed > proven + CLOCK_TOLERANCE_MS
    ? [
        {
          code: 'stamped-before-claim',
          severity: 'error',
          message: '时间戳早于签署人所称的签署时间，两者必有一误',
          evidence: `${isoTime(proven)} < ${isoTime(claimed)}`,
        },
      ]
    : [];
}

/**
 * A time-stamp token over `stamped`. `time` (Unix ms) is set only when its maker is trusted for time: an intact token of
 * an unknown maker proves nothing, and takes nothing from what it stamps either. Nor does one whose maker's certificate
 * has expired: whoever has its key today may write any date. `seenAt` (Unix ms): a later trusted stamp, which shows that
 * this one was there by then.
 */
export function proveTime(
  token: Uint8Array,
  stamped: Uint8Array,
  options: Omit<ChainInput, 'purposes'> & { chain?: readonly Uint8Array[]; seenAt?: number | undefined },
): { time: number | undefined; stamp: TimeStampCheck; findings: Finding[] } {
  const { now, chain, revocation } = options;
  const judged = judgeTimeStamp(token, stamped, options.trust, {
    now,
    ...(chain === undefined ? {} : { chain }),
    ...(revocation === undefined ? {} : { revocation }),
  });
  const { stamp } = judged;
  if (!stamp.intact || stamp.time === undefined) {
    return { time: undefined, stamp, findings: judged.findings };
  }
  const isTrusted =
    judged.status === 'trusted' &&
    // A token that is not in the form of its standard proves nothing, whoever made it.
    !stamp.findings.some(({ severity }) => severity === 'error') &&
    stamp.time <= now + CLOCK_TOLERANCE_MS &&
    !hasEnded(stamp, stamp.time, { ...options, purposes: FOR_TIME });
  const findings = judged.findings
    .filter(({ code }) => !NOT_ANCHORED.has(code))
    .map(
      (finding): Finding => (finding.severity === 'error' ? { ...finding, severity: 'warning' } : finding),
    );
  findings.push({
    code: isTrusted ? 'time-stamp-trusted' : 'time-stamp-untrusted',
    severity: 'info',
    message: isTrusted
      ? '可信的时间戳证明：此时已经签署'
      : '带有时间戳，但它的签发者不在信任名单里、现已到期或用法不合规，时间仍按签署人自称',
    evidence: isoTime(stamp.time),
  });
  return { time: isTrusted ? stamp.time : undefined, stamp, findings };
}

/** A revocation for one of these reasons says nothing against what the key did before (RFC 3161 4, 1). */
const HARMLESS_LATER: readonly RevocationReason[] = ['affiliation-changed', 'superseded', 'cessation'];

/**
 * Whether a stamp's maker, or the belief in it, had come to its end before the stamp was last seen: expired, or revoked
 * because somebody else may have the key and may write any date with it.
 */
function hasEnded(
  { maker, certificates, revocation: inside }: TimeStampCheck,
  at: number,
  options: ChainInput & { chain?: readonly Uint8Array[]; seenAt?: number | undefined },
): boolean {
  if (maker === undefined) {
    return true;
  }
  const { path, revocation } = chainAt(maker.der, [...certificates, ...(options.chain ?? [])], {
    trust: options.trust,
    now: options.now,
    purposes: options.purposes,
    revocation: joinEvidence(options.revocation, inside),
    at,
  });
  const seenAt = options.seenAt ?? options.now;
  const isStolen = (revocation?.certificates ?? []).some(
    ({ revokedAt = Number.POSITIVE_INFINITY, reason = 'unspecified' }) =>
      revokedAt <= seenAt && !HARMLESS_LATER.includes(reason),
  );
  return isStolen || endedBefore(seenAt, path, options).length > 0;
}
