/** The facts about a PDF's signatures, as they are gathered before anybody speaks of a verdict. */
import type { Finding } from '@yiwen/formats';
import type { Certificate, RevocationEvidence, TrustList } from '@yiwen/trust/certificates';

/** A time-stamp that speaks for a signature. `end`: it was made over the first so many bytes, or undefined when over the value. */
export type StampFacts = {
  over: 'signature' | 'document';
  time: number;
  maker: Certificate | undefined;
  trusted: boolean;
};

/** One signature or document time-stamp. Times are Unix ms. */
export type PdfSignatureFacts = {
  fieldName: string;
  kind: 'seal' | 'signature' | 'time-stamp';
  signer: Certificate | undefined;
  signerName: string;
  /** Value, digest and range hold. */
  intact: boolean;
  time: number | undefined;
  timeSource: 'claimed' | 'timestamp';
  trust: 'trusted' | 'untrusted' | 'bad';
  timeUnproven: boolean;
  revocationKnown: boolean;
  changedAfter: 'none' | 'form-filled' | 'modified';
  /** Length of the saved state that was signed: the first so many bytes of the file; 0 when the range is unusable. */
  signedLength: number;
  /** /ByteRange as written. */
  byteRange: string;
  /** Pages (from 0) that show it. */
  pages: number[];
  /** False when the form of the signature cannot be checked at all. */
  verifiable: boolean;
  /** Intact time-stamps over its value, and over later states of the file. */
  timeStamps: StampFacts[];
  findings: Finding[];
};

/** All facts of one file. */
export type PdfFacts = {
  signatures: PdfSignatureFacts[];
  findings: Finding[];
  /** Info dictionary: Title, Author, Subject, Keywords. */
  metadata: Record<string, string>;
  /** Why the file cannot be read at all. */
  unreadable: Finding | undefined;
};

/** An intact document time-stamp: all bytes before `end` were there at its time, if somebody trusted for time made it. */
export type DocumentStamp = StampFacts & { end: number };

/** What signatures are judged with. */
export type CheckOptions = {
  trust: TrustList | undefined;
  now: number;
  revocation?: RevocationEvidence | undefined;
  /** Certificates kept in the file beside its signatures. */
  chain?: readonly Uint8Array[];
  /** Document time-stamps judged so far: all that stand after the one being judged. */
  stamps?: readonly DocumentStamp[];
};
