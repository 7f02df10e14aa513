/**
 * Part 部件: one typed piece of a version (a field, a body block, an attachment) with a stable id, and its leaf in
 * the version's Merkle tree. The salt travels with the part: without it a short content such as a name could be
 * guessed from its leaf.
 */

import { hex, sha256, sm3 } from '../crypto/index.ts';
import { type CanonicalValue, canonicalBytes } from './canonical-json.ts';

/** Digests of the same bytes by both hashes, lower-case hexadecimal, 64 characters each. */
export type Digests = { readonly sha256: string; readonly sm3: string };

/** A part as the tree sees it: everything about it except the content itself. */
export type Part = {
  /** Stable through all versions of the document. 1–128 characters. */
  readonly id: string;
  /** What it is, e.g. `field.title`, `block.paragraph`, `attachment`. 1–64 characters. */
  readonly kind: string;
  /** Id of the part it belongs to; empty at the top. */
  readonly parent: string;
  /** Place among the parts of the same parent: an integer from 0, each used once (gaps are allowed). */
  readonly position: number;
  /** 128 random bits, lower-case hexadecimal, 32 characters. New for each new content. */
  readonly salt: string;
  /** Digests of the content: {@link digestContent} of a JSON content, {@link digestFile} of an attached file. */
  readonly contentDigest: Digests;
};

/** The names of the two hashes a version is rooted with. */
export type HashName = keyof Digests;

/** Thrown for parts that cannot form a version; `code` names the broken rule. */
export class PartError extends Error {
  override readonly name = 'PartError';
  readonly code:
    | 'part-malformed'
    | 'part-id-repeated'
    | 'part-parent-missing'
    | 'part-position-repeated'
    | 'part-in-cycle'
    | 'part-missing';

  constructor(code: PartError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Digests of a JSON content: SHA-256 and SM3 over its canonical bytes. */
export function digestContent(content: CanonicalValue): Digests {
  return digestFile(canonicalBytes(content));
}

/** Digests of a file's bytes as they are (equal to what `sha256sum` prints). */
export function digestFile(bytes: Uint8Array): Digests {
  return { sha256: hex(sha256(bytes)), sm3: hex(sm3(bytes)) };
}

/** 128 random bits as a part's salt; `random` gives that many fresh random bytes. */
export function newSalt(random: (bytes: number) => Uint8Array): string {
  return hex(random(16));
}

/** The bytes under a part's leaf hash, without the 0x00 prefix: JCS{content, id, kind, parent, position, salt}. */
export function leafBytes(part: Part, hash: HashName): Uint8Array {
  refuseMalformed(part);
  return canonicalBytes({
    id: part.id,
    kind: part.kind,
    parent: part.parent,
    position: part.position,
    salt: part.salt,
    content: part.contentDigest[hash],
  });
}

const DIGEST = /^[0-9a-f]{64}$/;
const SALT = /^[0-9a-f]{32}$/;

/** @throws PartError when a member of the part is not what {@link Part} says */
export function refuseMalformed(part: Part): void {
  const isGood =
    isText(part.id, 1, 128) &&
    isText(part.kind, 1, 64) &&
    isText(part.parent, 0, 128) &&
    Number.isSafeInteger(part.position) &&
    part.position >= 0 &&
    SALT.test(part.salt) &&
    DIGEST.test(part.contentDigest.sha256) &&
    DIGEST.test(part.contentDigest.sm3);
  if (!isGood) {
    throw new PartError('part-malformed', `part ${JSON.stringify(part.id)} is malformed`);
  }
}

function isText(value: unknown, from: number, to: number): boolean {
  return typeof value === 'string' && value.length >= from && value.length <= to && value.isWellFormed();
}
