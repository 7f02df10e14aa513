/** Personal signatures: what a person approved, and whether that very person did. */
export {
  type ApprovalRoot,
  approvalBatch,
  approvalChallenge,
  approvalMessage,
  MAX_BATCH,
} from './batch.ts';
export { credentialsOf, KEY_ENROLLED, KEY_REVOKED, type KeyActData } from './credentials.ts';
export { type Enrolment, enrolmentChallenge, readEnrolment } from './enrolment.ts';
export { type PrfWrappedKey, unwrapByPrf, wrapByPrf } from './prf-wrapping.ts';
export { readSignature, readStatement } from './read-signature.ts';
export type {
  ActApprovalReport,
  ApprovalAnswer,
  ApprovalContext,
  ApprovalReport,
} from './report.ts';
export { type PersonalKey, signApprovals } from './sign-approval.ts';
export type {
  ApprovalSignature,
  BatchPath,
  EnrolledCredential,
  KeyProof,
  PasskeyProof,
} from './signature.ts';
export {
  type ApprovalActor,
  type ApprovalStatement,
  type ApprovalWords,
  type ApprovedUse,
  choicesOf,
  opinionDigest,
  statementLeaf,
  useOf,
} from './statement.ts';
export { type ActContext, verifyAct } from './verify-act.ts';
export { verifyApproval } from './verify-approval.ts';
export { type Handwriting, type WholeInk, wholeInk } from './whole-ink.ts';
