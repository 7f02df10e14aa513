/** The report on an evidence package: plain JSON, every finding kept, one word on top. */

import type { Finding } from '@yiwen/formats';
import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';
import type { Policy } from '@yiwen/trust/log';
import type { Report, Verdict, Words } from '@yiwen/trust/verification';
import type { EvidenceSubject, PartNumber } from './manifest.ts';

/**
 * How a part came out. `good`: it holds. `absent`: there is nothing of it, and nothing was needed. `open`: what it says is
 * not borne out by anybody outside the issuer. `bad`: it contradicts itself or another part, or something is missing.
 */
export type PartState = 'good' | 'absent' | 'open' | 'bad';

/** One part's outcome. */
export type PartReport = { part: PartNumber; state: PartState; findings: Finding[] };

/** When an act was logged: after the one time and no later than the other, ISO 8601 UTC, by witnesses' clocks. */
export type Interval = { after?: string; until?: string; by: 'witnesses' | 'time-stamp' | 'issuer' };

/** One act as the package shows it. */
export type ActReport = {
  seq: number;
  type: string;
  /** The issuer's clock. */
  at?: string;
  who?: string;
  post?: string;
  onBehalfOf?: string;
  /** `signed`: the person's own signature over this very act was checked. `account`: the issuer's word about an account. */
  authenticity: 'signed' | 'account' | 'system' | 'erased';
  /** Where it stands in the log; absent when no proof came with it. */
  index?: number;
  logged?: Interval;
  version?: number;
};

/** The four questions of a dispute, each answered as far as the package carries and no further. */
export type Answers = { whoSigned: Words[]; when: Words[]; whoSaw: Words[]; whichVersion: Words[] };

/** The report. */
export type EvidenceReport = {
  kind: 'evidence';
  verdict: Verdict;
  sentence: Words;
  subject?: EvidenceSubject;
  parts: PartReport[];
  files: { path: string; name?: string; report: Report }[];
  acts: ActReport[];
  answers: Answers;
  findings: Finding[];
  doesNotProve: Words[];
  demo: boolean;
};

/**
 * What the verifier brings; nothing of it may come from the package. `policy`: the logs accepted and the witnesses asked
 * for; taken from the trust list's keys when absent (each log of it, any one witness). `entries`: all entries of the log
 * known from a mirror, to find acts of the document that the package leaves out. `now` is Unix milliseconds.
 */
export type EvidenceOptions = {
  trust?: TrustList;
  policy?: Policy;
  now: number;
  revocation?: RevocationEvidence;
  entries?: Iterable<Uint8Array>;
};
