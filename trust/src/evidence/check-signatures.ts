/** Part 2, who acted: personal signatures in the bodies, against the very act they stand in. */

import { credentialsOf, type EnrolledCredential, verifyAct } from '@yiwen/trust/approvals';
import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';
import type { CheckedAct } from './check-acts.ts';
import type { Findings } from './findings.ts';
import type { ActReport } from './report.ts';

/** What is checked with. */
type SignatureOptions = { readonly trust: TrustList | undefined; readonly revocation: RevocationEvidence };

const NOBODY: TrustList = { name: '', demo: false, anchors: [], logs: [] };

/**
 * Checks the signature of each act that carries one; answers, by the act's name, how its actor is borne out. A key must be
 * among those the log's own acts enrolled for that person, where the package holds such acts about the person.
 */
export function checkSignatures(
  acts: readonly CheckedAct[],
  { trust = NOBODY, revocation }: SignatureOptions,
  findings: Findings,
): Map<string, ActReport['authenticity']> {
  const enrolled = credentialsOf(acts.flatMap(({ related, body }) => (related && body ? [body.whole] : [])));
  const borneOut = new Map<string, ActReport['authenticity']>();
  for (const { name, body } of acts) {
    if (body?.data.signature === undefined) {
      continue;
    }
    const known = enrolmentsOf(enrolled, body.actor.personId);
    const { answer, findings: noticed } = verifyAct(body.whole, {
      trust,
      at: Date.parse(body.at),
      ...(revocation.crls.length + revocation.ocsps.length === 0 ? {} : { evidence: revocation }),
      ...(known.length === 0 ? {} : { credentials: known }),
    });
    const evidence = noticed.map(({ code }) => code).join(' ');
    const more = { place: name, ...(evidence === '' ? {} : { evidence }) };
    if (answer === 'signed') {
      borneOut.set(name, 'signed');
    } else if (answer === 'untrusted') {
      findings.unproven(2, 'approval-untrusted', '本人签名成立，但没有您认可的机构说明这把密钥是谁的', more);
    } else {
      findings.changed(2, 'approval-wrong', '本人签名不成立，或不是签在这件事上的', more);
    }
  }
  return borneOut;
}

function enrolmentsOf(
  enrolled: readonly EnrolledCredential[],
  personId: string | undefined,
): EnrolledCredential[] {
  return enrolled.filter((one) => one.personId === personId);
}
