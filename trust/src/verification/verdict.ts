/**
 * From facts to the one word. Every signature and every fact about the file speaks one word; the worst of them is
 * the verdict.
 */

import type { AssessedSignature, Assessment, Condition } from './assessment.ts';
import type { Answer, Answers, DocumentStatus, Verdict } from './report.ts';

/** Worst first. `unsigned` is not among them: it stands only where there is nothing to weigh. */
const GRAVITY: readonly Verdict[] = [
  'refused',
  'tampered',
  'changed-after-signing',
  'damaged',
  'certificate-bad',
  'partly-covered',
  'intact-untrusted',
  'intact-time-unproven',
  'valid-withdrawn',
  'valid-superseded',
  'valid',
];

const CONDITION_VERDICT: Readonly<Record<Condition, Verdict>> = {
  ambiguous: 'refused',
  refused: 'refused',
  'changed-after-signing': 'changed-after-signing',
  damaged: 'damaged',
  severed: 'damaged',
  stowaway: 'partly-covered',
};

/** The worst of some verdicts; `unsigned` of none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return GRAVITY.find((verdict) => verdicts.includes(verdict)) ?? 'unsigned';
}

/** What one signature alone would make of the file. */
export function signatureVerdict({ report, state, changed, timeUnproven }: AssessedSignature): Verdict {
  if (state === 'broken') {
    return 'tampered';
  }
  if (changed === 'modified' || state === 'list-changed') {
    return 'changed-after-signing';
  }
  if (state === 'unverifiable') {
    return 'damaged';
  }
  if (report.trust === 'bad') {
    return 'certificate-bad';
  }
  if (report.covers !== 'all' || changed === 'form-filled') {
    return 'partly-covered';
  }
  if (report.trust !== 'trusted') {
    return 'intact-untrusted';
  }
  if (timeUnproven) {
    return 'intact-time-unproven';
  }
  // Nothing above spoke against it; ask for the good facts once more rather than trust the absence of bad ones.
  return report.intact && state === 'intact' && changed === 'none' ? 'valid' : 'tampered';
}

/** The questions about one signature, each answered by itself. */
export function answersOf({ report, state, changed, seal }: AssessedSignature): Answers {
  const changedAnswer: Record<typeof changed, Answer> = {
    none: 'good',
    'form-filled': 'doubtful',
    modified: 'bad',
  };
  const trustAnswer: Record<typeof report.trust, Answer> = {
    trusted: 'good',
    untrusted: 'doubtful',
    bad: 'bad',
  };
  return {
    integrity: state === 'intact' ? changedAnswer[changed] : 'bad',
    seal,
    signer: report.certificate === undefined ? 'none' : report.trust === 'bad' ? 'bad' : 'good',
    trust: trustAnswer[report.trust],
    time: report.timeSource === 'timestamp' ? 'good' : report.time === undefined ? 'none' : 'doubtful',
    coverage: report.covers === 'all' ? 'good' : 'doubtful',
  };
}

/** The verdict on an assessment. What the register says of the document counts only where everything else is good. */
export function decideVerdict(
  { signatures, conditions }: Assessment,
  status: DocumentStatus = 'unknown',
): Verdict {
  // Without a signature nothing can have been changed after one.
  const facts = [...conditions].filter(
    (condition) =>
      signatures.length > 0 || (condition !== 'changed-after-signing' && condition !== 'stowaway'),
  );
  const worst = worstVerdict([
    ...signatures.map(signatureVerdict),
    ...facts.map((condition) => CONDITION_VERDICT[condition]),
  ]);
  if (worst !== 'valid') {
    return worst;
  }
  // Anybody gets a time-stamp over any bytes: by itself it says when, and nothing of whose it is.
  if (signatures.every(({ report }) => report.kind === 'time-stamp')) {
    return 'intact-untrusted';
  }
  return status === 'superseded' ? 'valid-superseded' : status === 'withdrawn' ? 'valid-withdrawn' : 'valid';
}
