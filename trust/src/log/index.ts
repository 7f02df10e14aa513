/** Trees, tiles, checkpoints, witness signatures, proofs: the transparency log without its keeper. */

export { checkConsistency, checkInclusion, emptyRoot, leafHash } from '../merkle/index.ts';
export { readBundle, writeBundle } from './bundle.ts';
export { type OpenedCheckpoint, openCheckpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
export {
  type Commitment,
  commitment,
  documentPseudonym,
  entryDigest,
  type LogState,
  logOpening,
  MAX_ENTRY_BYTES,
  readCommitment,
  readLogOpening,
} from './commitment.ts';
export { cosignatureTime, cosigner } from './cosignature.ts';
export { type FsckOptions, type FsckReport, fsck, type LogFinding } from './fsck.ts';
export { type KeyFile, readKeyFile, writeKeyFile } from './key-file.ts';
export { LogError, type LogErrorCode } from './log-error.ts';
export {
  CHECKPOINT_PATH,
  growStore,
  type LogStore,
  type LogStoreCase,
  logStoreContract,
  refuseChange,
  storeSource,
} from './log-store.ts';
export { compareWithMirror, type LogCopy, type MirrorDifference } from './mirror.ts';
export { ed25519NoteSigner, noteVerifier, sm2NoteSigner } from './note-keys.ts';
export { type Policy, type QuorumRule, readPolicy, satisfies } from './policy.ts';
export {
  checkProof,
  type LogProof,
  type ProofCheck,
  type ProofFault,
  readProof,
  writeProof,
} from './proof-file.ts';
export {
  type NoteSignature,
  type NoteSigner,
  type NoteVerifier,
  type OpenedNote,
  openNote,
  readNote,
  readSignatureLine,
  type SignedNote,
  signNote,
  writeNote,
  writeSignatureLine,
} from './signed-note.ts';
export { TileCache } from './tile-cache.ts';
export {
  bundleOfLeaf,
  hashesAtLevel,
  partialTiles,
  readTilePath,
  TILE_WIDTH,
  type TileName,
  tilePath,
  tileWidth,
} from './tile-path.ts';
export { readEntries, readTile, type TileSource, tileSource } from './tile-source.ts';
export { TileTree } from './tile-tree.ts';
export {
  EMPTY_EDGE,
  edgeFiles,
  edgeRoot,
  growEdge,
  type LogFile,
  readEdge,
  type TreeEdge,
} from './tree-edge.ts';
export { KEY_TYPE, makeVkey, readVkey, type Vkey, writeVkey } from './vkey.ts';
export {
  type AddCheckpoint,
  judgeGrowth,
  MAX_ADD_CHECKPOINT_BYTES,
  type OpenedAddCheckpoint,
  openAddCheckpoint,
  originDigest,
  readAddCheckpoint,
  readCosignatures,
  SIZE_TYPE,
  type WitnessRefusal,
  withLines,
  writeAddCheckpoint,
} from './witness.ts';
