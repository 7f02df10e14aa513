/**
 * A signature beside a file (`FILE.p7s`): CMS SignedData without the content, at the level CAdES-B-B (ETSI EN 319 122-1:
 * content-type, message-digest, signing-time, signing-certificate-v2), with a time-stamp CAdES-B-T. For any file; a
 * picture or a table is not changed by it.
 */

import { hash, type SignerAlgorithm } from '@yiwen/trust/crypto';
import { digestOf, signedAttributes, signedData, withTimeStamp } from '@yiwen/trust/signatures';

/** Who signs and when. Certificates are DER, the chain from the issuer up to the root; `time` is Unix ms. */
export type DetachedSigning = {
  certificate: Uint8Array;
  chain: readonly Uint8Array[];
  algorithm: SignerAlgorithm;
  time: number;
};

/** A signature waiting for its value. Sign `toBeSigned` (the signed attributes), nothing else. */
export type PreparedDetached = Omit<DetachedSigning, 'time'> & { readonly toBeSigned: Uint8Array };

/** Prepares the signature of a file. Pure: the same file, signer and time give the same bytes. */
export function prepareDetached(
  content: Uint8Array,
  { certificate, chain, algorithm, time }: DetachedSigning,
): PreparedDetached {
  const contentDigest = hash(digestOf(algorithm), content);
  const toBeSigned = signedAttributes({ contentDigest, certificate, algorithm, signingTime: time });
  return { certificate, chain, algorithm, toBeSigned };
}

/**
 * The `.p7s`, DER, out of the signer's value over `prepared.toBeSigned`. `timeStamp`: an RFC 3161 token over that same
 * `signature`; it can also be put in later (`withTimeStamp`).
 */
export function completeDetached(
  prepared: PreparedDetached,
  signature: Uint8Array,
  { timeStamp }: { timeStamp?: Uint8Array } = {},
): Uint8Array {
  const { certificate, chain, algorithm, toBeSigned: attributes } = prepared;
  const cms = signedData({ attributes, signature, certificate, chain, algorithm });
  return timeStamp === undefined ? cms : withTimeStamp(cms, timeStamp);
}
