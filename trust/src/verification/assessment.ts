/**
 * What a format's verification finds out, before the verdict. OFD and PDF fill the same shape, so one decision
 * table and one set of sentences speak for both.
 */

import type { Finding } from '@yiwen/formats';
import type { SignatureReport, Words } from './report.ts';

/** One signature's facts. */
export type AssessedSignature = {
  report: SignatureReport;
  /**
   * `intact`: value, digests and structure fit. `list-changed`: the signed content fits, only something the
   * signature had closed against later additions was changed. `broken`: they do not fit. `unverifiable`: the form
   * of the signature cannot be checked at all.
   */
  state: 'intact' | 'list-changed' | 'broken' | 'unverifiable';
};

/** Facts about the whole file that decide beside the signatures. */
export type Condition =
  /** Programs may see different content in the same bytes. */
  | 'ambiguous'
  | 'damaged'
  /** Signature files are there, but nothing links to them any more. */
  | 'signatures-removed'
  /** What is shown was added or switched after signing. */
  | 'changed-after-signing'
  /** Something rides along that no signature covers and nothing shows. */
  | 'stowaway'
  /** Not opened or not judged; `reason` says why. */
  | 'refused';

/** Everything the decision needs. */
export type Assessment = {
  format: 'ofd' | 'pdf' | 'other';
  signatures: AssessedSignature[];
  findings: Finding[];
  conditions: ReadonlySet<Condition>;
  /** For `refused` and `damaged`: the reason in words. */
  reason?: Words;
  metadata?: Record<string, string>;
};
