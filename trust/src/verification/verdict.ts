/** From facts to the one word. The order of the lines is the order of gravity: the first that fits decides. */

import type { Assessment } from './assessment.ts';
import type { Verdict } from './report.ts';

/** The verdict on an assessment. */
export function decideVerdict({ signatures, conditions }: Assessment): Verdict {
  const states = signatures.map(({ state }) => state);
  const reports = signatures.map(({ report }) => report);
  if (conditions.has('ambiguous') || conditions.has('refused')) {
    return 'refused';
  }
  if (conditions.has('signatures-removed') || states.includes('broken')) {
    return 'tampered';
  }
  if (signatures.length > 0 && (conditions.has('changed-after-signing') || states.includes('list-changed'))) {
    return 'changed-after-signing';
  }
  if (conditions.has('damaged')) {
    return 'damaged';
  }
  if (signatures.length === 0) {
    return 'unsigned';
  }
  if (states.includes('unverifiable')) {
    return 'refused';
  }
  if (reports.some(({ trust }) => trust === 'bad')) {
    return 'certificate-bad';
  }
  if (conditions.has('stowaway') || !reports.some(({ covers }) => covers === 'all')) {
    return 'partly-covered';
  }
  if (reports.some(({ trust }) => trust === 'untrusted')) {
    return 'intact-untrusted';
  }
  // Nothing above spoke against it; require each good fact once more rather than trust the absence of bad ones.
  const proven = reports.every(({ intact, trust }) => intact && trust === 'trusted');
  return proven && states.every((state) => state === 'intact') ? 'valid' : 'tampered';
}
