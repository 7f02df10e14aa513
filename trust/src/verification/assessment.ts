/**
 * What a format's verification finds out, before the verdict. OFD and PDF fill the same shape, so one decision
 * table and one set of sentences speak for both.
 */

import type { Finding } from '@yiwen/formats';
import type { Answer, SignatureReport, Words } from './report.ts';

/** What a format finds out about one signature; the verdict on it and its answers follow from this. */
export type SignatureFacts = Omit<SignatureReport, 'verdict' | 'answers'>;

/** One signature's facts. */
export type AssessedSignature = {
  report: SignatureFacts;
  /**
   * `intact`: value, digests and structure fit. `list-changed`: the signed content fits, only something the
   * signature had closed against later additions was changed. `broken`: they do not fit. `unverifiable`: the value
   * is missing or broken in form, or cannot be checked alone.
   */
  state: 'intact' | 'list-changed' | 'broken' | 'unverifiable';
  /** What was done to the file after this signature. */
  changed: 'none' | 'form-filled' | 'modified';
  /** A certificate of the chain has expired by now, and nobody trusted saw the signature before that. */
  timeUnproven: boolean;
  /** Nobody of the chain had been revoked when the signature was made, by evidence at hand. */
  revocationKnown: boolean;
  /** The seal by itself. */
  seal: Answer;
};

/** Facts about the whole file that decide beside the signatures. */
export type Condition =
  /** Programs may see different content in the same bytes. */
  | 'ambiguous'
  | 'damaged'
  /** Traces of a signature are there, but nothing links to them any more. */
  | 'severed'
  /** What is shown was added or switched after signing. */
  | 'changed-after-signing'
  /** Something rides along that no signature covers and nothing shows. */
  | 'stowaway'
  /** Not opened or not judged; `reason` says why. */
  | 'refused';

/** Everything the decision needs. */
export type Assessment = {
  format: 'ofd' | 'pdf' | 'asice' | 'other';
  signatures: AssessedSignature[];
  findings: Finding[];
  conditions: ReadonlySet<Condition>;
  /** For `refused` and `damaged`: the reason in words. */
  reason?: Words;
  metadata?: Record<string, string>;
};
