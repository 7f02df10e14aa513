/** What the authority offers to sealing, personal signing and everybody who judges: certificates, revocation, time. */
import type {
  Purpose,
  RevocationEvidence,
  RevocationReason,
  Subject,
  TrustList,
} from '@yiwen/trust/certificates';
import type { EcSignerAlgorithm, HashName, PublicKey } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import { serviceKey } from '../../platform/node/index.ts';
import type { FileInCare } from './file-time.ts';
import type { SignedFile, StampedFile } from './stamp-file.ts';
import type { KeptValidationData, StampedFileRow } from './stamped-files.ts';
import type { Stamped } from './time-sources.ts';

/**
 * The key to be certified: its public half, and a way to sign the request that an outside authority needs; or such a
 * request (PKCS#10, DER) made elsewhere, in a browser or a device.
 */
export type KeyToCertify =
  | {
      algorithm: EcSignerAlgorithm;
      publicKey: PublicKey;
      /** Signs with the private half; answers DER SEQUENCE{r, s}. */
      sign(tbs: Uint8Array): Promise<Uint8Array> | Uint8Array;
    }
  | { request: Uint8Array };

/** A wish for a certificate. Times are Unix ms; an authority may grant a shorter span. */
export type CertificateOrder = {
  organId: string;
  purpose: Purpose;
  subject: Subject;
  key: KeyToCertify;
  notBefore: number;
  notAfter: number;
  at: Date;
};

/** A certificate, DER; the chain goes from the issuer up to the root. */
export type Issued = { certificate: Uint8Array; chain: Uint8Array[] };

/** `awaiting`: the authority is outside; its answer comes by import, and {@link certificateArrived} tells of it. */
export type CertificateAnswer = ({ state: 'issued' } & Issued) | { state: 'awaiting'; requestId: string };

/** The service. */
export type AuthorityService = {
  /** `demo`: the embedded authority, everything 演示无效. `own`: the office's, by configuration. */
  kind: 'demo' | 'own';
  /** Certifies a key, in the caller's transaction (the organ's own). */
  issue(tx: Tx, order: CertificateOrder): Promise<CertificateAnswer>;
  /**
   * Puts a certificate on the authority's list from `at` on. False when somebody else issued it: the office must then
   * ask its authority. Revoking twice changes nothing; after a `hold` the reason `removed` makes it good again.
   */
  revoke(
    tx: Tx,
    order: { organId: string; certificate: Uint8Array; reason: RevocationReason; at: Date },
  ): Promise<boolean>;
  /** Whom the node believes: the authority's anchors, the configured trust folder, the node's logs. */
  trust(): Promise<TrustList>;
  /** Fresh lists of the authority, and those configured. */
  revocation(): Promise<RevocationEvidence>;
  /**
   * A time-stamp over bytes or their digest, from the first time source that answers in time and is believed; undefined when none does.
   * Never throws for a source's faults and never waits longer than the settings say.
   */
  timeStamp(
    stamped: Uint8Array | { digest: Uint8Array },
    options: { hash: HashName; now: Date },
  ): Promise<Stamped | undefined>;
  /** Puts time into a file that was just signed, if a source answers within its time; `stamp` is absent otherwise. */
  stampFile(file: SignedFile, now: Date): Promise<StampedFile>;
  /** Takes a signed file under care, in the transaction that registers it: stamped later, renewed in time. */
  careFor(tx: Tx, file: FileInCare): Promise<void>;
  /** Works off what waits for a stamp or its renewal; the job calls it. Answers how many files got one. */
  keepTime(): Promise<number>;
  /** Certificates, lists and answers kept when a file (SHA-256, hex) was signed or stamped; the organ's own transaction. */
  validationDataOf(tx: Tx, sha256: string): Promise<KeptValidationData[]>;
  /** Files of an owner under care: which still wait for their stamp. */
  filesInCare(tx: Tx, owner: { owner: string; ownerId: string }): Promise<StampedFileRow[]>;
};

/** Where the module hands its service out. */
export const authorityService = serviceKey<AuthorityService>('authority.service');
