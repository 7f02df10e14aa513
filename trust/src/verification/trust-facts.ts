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
  type TrustList,
} from '@yiwen/trust/certificates';
import { DerError } from '@yiwen/trust/crypto';
import { checkTimeStamp, type TimeStampCheck } from '@yiwen/trust/signatures';
import type { CertificateSummary } from './report.ts';

/** Claims further in the future than this are not a matter of clocks. */
const CLOCK_TOLERANCE_MS = 24 * 3600 * 1000;
/** The purpose under which a list names time-stamping authorities. */
const FOR_TIME: readonly Purpose[] = ['time' as string as Purpose];

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
const NOT_ANCHORED = new Set(['trust-list-not-given', 'anchor-other-purpose', 'chain-not-anchored']);
/**
 * Faults in what a certificate says of its own use. Where nobody vouches for the certificate, neither does anybody for
 * these words: it is untrusted, not worse.
 */
const OF_USE = new Set([
  'certificate-not-for-signing',
  'certificate-not-for-documents',
  'certificate-is-authority',
  'certificate-critical-extension',
]);

/** What is known of the moment of signing, Unix ms: the signer's claim, and a trusted time-stamp made no earlier. */
export type SigningTime = { claimed: number | undefined; proven: number | undefined };

/** Trust in a certificate. `timeUnproven`: it was valid by the signer's word only, and has expired since. */
export type TrustJudgement = {
  trust: 'trusted' | 'untrusted' | 'bad';
  timeUnproven: boolean;
  findings: Finding[];
};

/** A chain checked at one time for the first purpose that holds. */
function chainAt(
  certificate: Uint8Array,
  chain: readonly Uint8Array[],
  options: { trust: TrustList | undefined; at: number; purposes: readonly Purpose[] },
): ChainResult {
  const { trust, at, purposes } = options;
  const results = purposes.map((purpose) => checkChain(certificate, chain, trust, { at, purpose }));
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
  options: { trust: TrustList | undefined; at: number; purposes: readonly Purpose[] },
): Omit<TrustJudgement, 'timeUnproven'> {
  const { status, findings } = chainAt(certificate, chain, options);
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
  options: { trust: TrustList | undefined; time: SigningTime; now: number; purposes: readonly Purpose[] },
): TrustJudgement {
  const { time, now } = options;
  const at = time.claimed ?? time.proven ?? now;
  const { status, path, findings } = chainAt(certificate, chain, { ...options, at });
  const all = [...findings];
  if (at > now + CLOCK_TOLERANCE_MS) {
    all.push({
      code: 'signed-in-the-future',
      severity: 'error',
      message: '所称的签署时间在未来',
      evidence: isoTime(at),
    });
    return { trust: 'bad', timeUnproven: false, findings: all };
  }
  if (time.claimed !== undefined && time.proven !== undefined) {
    all.push(...timesAgree(time.claimed, time.proven));
  }
  const seenAt = time.proven ?? now;
  // An anchor is believed by the list and its dates, whatever its own certificate says.
  const expired = path.slice(0, Math.max(1, path.length - 1)).filter(({ notAfter }) => notAfter < seenAt);
  const timeUnproven = status === 'trusted' && expired.length > 0;
  if (timeUnproven) {
    all.push({
      code: 'expired-since',
      severity: 'warning',
      message: '证书现已过期，又没有可信的时间证明它在过期之前就已签署',
      evidence: expired.map(({ notAfter }) => isoTime(notAfter)).join(', '),
    });
  }
  const isBad = all.some(({ code, severity }) => severity === 'error' && code === 'stamped-before-claim');
  return { trust: isBad ? 'bad' : status, timeUnproven, findings: all };
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
 * A time-stamp token over `stamped`, and whether its maker is trusted for time. `time` (Unix ms) is set only then: an
 * intact token of an unknown maker proves nothing.
 */
export function judgeTimeStamp(
  token: Uint8Array,
  stamped: Uint8Array,
  options: { trust: TrustList | undefined; now: number },
): { intact: boolean; time: number | undefined; stamp: TimeStampCheck; findings: Finding[] } {
  const stamp = checkTimeStamp(token, stamped);
  const findings = [...stamp.findings];
  if (!stamp.intact || stamp.maker === undefined || stamp.time === undefined) {
    return { intact: stamp.intact, time: undefined, stamp, findings };
  }
  const { trust, now } = options;
  const judged = judgeAt(stamp.maker.der, stamp.certificates, { trust, at: stamp.time, purposes: FOR_TIME });
  const weak = stamp.findings.some(({ code }) => code === 'time-stamp-sha1');
  const isTrusted = judged.trust === 'trusted' && !weak && stamp.time <= now + CLOCK_TOLERANCE_MS;
  findings.push(...judged.findings.filter(({ code }) => !NOT_ANCHORED.has(code)));
  findings.push(
    isTrusted
      ? {
          code: 'time-stamp-trusted',
          severity: 'info',
          message: '可信的时间戳证明：此时已经签署',
          evidence: isoTime(stamp.time),
        }
      : {
          code: 'time-stamp-untrusted',
          severity: 'info',
          message: '带有时间戳，但时间戳机构不在信任名单里（或所用算法太弱），时间仍按签署人自称',
          evidence: isoTime(stamp.time),
        },
  );
  return { intact: true, time: isTrusted ? stamp.time : undefined, stamp, findings };
}
