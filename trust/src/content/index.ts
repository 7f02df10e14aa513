/** What a document says, as something that can be hashed and proved: canonical JSON and the version's Merkle root. */
export {
  CanonicalJsonError,
  type CanonicalValue,
  canonicalBytes,
  canonicalJson,
  MAX_CANONICAL_DEPTH,
  readCanonicalJson,
} from './canonical-json.ts';
export {
  type Digests,
  digestContent,
  digestFile,
  type HashName,
  leafBytes,
  newSalt,
  type Part,
  PartError,
} from './part.ts';
export { MAX_PARTS, orderParts } from './part-order.ts';
export { checkPart, type PartProof, provePart, type VersionRoot, versionRoot } from './version-root.ts';
