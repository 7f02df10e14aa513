/** Personal signatures: what a person approved, and whether that very person did. */
export type {
  ActApprovalReport,
  ApprovalAnswer,
  ApprovalContext,
  ApprovalReport,
} from './report.ts';
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
  MAX_STATEMENT_BYTES,
  opinionDigest,
  statementLeaf,
} from './statement.ts';
