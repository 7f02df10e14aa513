/** Which findings about an OFD amount to a condition of the whole file, and the reason given for it. */

import type { Finding } from '@yiwen/formats';
import type { AssessedSignature, Condition } from './assessment.ts';
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
  'no-document',
  'no-document-root',
  'not-ofd',
  'xml-malformed',
  'xml-broken',
  'xml-too-large',
  'xml-too-deep',
  'xml-doctype',
]);

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
    if (code === 'signatures-unlinked' || code === 'signature-list-missing') {
      conditions.add('signatures-removed');
    }
    if (code === 'other-current-version' || code === 'signature-list-changed') {
      conditions.add('changed-after-signing');
    }
    if (code === 'stowaway-entry') {
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
  const codes = conditions.has('ambiguous') ? AMBIGUOUS : conditions.has('damaged') ? DAMAGED : undefined;
  const finding =
    findings.find(({ code }) => codes?.has(code)) ??
    (codes === AMBIGUOUS ? findings.find(({ code }) => code === 'local-header-differs') : undefined);
  if (finding !== undefined) {
    return { zh: finding.message, en: finding.code };
  }
  return signatures.some(({ state }) => state === 'unverifiable')
    ? {
        zh: '签名不带证书，无法知道是谁签的',
        en: 'the signature carries no certificate, so nobody can tell who signed',
      }
    : undefined;
}
