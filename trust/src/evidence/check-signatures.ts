/** Part 2, who acted: personal signatures in the bodies, against the very act they stand in. */

import { credentialsOf, readSignature, verifyAct } from '@yiwen/trust/approvals';
import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';
import type { CheckedAct } from './check-acts.ts';
import type { EventBody } from './event-body.ts';
import type { Findings } from './findings.ts';
import type { ActReport } from './report.ts';

/** What is checked with. */
type SignatureOptions = { readonly trust: TrustList | undefined; readonly revocation: RevocationEvidence };

const NOBODY: TrustList = { name: '', demo: false, anchors: [], logs: [] };

/** Acts by which a person approves: what the office may demand a personal signature for. */
const SIGN_OFFS: ReadonlySet<string> = new Set([
  'documents.reviewed',
  'documents.countersigned',
  'documents.approved',
  'documents.rechecked',
]);
/** The act that sets whether sign-offs need a personal signature. */
const RULE_SET = 'signing.rule-set';

/**
 * Checks the signature of each act that carries one; answers, by the act's name, how its actor is borne out. A key must be
 * among those the log's own acts enrolled for that person, where the package holds such acts about the person; a sign-off
 * without a signature must not claim that there was no key, nor stand under a rule that demands one.
 */
export function checkSignatures(
  acts: readonly CheckedAct[],
  { trust = NOBODY, revocation }: SignatureOptions,
  findings: Findings,
): Map<string, ActReport['authenticity']> {
  const basis = acts.flatMap(({ related, body }) => (related && body ? [body] : []));
  const enrolled = credentialsOf(basis.map(({ whole }) => whole));
  const borneOut = new Map<string, ActReport['authenticity']>();
  const used = new Map<string, string>();
  for (const { name, body, commitment } of acts) {
    if (body === undefined || (body.data.signature === undefined && !SIGN_OFFS.has(body.type))) {
      continue;
    }
    const known = enrolled.filter((one) => one.personId === body.actor.personId);
    const report = verifyAct(body.whole, {
      trust,
      at: Date.parse(body.at),
      required: isRequired(basis, body.at),
      ...(revocation.crls.length + revocation.ocsps.length === 0 ? {} : { evidence: revocation }),
      ...(known.length === 0 ? {} : { credentials: known }),
    });
    const codes = report.findings.map(({ code }) => code);
    const more = { place: name, ...(codes.length === 0 ? {} : { evidence: codes.join(' ') }) };
    // A statement is good for one act (its `key`): a verb that leaves its step open could be told twice.
    const said = readSignature(body.data.signature)?.statement;
    const once = said === undefined ? undefined : `${said.actor.personId} ${said.key}`;
    if (once !== undefined && (used.get(once) ?? commitment.sha256) !== commitment.sha256) {
      findings.changed(2, 'approval-reused', '同一份本人签名用在了两件事上', more);
      continue;
    }
    if (once !== undefined) {
      used.set(once, commitment.sha256);
    }
    if (report.answer === 'signed') {
      borneOut.set(name, 'signed');
    } else if (report.answer === 'untrusted') {
      findings.unproven(2, 'approval-untrusted', '本人签名成立，但没有您认可的机构说明这把密钥是谁的', more);
    } else if (report.answer === 'wrong') {
      findings.changed(2, 'approval-wrong', '应有的本人签名没有、不成立，或不是签在这件事上的', more);
    } else if (codes.includes('approval-had-key') && body.data.unsigned !== 'declined') {
      findings.changed(2, 'approval-key-denied', '记录说本人没有密钥，日志里却有他启用的密钥', more);
    }
  }
  return borneOut;
}

/** Whether the rule in force at that time demanded a personal signature. */
function isRequired(basis: readonly EventBody[], at: string): boolean {
  const rules = basis
    .filter(({ type, at: since }) => type === RULE_SET && Date.parse(since) <= Date.parse(at))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return rules.at(-1)?.data.rule === 'required';
}
