/** Is this document what it claims to be? One structured report, never one boolean. */

export type {
  Answer,
  Answers,
  CertificateSummary,
  DocumentStatus,
  Report,
  SignatureReport,
  Verdict,
  VerifyOptions,
  Words,
} from './report.ts';
export { sealPictures } from './seal-pictures.ts';
export { plainName } from './sentence.ts';
export { worstVerdict } from './verdict.ts';
export { verifyDetached, verifyDocument } from './verify-document.ts';
