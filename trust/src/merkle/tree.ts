/**
 * The tree of RFC 6962 §2.1 (RFC 9162 §2.1), with the hash as a parameter: SHA-256 for the log, SHA-256 and SM3
 * for document versions. No padding and no duplicated last leaf: a tree of n leaves is split at the largest power
 * of two smaller than n, so every size has exactly one shape.
 */

/** A hash of bytes, 32 bytes out. SHA-256 or SM3. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** Length in bytes of every hash in a tree. */
export const HASH_BYTES = 32;

const LEAF = 0x00;
const NODE = 0x01;

/** What a leaf of usual length hashes; made once, since a hash never keeps its input. Its first byte stays 0x00. */
const leafInput = new Uint8Array(4096).fill(LEAF, 0, 1);

/** Leaf hash: H(0x00 ‖ data). The prefix keeps a leaf from ever being taken for an inner node. */
export function leafHash(hash: Hash, data: Uint8Array): Uint8Array {
  const length = 1 + data.length;
  const input = length <= leafInput.length ? leafInput.subarray(0, length) : new Uint8Array(length);
  input.set(data, 1);
  return hash(input);
}

/** What an inner node hashes; made once, since a hash never keeps its input. */
const nodeInput = new Uint8Array(1 + 2 * HASH_BYTES).fill(NODE, 0, 1);

/** Inner node: H(0x01 ‖ left ‖ right). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return hash(nodeInput);
}

/** Root of the empty tree: H(""). */
export function emptyRoot(hash: Hash): Uint8Array {
  return hash(new Uint8Array(0));
}

/**
 * Where a run of `n` > 1 leaves is split: the largest power of two smaller than n. Exact up to 2^53-1 (no 32-bit
 * operators).
 */
export function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) {
    k *= 2;
  }
  return k;
}

/** Root over leaf hashes in order. */
export function rootOf(hash: Hash, leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) {
    return emptyRoot(hash);
  }
  // Level by level, neighbours are joined and a last one without a neighbour goes up as it is: every split is then at the
  // largest power of two.
  let level = leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i + 1 < level.length; i += 2) {
      above.push(nodeHash(hash, level[i]!, level[i + 1]!));
    }
    if (level.length % 2 === 1) {
      above.push(level.at(-1)!);
    }
    level = above;
  }
  return level[0]!;
}

/** Joins the roots of neighbouring perfect subtrees, sizes falling from left to right, into one root. */
export function foldRight(hash: Hash, roots: readonly Uint8Array[]): Uint8Array {
  let acc = roots.at(-1);
  if (acc === undefined) {
    return emptyRoot(hash);
  }
  for (let i = roots.length - 2; i >= 0; i--) {
    acc = nodeHash(hash, roots[i]!, acc);
  }
  return acc;
}

/** Whether `n` can be a leaf index or a tree size here: an integer from 0 to 2^53-1. */
export function isCount(n: unknown): n is number {
  return typeof n === 'number' && Number.isSafeInteger(n) && n >= 0;
}

/** Whether two hashes are equal byte for byte. Values are public, so this need not run in constant time. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) {
    return false;
  }
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) {
      return false;
    }
  }
  return true;
}
