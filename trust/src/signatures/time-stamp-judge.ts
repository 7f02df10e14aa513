/** Is a time-stamp to be believed? Intact, its maker's certificate good for time when it stamped, and trusted for it. */

import type { Finding } from '@yiwen/formats';
import { checkChain, type RevocationEvidence, type TrustList } from '@yiwen/trust/certificates';
import { checkTimeStamp, type TimeStampCheck } from './time-stamp.ts';

/**
 * `trusted`: `time` is proven. `untrusted`: intact, but nobody on the list vouches for its maker. `bad`: broken, over
 * other bytes, or of a maker whose certificate did not allow it. `time` (Unix ms) is what the token says, undefined when
 * broken; it proves something only when `trusted`.
 */
export type TimeStampJudgement = {
  status: 'trusted' | 'untrusted' | 'bad';
  time: number | undefined;
  accuracyMs: number | undefined;
  stamp: TimeStampCheck;
  findings: Finding[];
};

/**
 * Judges a token over `stamped`, or over its digest. The maker's chain is judged at the time the token names; `chain` adds certificates
 * kept elsewhere (a DSS), `revocation` evidence about them beside what the token carries; nothing of it issued after `now`
 * is believed.
 */
export function judgeTimeStamp(
  token: Uint8Array,
  stamped: Uint8Array | { digest: Uint8Array },
  trust: TrustList | undefined,
  options: { chain?: readonly Uint8Array[]; revocation?: RevocationEvidence; now?: number } = {},
): TimeStampJudgement {
  const stamp = checkTimeStamp(token, stamped);
  const findings = [...stamp.findings];
  const { time, info, maker } = stamp;
  const judgement = { time, accuracyMs: info?.accuracyMs, stamp, findings };
  if (!stamp.intact || time === undefined || maker === undefined) {
    return { ...judgement, status: 'bad' };
  }
  const crls = [...stamp.revocation.crls, ...(options.revocation?.crls ?? [])];
  const ocsps = [...stamp.revocation.ocsps, ...(options.revocation?.ocsps ?? [])];
  const hasEvidence = options.revocation !== undefined || crls.length + ocsps.length > 0;
  const chain = checkChain(maker.der, [...stamp.certificates, ...(options.chain ?? [])], trust, {
    at: time,
    purpose: 'time',
    ...(hasEvidence ? { revocation: { crls, ocsps } } : {}),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  findings.push(...chain.findings);
  // RFC 3161 2.4.2 demands the signing certificate among the signed attributes: without it another certificate of the
  // same key could be put in its place.
  if (stamp.findings.some(({ code }) => code === 'cms-no-signing-certificate')) {
    findings.push({
      code: 'time-stamp-unbound',
      severity: 'error',
      message: '时间戳没有绑定签发它的证书',
    });
    return { ...judgement, status: 'bad' };
  }
  const isWeak = stamp.findings.some(({ code }) => code === 'time-stamp-sha1' || code === 'cms-sha1');
  return { ...judgement, status: chain.status === 'trusted' && isWeak ? 'untrusted' : chain.status };
}
