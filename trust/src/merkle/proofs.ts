/**
 * Inclusion and consistency proofs of RFC 9162 §2.1.3–2.1.4: which subtrees a proof names, and the two checks.
 * Making is separate from storage: a proof is a list of leaf ranges, and whoever holds the tree supplies the root
 * of each (from an array, from tiles). Indices are up to 2^53-1, therefore BigInt where bits are looked at.
 */

import { emptyRoot, HASH_BYTES, type Hash, isCount, nodeHash, rootOf, sameHash, splitPoint } from './tree.ts';

/** Leaves `from` (inclusive) to `to` (exclusive). */
export type LeafRange = { from: number; to: number };

/** The subtrees whose roots form the inclusion proof of leaf `index` in a tree of `size`, leaf side first. */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!isCount(index) || !isCount(size) || index >= size) {
    throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  }
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** The subtrees whose roots form the consistency proof from `oldSize` to `newSize`; none when old is 0 or equal. */
export function consistencyRanges(oldSize: number, newSize: number): LeafRange[] {
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) {
    throw new RangeError(`a tree of ${newSize} does not extend one of ${oldSize}`);
  }
  if (oldSize === 0 || oldSize === newSize) {
    return [];
  }
  const ranges: LeafRange[] = [];
  let from = 0;
  let to = newSize;
  // While true, the run still starts at leaf 0, so its root is the old root, which the checker already has.
  let isOldRoot = true;
  while (oldSize !== to) {
    const middle = from + splitPoint(to - from);
    if (oldSize <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
      isOldRoot = false;
    }
  }
  if (!isOldRoot) {
    ranges.push({ from, to });
  }
  return ranges.reverse();
}

/** Inclusion proof over leaf hashes held in memory. */
export function proveInclusion(hash: Hash, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  return inclusionRanges(index, leaves.length).map((r) => rootOf(hash, leaves.slice(r.from, r.to)));
}

/** Consistency proof from the first `oldSize` leaves to all of them, over leaf hashes held in memory. */
export function proveConsistency(hash: Hash, leaves: readonly Uint8Array[], oldSize: number): Uint8Array[] {
  return consistencyRanges(oldSize, leaves.length).map((r) => rootOf(hash, leaves.slice(r.from, r.to)));
}

/**
 * The root that an inclusion proof implies, or undefined when the proof has the wrong length, a hash is not 32
 * bytes, or the index is not in the tree. All arguments may come from an attacker.
 */
export function impliedRoot(
  hash: Hash,
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array | undefined {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, ...proof])) {
    return undefined;
  }
  const i = BigInt(index);
  const inner = bitLength(i ^ BigInt(size - 1));
  const border = onesIn(i >> BigInt(inner));
  if (proof.length !== inner + border) {
    return undefined;
  }
  let root = leaf;
  for (const [level, sibling] of proof.entries()) {
    const siblingIsLeft = level >= inner || ((i >> BigInt(level)) & 1n) === 1n;
    root = siblingIsLeft ? nodeHash(hash, sibling, root) : nodeHash(hash, root, sibling);
  }
  return root;
}

/** Whether `proof` shows that `leaf` is leaf `index` of the tree of `size` with this `root`. */
export function checkInclusion(
  hash: Hash,
  claim: { leaf: Uint8Array; index: number; size: number; root: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  const implied = impliedRoot(hash, claim.leaf, claim.index, claim.size, proof);
  return implied !== undefined && sameHash(implied, claim.root);
}

/**
 * Whether `proof` shows that the tree (newSize, newRoot) begins with the tree (oldSize, oldRoot). An old size of 0 is
 * consistent with everything and needs an empty proof (C2SP tlog-witness); its root must then be that of no leaves.
 */
export function checkConsistency(
  hash: Hash,
  claim: { oldSize: number; oldRoot: Uint8Array; newSize: number; newRoot: Uint8Array },
  proof: readonly Uint8Array[],
): boolean {
  const { oldSize, oldRoot, newSize, newRoot } = claim;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) {
    return false;
  }
  if (oldSize === newSize) {
    const isEmptyRight = newSize > 0 || sameHash(newRoot, emptyRoot(hash));
    return proof.length === 0 && sameHash(oldRoot, newRoot) && isEmptyRight;
  }
  if (!areHashes([oldRoot, newRoot, ...proof])) {
    return false;
  }
  if (oldSize === 0) {
    return proof.length === 0 && sameHash(oldRoot, emptyRoot(hash));
  }
  const m = BigInt(oldSize);
  const last = m - 1n;
  const shift = trailingZeros(m);
  const inner = bitLength(last ^ BigInt(newSize - 1)) - shift;
  const border = onesIn(last >> BigInt(inner + shift));
  const isPerfect = m === 1n << BigInt(shift);
  const seed = isPerfect ? oldRoot : proof[0];
  const path = isPerfect ? proof : proof.slice(1);
  if (seed === undefined || path.length !== inner + border) {
    return false;
  }
  const mask = last >> BigInt(shift);
  let oldImplied = seed;
  let newImplied = seed;
  for (const [level, sibling] of path.entries()) {
    if (level >= inner || ((mask >> BigInt(level)) & 1n) === 1n) {
      oldImplied = nodeHash(hash, sibling, oldImplied);
      newImplied = nodeHash(hash, sibling, newImplied);
    } else {
      newImplied = nodeHash(hash, newImplied, sibling);
    }
  }
  return sameHash(oldImplied, oldRoot) && sameHash(newImplied, newRoot);
}

function areHashes(values: readonly Uint8Array[]): boolean {
  return values.every((value) => value.length === HASH_BYTES);
}

function bitLength(n: bigint): number {
  return n === 0n ? 0 : n.toString(2).length;
}

function onesIn(n: bigint): number {
  return n.toString(2).replaceAll('0', '').length;
}

function trailingZeros(n: bigint): number {
  const bits = n.toString(2);
  return bits.length - 1 - bits.lastIndexOf('1');
}
