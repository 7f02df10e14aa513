/** Trees, tiles, checkpoints, witness signatures, proofs: the transparency log without its keeper. */

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
export { LogError, type LogErrorCode } from './log-error.ts';
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
export { KEY_TYPE, makeVkey, readVkey, type Vkey, writeVkey } from './vkey.ts';
