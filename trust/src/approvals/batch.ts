/**
 * What is actually signed: Merkle roots over the statements approved together (RFC 9162 §2.1), by both hashes. One
 * statement alone is a tree of one leaf.
 */

import { base64url, bytesOf, concat, fromBase64url, sha256, sm3, utf8 } from '../crypto/index.ts';
import { type Hash, impliedRoot, proveInclusion, rootOf } from '../merkle/index.ts';
import type { BatchPath } from './signature.ts';
import { type ApprovalStatement, statementLeaf } from './statement.ts';

/** Most acts approved at once: what a screen can list and a person can look at. */
export const MAX_BATCH = 200;

/** How many statements were approved together, and the two Merkle roots over them, 32 bytes each. */
export type ApprovalRoot = { readonly size: number; readonly sha256: Uint8Array; readonly sm3: Uint8Array };

/** Words in front of everything a personal key signs, so that no other protocol's bytes can be taken for an approval. */
const DOMAIN = utf8('yiwen-approval-v1\n');

/**
 * The bytes a key signs: `yiwen-approval-v1`, line feed, the number of statements (4 bytes, big-endian), SHA-256 root,
 * SM3 root. The number is signed because a path alone fits trees of several sizes.
 */
export function approvalMessage(root: ApprovalRoot): Uint8Array {
  return concat(DOMAIN, bytesOf(BigInt(root.size), 4), root.sha256, root.sm3);
}

/** The digest a passkey signs as its challenge: SHA-256 of {@link approvalMessage}. */
export function approvalChallenge(root: ApprovalRoot): Uint8Array {
  return sha256(approvalMessage(root));
}

/**
 * The roots over the statements in this order, and each one's path; no path where there is one statement only.
 *
 * @throws RangeError when there are none or more than {@link MAX_BATCH}
 */
export function approvalBatch(statements: readonly ApprovalStatement[]): {
  root: ApprovalRoot;
  paths: readonly (BatchPath | undefined)[];
} {
  const size = statements.length;
  if (size === 0 || size > MAX_BATCH) {
    throw new RangeError(`expected 1 to ${MAX_BATCH} statements, found ${size}`);
  }
  const leaves = statements.map(statementLeaf);
  const bySha256 = leaves.map((leaf) => leaf.sha256);
  const bySm3 = leaves.map((leaf) => leaf.sm3);
  const path = (hash: Hash, all: readonly Uint8Array[], index: number) =>
    proveInclusion(hash, all, index).map(base64url);
  return {
    root: { size, sha256: rootOf(sha256, bySha256), sm3: rootOf(sm3, bySm3) },
    paths: statements.map((_, index) =>
      size === 1
        ? undefined
        : { index, size, sha256: path(sha256, bySha256, index), sm3: path(sm3, bySm3, index) },
    ),
  };
}

/** The roots that a statement and its path lead to; undefined when the path cannot be one of that tree. */
export function rootFrom(
  statement: ApprovalStatement,
  batch: BatchPath | undefined,
): ApprovalRoot | undefined {
  const leaf = statementLeaf(statement);
  if (batch === undefined) {
    return { size: 1, ...leaf };
  }
  const climb = (hash: Hash, from: Uint8Array, path: readonly string[]): Uint8Array | undefined => {
    const hashes = path.map(fromBase64url);
    return hashes.every((one) => one !== undefined)
      ? impliedRoot(hash, from, batch.index, batch.size, hashes)
      : undefined;
  };
  const bySha256 = climb(sha256, leaf.sha256, batch.sha256);
  const bySm3 = climb(sm3, leaf.sm3, batch.sm3);
  return bySha256 && bySm3 && { size: batch.size, sha256: bySha256, sm3: bySm3 };
}
