/** Which findings about an OFD amount to a condition of the whole file, and the reason given for it. */

import type { Finding } from '@yiwen/formats';
import type { AssessedSignature, Condition } from './assessment.ts';
import { reasonIn } from './reasons.ts';
import type { Words } from './report.ts';

/** Container findings that mean: two programs may see two documents in these bytes. */
const AMBIGUOUS = new Set([
  'duplicate-name',
  'hidden-archive',
  'similar-name',
  'overlapping-entries',
  'local-name-differs',
  'unsafe-name',
  'multi-disk',
  'two-formats',
]);
/** Findings that mean: something of the file could not be read. */
const DAMAGED = new Set([
  'crc-mismatch',
  'entry-damaged',
  'entry-out-of-bounds',
  'directory-damaged',
  'encrypted-entry',
  'unsupported-method',
  'inflated-too-large',
  'ratio-too-large',
  'too-many-entries',
  'too-many-signatures',
  'asice-mimetype',
  'no-document',
  'no-document-root',
  'not-ofd',
  'xml-malformed',
  'xml-broken',
  'xml-too-large',
  'xml-too-deep',
  'xml-doctype',
]);

/** Findings that mean: something rides along that is no entry, so that no signature can cover it. */
const STOWAWAY = new Set([
  'stowaway-entry',
  'bytes-before-archive',
  'bytes-after-archive',
  'archive-comment',
  'unlisted-bytes',
]);

/** Findings that mean: there was a signature, and the way to it was cut. */
const SEVERED = new Set(['signatures-unlinked', 'signature-list-missing', 'signature-severed']);

/** Conditions of the whole file that its findings amount to. */
export function conditionsOf(findings: readonly Finding[]): ReadonlySet<Condition> {
  const conditions = new Set<Condition>();
  for (const { code, severity } of findings) {
    // Sizes or method told twice and differently: a reader that goes by the local header unpacks other bytes.
    const isTwofold = code === 'local-header-differs' && severity !== 'info';
    if (AMBIGUOUS.has(code) || isTwofold) {
      conditions.add('ambiguous');
    }
    if (DAMAGED.has(code)) {
      conditions.add('damaged');
    }
    if (SEVERED.has(code)) {
      conditions.add('severed');
    }
    if (code === 'other-current-version' || code === 'signature-list-changed') {
      conditions.add('changed-after-signing');
    }
    // A folder with content: nobody opens it, and nobody covers it.
    if (STOWAWAY.has(code) || (code === 'folder-entry' && severity === 'error')) {
      conditions.add('stowaway');
    }
  }
  return conditions;
}

/** Why the file cannot be judged, in words; undefined when it can. */
export function reasonOf(
  findings: readonly Finding[],
  conditions: ReadonlySet<Condition>,
  signatures: readonly AssessedSignature[],
): Words | undefined {
  const isTwofold = ({ code, severity }: Finding) => code === 'local-header-differs' && severity !== 'info';
  const finding = conditions.has('ambiguous')
    ? findings.find((one) => AMBIGUOUS.has(one.code) || isTwofold(one))
    : conditions.has('damaged') || conditions.has('severed')
      ? findings.find(({ code }) => DAMAGED.has(code) || SEVERED.has(code))
      : undefined;
  if (finding !== undefined) {
    return reasonIn(finding);
  }
  return reasonOfSignature(signatures);
}

/** Why a signature cannot be checked: its own first fault. */
export function reasonOfSignature(signatures: readonly AssessedSignature[]): Words | undefined {
  const faults = signatures
    .filter(({ state }) => state === 'unverifiable')
    .flatMap(({ report }) => report.findings.filter(({ severity }) => severity === 'error'));
  const [fault] = faults;
  return fault === undefined ? undefined : reasonIn(fault);
}
