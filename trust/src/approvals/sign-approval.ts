/** Making a personal signature with a key in memory: in the person's browser, for the moment of the act only. */

import { base64url, keySigner, type RandomSource } from '../crypto/index.ts';
import { approvalBatch, approvalMessage } from './batch.ts';
import type { ApprovalSignature } from './signature.ts';
import type { ApprovalStatement } from './statement.ts';

/** A person's opened key. `privateKey` is the raw 32 bytes, certificates DER. */
export type PersonalKey = {
  readonly algorithm: 'sm2-sm3' | 'ecdsa-p256-sha256';
  readonly privateKey: Uint8Array;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
};

/**
 * One signature for all statements, handed out to each with its path.
 *
 * @throws RangeError for no or too many statements, or a key that is none; CanonicalJsonError for a bad statement
 */
export async function signApprovals(
  statements: readonly ApprovalStatement[],
  key: PersonalKey,
  options: { random: RandomSource },
): Promise<ApprovalSignature[]> {
  const { root, paths } = approvalBatch(statements);
  const { algorithm, privateKey, certificate } = key;
  const signer = keySigner({ algorithm, privateKey, certificate, chain: [...key.chain] }, options);
  const value = base64url(await signer.sign(approvalMessage(root)));
  return statements.map((statement, i) => {
    const batch = paths[i];
    return {
      v: 1,
      statement,
      ...(batch === undefined ? {} : { batch }),
      proof: {
        kind: 'key',
        algorithm,
        certificate: base64url(certificate),
        chain: key.chain.map(base64url),
        value,
      },
    };
  });
}
