/** What the list says the package is about: title, number and organ must stand in what the log bears out. */

import type { CanonicalValue } from '@yiwen/trust/content';
import type { Report } from '@yiwen/trust/verification';
import { type EventBody, record } from './event-body.ts';
import type { Findings } from './findings.ts';
import type { EvidenceSubject } from './manifest.ts';

/** What bears the words out: bodies of the document's acts, contents of versions that acts name, reports on its files. */
export type SubjectBasis = {
  readonly bodies: readonly EventBody[];
  readonly contents: readonly CanonicalValue[];
  readonly reports: readonly Report[];
};

/** Checks the words of the list; each one that nothing checked says is the maker's alone. */
export function checkSubject(subject: EvidenceSubject, basis: SubjectBasis, findings: Findings): void {
  const { bodies, contents, reports } = basis;
  const said = new Set<string>();
  for (const value of [...bodies.map(({ whole }) => whole as CanonicalValue), ...contents]) {
    addTexts(value, said);
  }
  const signers = reports.flatMap(({ signatures }) => signatures.map(({ signer }) => signer));
  const claims: [string, string | undefined, boolean][] = [
    ['标题', subject.title, said.has(plain(subject.title ?? ''))],
    ['文号', subject.number, said.has(plain(subject.number ?? ''))],
    ['机关', subject.organ, bodies.some(({ organ }) => organ === subject.organ)],
    [
      '机关名称',
      subject.organName,
      said.has(plain(subject.organName)) || signers.some((signer) => signer.startsWith(subject.organName)),
    ],
  ];
  for (const [what, claim, isBorneOut] of claims) {
    if (claim !== undefined && !isBorneOut) {
      const message = `清单所写的${what}没有在办理记录或所附版本里出现，只是出具方的说法`;
      findings.unproven(1, 'subject-not-borne-out', message, {
        place: 'manifest.json',
        evidence: claim.slice(0, 200),
      });
    }
  }
}

/** A text without line breaks: a title may be broken on its page. */
function plain(text: string): string {
  return text.replaceAll('\n', '');
}

function addTexts(value: CanonicalValue, said: Set<string>): void {
  if (typeof value === 'string') {
    said.add(plain(value));
  } else if (Array.isArray(value)) {
    for (const member of value as readonly CanonicalValue[]) {
      addTexts(member, said);
    }
  } else {
    for (const member of Object.values(record(value) ?? {})) {
      addTexts(member, said);
    }
  }
}
