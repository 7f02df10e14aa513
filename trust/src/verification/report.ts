/**
 * The report on a document: what a stranger reads on the verification page, what `yiwen verify --json` prints,
 * what a receiving organ keeps beside an incoming file. This file is a contract: plain JSON, no bytes.
 */

import type { Finding } from '@yiwen/formats';
import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';

/** The one word about a whole file. Ordered in `verdict.ts`; words for people in `sentence.ts`. */
export type Verdict =
  | 'valid'
  | 'valid-superseded'
  | 'valid-withdrawn'
  | 'intact-untrusted'
  | 'intact-time-unproven'
  | 'partly-covered'
  | 'changed-after-signing'
  | 'tampered'
  | 'certificate-bad'
  | 'unsigned'
  | 'damaged'
  | 'refused';

/**
 * Whether the document is in force. A file cannot know: whoever keeps the register says so, and `unknown` is the
 * answer where nobody was asked.
 */
export type DocumentStatus = 'valid' | 'superseded' | 'withdrawn' | 'unknown';

/** One question about a signature, answered by itself. `none`: the question does not arise or nothing was found. */
export type Answer = 'good' | 'doubtful' | 'bad' | 'none';

/** The questions of a report, kept apart: a good answer to one never makes up for a bad one to another. */
export type Answers = {
  /** Digests and values hold, and what is shown is what was signed. */
  integrity: Answer;
  /** The seal by itself: its maker's signature, its list of certificates, its period. */
  seal: Answer;
  /** The signer's certificate when it was used. */
  signer: Answer;
  /** Somebody on the trust list vouches for it. */
  trust: Answer;
  /** The time is proven by a trusted time-stamp, or only claimed. */
  time: Answer;
  /** Everything shown is protected. */
  coverage: Answer;
};

/** The same words in both languages. */
export type Words = { zh: string; en: string };

/** A certificate as shown; times are ISO 8601 UTC, serial and fingerprint (SHA-256) lower-case hex. */
export type CertificateSummary = {
  subject: string;
  issuer: string;
  serial: string;
  notBefore: string;
  notAfter: string;
  fingerprint: string;
};

/**
 * A time-stamp: over the signature's value, or over the whole document as it was then. It proves its time only when
 * `trusted`; `makerUntil` is when its maker's certificate ends, before which another must be added. Times ISO 8601 UTC.
 */
export type TimeStampReport = {
  over: 'signature' | 'document';
  time: string;
  /** Name in the maker's certificate. */
  maker: string;
  trusted: boolean;
  makerUntil?: string;
};

/** What was found out about one signature or seal. */
export type SignatureReport = {
  kind: 'seal' | 'signature' | 'time-stamp';
  /** What this signature alone would make of the file. */
  verdict: Verdict;
  answers: Answers;
  /** Name in the signer's certificate; for an untrusted one a mere claim. */
  signer: string;
  sealName?: string;
  /** ISO 8601 UTC. */
  time?: string;
  /** `claimed`: by the signer's own clock. `timestamp`: by a verified time stamp of somebody trusted. */
  timeSource: 'claimed' | 'timestamp';
  /** Signature values, digests and seal data all fit. */
  intact: boolean;
  /** `bad` means known faults (expired, wrong purpose, seal out of its period), not merely unknown. */
  trust: 'trusted' | 'untrusted' | 'bad';
  /** Whether everything that is shown is under this signature. */
  covers: 'all' | 'part';
  covered: string[];
  uncovered: string[];
  findings: Finding[];
  certificate?: CertificateSummary;
  /** Pages (from 0) on which a stamp of it is placed. */
  pages?: number[];
  /** PDF: the first so many bytes of the file are the version that was signed. */
  signedLength?: number;
  /** Intact time-stamps that speak for it, earliest first; absent where there are none. */
  timeStamps?: TimeStampReport[];
};

/** The report on a document. */
export type Report = {
  verdict: Verdict;
  sentence: Words;
  format: 'ofd' | 'pdf' | 'asice' | 'other';
  status: DocumentStatus;
  signatures: SignatureReport[];
  /** Observations about the file as a whole. */
  findings: Finding[];
  doesNotProve: Words[];
  /** A demonstration's trust list was used: every sentence says 演示无效. */
  demo: boolean;
  /** What the file says about itself (文号, 标题, 文档标识 …). As good as its coverage. */
  metadata?: Record<string, string>;
};

/**
 * Options of verification. `now` is Unix milliseconds. `status`: what the register says about the document; leave it
 * out where no register was asked. `revocation`: lists and OCSP answers at hand, beside those the file carries.
 */
export type VerifyOptions = {
  trust?: TrustList;
  now: number;
  fileName?: string;
  status?: DocumentStatus;
  revocation?: RevocationEvidence;
};
