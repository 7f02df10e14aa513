/**
 * The personal signature inside a recorded act: does it stand, and does it say what the act says? An act whose signature
 * was lent from another act, version, opinion or person is caught here, from the event body alone.
 */

import type { Finding } from '@yiwen/formats';
import { type CanonicalValue, canonicalJson, type Digests, digestContent } from '../content/index.ts';
import { readSignature } from './read-signature.ts';
import { fault, note } from './reasons.ts';
import type { ActApprovalReport, ApprovalContext } from './report.ts';
import { type ApprovalStatement, opinionDigest, useOf } from './statement.ts';
import { verifyApproval } from './verify-approval.ts';

/** What the checker believes about acts. */
export type ActContext = ApprovalContext & {
  /** Whether this kind of act needs a personal signature under the rule in force at that time. */
  readonly required?: boolean;
};

type Members = Readonly<Record<string, unknown>>;

/** The answer about the personal signature of the act with this event body (`recordAct`). Never throws on a body. */
export function verifyAct(body: unknown, context: ActContext): ActApprovalReport {
  const act = members(body);
  const data = members(act.data);
  if (data.signature === undefined) {
    return withoutSignature(members(act.actor), context);
  }
  const signature = readSignature(data.signature);
  if (signature === undefined) {
    return { answer: 'wrong', findings: [fault('approval-unreadable')] };
  }
  const report = verifyApproval(signature.statement, signature, context);
  const findings = [...report.findings, ...differences(signature.statement, act, data)];
  const isWrong = findings.some((finding) => finding.severity === 'error');
  return { ...report, answer: isWrong ? 'wrong' : report.answer, findings };
}

function withoutSignature(actor: Members, context: ActContext): ActApprovalReport {
  const hadKey = context.credentials?.some(
    (one) =>
      one.personId === actor.personId &&
      one.from <= context.at &&
      (one.until === undefined || context.at < one.until),
  );
  const findings = [
    context.required === true ? fault('approval-owed') : note('approval-none'),
    ...(hadKey === true ? [note('approval-had-key')] : []),
  ];
  return { answer: context.required === true ? 'wrong' : 'none', findings };
}

/** Where the statement and the act's own record differ. */
function differences(statement: ApprovalStatement, act: Members, data: Members): Finding[] {
  const findings: Finding[] = [];
  const isAct =
    statement.organ === act.organ &&
    statement.flow === data.flow &&
    statement.node === data.node &&
    statement.step === data.stepId &&
    statement.verb === data.verb;
  if (!isAct) {
    findings.push(fault('approval-other-act'));
  }
  if (statement.matter !== act.matter || statement.doc !== act.doc) {
    findings.push(fault('approval-other-document'));
  }
  if (!same(statement.version, data.root)) {
    findings.push(fault('approval-other-version'));
  }
  if (!same(statement.seal, useOf(data))) {
    findings.push(fault('approval-other-use'));
  }
  const ink = data.ink === undefined ? undefined : digestOf(data.ink);
  if (!same(statement.opinion, digestOfWords(data)) || !same(statement.ink, ink)) {
    findings.push(fault('approval-other-opinion'));
  }
  if (!same(statement.actor, act.actor)) {
    findings.push(fault('approval-other-person'));
  }
  return findings;
}

function digestOfWords(data: Members): Digests | undefined {
  try {
    return opinionDigest(data as Parameters<typeof opinionDigest>[0]);
  } catch {
    return undefined;
  }
}

function digestOf(value: unknown): Digests | undefined {
  try {
    return digestContent(value as CanonicalValue);
  } catch {
    return undefined;
  }
}

/** Whether both are absent, or both the same value. */
function same(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) {
    return one === other;
  }
  try {
    return canonicalJson(one as CanonicalValue) === canonicalJson(other as CanonicalValue);
  } catch {
    return false;
  }
}

function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : {};
}
