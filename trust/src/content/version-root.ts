/**
 * The digest of a version 版本: a Merkle root over its parts, by SHA-256 and by SM3 (model.md, "Version";
 * contract/version-root.json has the format in words and vectors). Anybody can prove that one part stood in a
 * version without showing, or letting guess, the rest.
 */

import { fromHex, hex, sha256, sm3 } from '../crypto/index.ts';
import { checkInclusion, type Hash, leafHash, proveInclusion, rootOf } from '../merkle/index.ts';
import { type Digests, type HashName, leafBytes, type Part, PartError } from './part.ts';
import { orderParts } from './part-order.ts';

const HASHES: Readonly<Record<HashName, Hash>> = { sha256, sm3 };

/** The root of a version and its leaves in tree order. Digests are lower-case hexadecimal. */
export type VersionRoot = Digests & { readonly leaves: readonly (Digests & { readonly id: string })[] };

/**
 * The root over a version's parts. The order of `parts` does not matter: leaves stand depth first by position.
 *
 * @throws PartError when the parts do not form one forest (an id or a position twice, a parent missing, a ring)
 */
export function versionRoot(parts: readonly Part[]): VersionRoot {
  const ordered = orderParts(parts);
  const bySha256 = ordered.map((part) => leafHash(sha256, leafBytes(part, 'sha256')));
  const bySm3 = ordered.map((part) => leafHash(sm3, leafBytes(part, 'sm3')));
  return {
    sha256: hex(rootOf(sha256, bySha256)),
    sm3: hex(rootOf(sm3, bySm3)),
    leaves: ordered.map((part, i) => ({
      id: part.id,
      sha256: hex(bySha256[i]!),
      sm3: hex(bySm3[i]!),
    })),
  };
}

/** Shows that `part` is leaf `index` of a version of `size` parts. Hashes leaf side first, hexadecimal. */
export type PartProof = {
  readonly part: Part;
  readonly index: number;
  readonly size: number;
  readonly sha256: readonly string[];
  readonly sm3: readonly string[];
};

/**
 * The proof that the part with this id stands in the version made of `parts`. It shows the part's own leaf members and
 * 2·log₂(n) hashes, nothing else of the version.
 *
 * @throws PartError as {@link versionRoot}; `part-missing` when no part has this id
 */
export function provePart(parts: readonly Part[], id: string): PartProof {
  const ordered = orderParts(parts);
  const index = ordered.findIndex((part) => part.id === id);
  const part = ordered[index];
  if (part === undefined) {
    throw new PartError('part-missing', `no part ${JSON.stringify(id)} in this version`);
  }
  const proofBy = (name: HashName): string[] => {
    const leaves = ordered.map((other) => leafHash(HASHES[name], leafBytes(other, name)));
    return proveInclusion(HASHES[name], leaves, index).map(hex);
  };
  return { part, index, size: ordered.length, sha256: proofBy('sha256'), sm3: proofBy('sm3') };
}

/**
 * Whether a proof shows its part in the version with this root. Both hashes must agree. The proof may come from an
 * attacker; `root` must not. What is shown is the part, with its place (`parent`, `position`) inside the leaf; the
 * proof's `size` is only as true as the root needs it to be. Whether a content belongs to the part is one more
 * comparison: {@link digestContent} of it against `proof.part.contentDigest`.
 */
export function checkPart(proof: PartProof, root: Digests): boolean {
  return checkBy('sha256', proof, root) && checkBy('sm3', proof, root);
}

function checkBy(name: HashName, proof: PartProof, root: Digests): boolean {
  const path = proof[name].map(readHash);
  const rootBytes = readHash(root[name]);
  if (rootBytes === undefined || !path.every((hash) => hash !== undefined)) {
    return false;
  }
  let leaf: Uint8Array;
  try {
    leaf = leafHash(HASHES[name], leafBytes(proof.part, name));
  } catch {
    return false;
  }
  return checkInclusion(HASHES[name], { leaf, index: proof.index, size: proof.size, root: rootBytes }, path);
}

/** One hash in lower-case hexadecimal (one value, one spelling); undefined for anything else. */
function readHash(text: string): Uint8Array | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? fromHex(text) : undefined;
}
