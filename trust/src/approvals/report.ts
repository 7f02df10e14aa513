/** What the check of a personal signature answers. */

import type { Finding } from '@yiwen/formats';
import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';
import type { EnrolledCredential } from './signature.ts';

/**
 * `signed`: this person approved this. `untrusted`: the signature is good, but nothing believed says whose key it is.
 * `wrong`: it does not show what it claims. `none` (acts only): nobody signed.
 */
export type ApprovalAnswer = 'signed' | 'untrusted' | 'wrong';

/** Every finding, none hidden, and one answer. */
export type ApprovalReport = {
  readonly answer: ApprovalAnswer;
  readonly findings: readonly Finding[];
  readonly kind?: 'key' | 'passkey';
  /** Title of the certificate's subject, where there is one. */
  readonly signer?: string;
};

/** What the checker believes. */
export type ApprovalContext = {
  readonly trust: TrustList;
  /** The time judged: when the act was recorded. Unix ms. */
  readonly at: number;
  readonly evidence?: RevocationEvidence;
  /** Enrolments known from the log. Given, the key must be among them, at that time, for that person. */
  readonly credentials?: readonly EnrolledCredential[];
  /** Sites whose passkeys count. Given, the assertion must come from one of them. */
  readonly sites?: readonly { readonly rpId: string; readonly origin: string }[];
};

/** The answer about an act: with `none`, whether a signature was owed is in the findings. */
export type ActApprovalReport = Omit<ApprovalReport, 'answer'> & { readonly answer: ApprovalAnswer | 'none' };
