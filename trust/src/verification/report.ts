/**
 * The report on a document: what a stranger reads on the verification page, what `yiwen verify --json` prints,
 * what a receiving organ keeps beside an incoming file. This file is a contract: plain JSON, no bytes.
 */

import type { Finding } from '@yiwen/formats';
import type { TrustList } from '@yiwen/trust/certificates';

/** The one word about a whole file. Ordered in `verdict.ts`; words for people in `sentence.ts`. */
export type Verdict =
  | 'valid'
  | 'intact-untrusted'
  | 'partly-covered'
  | 'changed-after-signing'
  | 'tampered'
  | 'certificate-bad'
  | 'unsigned'
  | 'damaged'
  | 'refused';

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

/** What was found out about one signature or seal. */
export type SignatureReport = {
  kind: 'seal' | 'signature';
  /** Name in the signer's certificate; for an untrusted one a mere claim. */
  signer: string;
  sealName?: string;
  /** ISO 8601 UTC. */
  time?: string;
  /** `claimed`: by the signer's own clock. `timestamp`: by a verified time stamp. */
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
};

/** The report on a document. */
export type Report = {
  verdict: Verdict;
  sentence: Words;
  format: 'ofd' | 'pdf' | 'other';
  signatures: SignatureReport[];
  /** Observations about the file as a whole. */
  findings: Finding[];
  doesNotProve: Words[];
  /** A demonstration's trust list was used: every sentence says 演示无效. */
  demo: boolean;
  /** What the file says about itself (文号, 标题, 文档标识 …). As good as its coverage. */
  metadata?: Record<string, string>;
};

/** Options of verification. `now` is Unix milliseconds. */
export type VerifyOptions = { trust?: TrustList; now: number; fileName?: string };
