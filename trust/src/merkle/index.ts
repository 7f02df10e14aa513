/** The Merkle tree of RFC 6962, shared by document versions (`content`) and the transparency log (`log`). */
export {
  checkConsistency,
  checkInclusion,
  consistencyRanges,
  impliedRoot,
  inclusionRanges,
  type LeafRange,
  proveConsistency,
  proveInclusion,
} from './proofs.ts';
export {
  emptyRoot,
  foldRight,
  HASH_BYTES,
  type Hash,
  isCount,
  leafHash,
  nodeHash,
  rootOf,
  sameHash,
  splitPoint,
} from './tree.ts';
