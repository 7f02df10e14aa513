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

/** Leaf hash: H(0x00 ‖ data). The prefix keeps a leaf from ever being taken for an inner node. */
export function leafHash(hash: Hash, data: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + data.length);
  input[0] = LEAF;
  input.set(data, 1);
  return hash(input);
}

/** Inner node: H(0x01 ‖ left ‖ right). */
export function nodeHash(hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + left.length + right.length);
  input[0] = NODE;
  input.set(left, 1);
  input.set(right, 1 + left.length);
  return hash(input);
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
  // A stack of perfect subtrees, sizes falling; equal neighbours are merged as in a binary counter.
  const stack: { size: number; root: Uint8Array }[] = [];
  for (const leaf of leaves) {
    let size = 1;
    let root = leaf;
    let last = stack.at(-1);
    while (last !== undefined && last.size === size) {
      root = nodeHash(hash, last.root, root);
      size *= 2;
      stack.pop();
      last = stack.at(-1);
    }
    stack.push({ size, root });
  }
  return foldRight(
    hash,
    stack.map((subtree) => subtree.root),
  );
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
