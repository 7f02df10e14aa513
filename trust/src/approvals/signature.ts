/** The personal signature 个人签名 of an act, as the `signature` member of its event body keeps it. */

import type { ApprovalStatement } from './statement.ts';

/** Signed by the person's own key. Binary members are unpadded base64url, certificates DER. */
export type KeyProof = {
  readonly kind: 'key';
  readonly algorithm: 'sm2-sm3' | 'ecdsa-p256-sha256';
  readonly certificate: string;
  /** From the issuer up to and including the root. */
  readonly chain: readonly string[];
  /** DER SEQUENCE{r, s} over {@link approvalMessage}. */
  readonly value: string;
};

/**
 * A passkey assertion (WebAuthn level 2 §7.2) whose challenge is {@link approvalChallenge}, the digest to be signed. The algorithm follows
 * from the key: P-256 is ES256, RSA is RS256, Ed25519 is EdDSA.
 */
export type PasskeyProof = {
  readonly kind: 'passkey';
  /** SubjectPublicKeyInfo of the credential. */
  readonly publicKey: string;
  /** A person certificate over the same key, and its chain, where the authority issued one. */
  readonly certificate?: string;
  readonly chain?: readonly string[];
  readonly rpId: string;
  readonly origin: string;
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly value: string;
};

/** The place of this statement among those approved together (RFC 9162 §2.1.3), hashes leaf side first, base64url. */
export type BatchPath = {
  readonly index: number;
  readonly size: number;
  readonly sha256: readonly string[];
  readonly sm3: readonly string[];
};

/** A personal signature. `batch` is absent when the act was approved alone. */
export type ApprovalSignature = {
  readonly v: 1;
  readonly statement: ApprovalStatement;
  readonly batch?: BatchPath;
  readonly proof: KeyProof | PasskeyProof;
};

/** A key or passkey that a person enrolled, as the log's events tell it ({@link credentialsOf}). */
export type EnrolledCredential = {
  readonly personId: string;
  readonly kind: 'key' | 'passkey';
  /** SubjectPublicKeyInfo, base64url. */
  readonly publicKey: string;
  /** Unix ms of the enrolment, and of its revocation or replacement. */
  readonly from: number;
  readonly until?: number;
};
