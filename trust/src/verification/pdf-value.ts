/**
 * Value, certificate and time of one signature of a PDF. The certificate is judged at the earliest time somebody trusted
 * vouches for: a time-stamp over the value, or over any later state of the file, each of which is itself judged by what
 * stands after it (EN 319 102-1 5.6.3).
 */
import type { Finding } from '@yiwen/formats';
import type { PdfSignature } from '@yiwen/formats/pdf';
import { checkSignedData, type SignedDataCheck, type TimeStampCheck } from '@yiwen/trust/signatures';
import type { CheckOptions, DocumentStamp, PdfSignatureFacts, StampFacts } from './pdf-facts.ts';
import { timeOfPdfDate } from './pdf-information.ts';
import { paddingFindings, strayCertificates } from './pdf-stray-data.ts';
import { joinEvidence, judgeSigner, proveTime } from './trust-facts.ts';

/** A signature needs one; each is a chain to be built. */
const MOST_TOKENS = 8;

/** Time-stamps over a state of the file that holds all of the first `end` bytes. */
function stampsAfter(stamps: readonly DocumentStamp[] | undefined, end: number): DocumentStamp[] {
  return (stamps ?? []).filter((stamp) => stamp.end > end);
}

/** The earliest time that is proven; undefined when none is. */
function earliest(stamps: readonly StampFacts[]): number | undefined {
  const times = stamps.filter(({ trusted }) => trusted).map(({ time }) => time);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** What is left to be judged after value and digest: who, and when. */
export type Unjudged = { cms: SignedDataCheck; claimed: number | undefined };

function strayInStamp(stamp: TimeStampCheck, time: number | undefined, options: CheckOptions): Finding[] {
  const { trust, chain } = options;
  return stamp.intact
    ? strayCertificates(stamp.certificates, { trust, isTrusted: time !== undefined, others: chain })
    : [];
}

/** Value and digest of one signature whose range is good; a document time-stamp is judged at once. */
export function checkValue(
  facts: PdfSignatureFacts,
  signature: PdfSignature,
  content: Uint8Array,
  options: CheckOptions,
): Unjudged | undefined {
  const value = signature.contents ?? new Uint8Array(0);
  facts.findings.push(...paddingFindings(value));
  const later = stampsAfter(options.stamps, facts.signedLength);
  const seenAt = earliest(later);
  facts.timeStamps = later.map(({ end: _end, ...stamp }) => stamp);
  if (signature.subFilter === 'ETSI.RFC3161') {
    const { stamp, time, findings } = proveTime(value, content, { ...options, seenAt });
    facts.findings.push(...findings, ...strayInStamp(stamp, time, options));
    facts.intact = stamp.intact;
    // A value that holds in a token out of its form was touched where nothing protects it: it is damaged, not overlooked.
    facts.verifiable = !stamp.findings.some(
      ({ code, severity }) => code === 'cms-unreadable' || (stamp.intact && severity === 'error'),
    );
    facts.signer = stamp.maker;
    facts.time = stamp.time;
    facts.timeSource = time === undefined ? 'claimed' : 'timestamp';
    facts.trust = time === undefined ? 'untrusted' : 'trusted';
    return undefined;
  }
  const cms = checkSignedData(value, content);
  facts.findings.push(...cms.findings);
  facts.intact = cms.intact;
  facts.verifiable = !cms.findings.some(({ code }) => code === 'cms-unreadable');
  facts.signer = cms.signer;
  const claimed = timeOfPdfDate(signature.claimedTime) ?? cms.claimedTime;
  if (cms.timeStampTokens.length > MOST_TOKENS) {
    facts.findings.push({
      code: 'time-stamp-too-many',
      severity: 'error',
      message: `签名带有超过 ${MOST_TOKENS} 个时间戳，其余没有核验`,
    });
  }
  for (const token of cms.timeStampTokens.slice(0, MOST_TOKENS)) {
    const signatureValue = cms.signatureValue ?? new Uint8Array(0);
    const { stamp, time, findings } = proveTime(token, signatureValue, { ...options, seenAt });
    facts.findings.push(...findings, ...strayInStamp(stamp, time, options));
    if (stamp.intact && stamp.time !== undefined) {
      facts.timeStamps.push({
        over: 'signature',
        time: stamp.time,
        maker: stamp.maker,
        trusted: time !== undefined,
      });
    }
  }
  facts.time = claimed;
  return { cms, claimed };
}

/** Certificate and time: the last step, for it rests on the earliest proof that the signature was there. */
export function judgeValue(
  facts: PdfSignatureFacts,
  { cms, claimed }: Unjudged,
  options: CheckOptions,
): void {
  if (cms.signer === undefined) {
    return;
  }
  const proven = earliest(facts.timeStamps);
  const judged = judgeSigner(cms.signer.der, [...cms.certificates, ...(options.chain ?? [])], {
    trust: options.trust,
    time: { claimed, proven },
    now: options.now,
    revocation: joinEvidence(options.revocation, cms.revocation),
    purposes: ['document', 'person'],
  });
  facts.trust = judged.trust;
  facts.timeUnproven = judged.timeUnproven;
  facts.revocationKnown = judged.revocationKnown;
  facts.time = proven ?? claimed;
  facts.timeSource = proven === undefined ? 'claimed' : 'timestamp';
  facts.findings.push(...judged.findings);
  const isTrusted = judged.trust === 'trusted';
  facts.findings.push(
    ...strayCertificates(cms.certificates, { trust: options.trust, isTrusted, others: options.chain }),
  );
}
