import { type CanonicalValue, canonicalBytes } from '@yiwen/trust/content';
import { sha256, sm3 } from '@yiwen/trust/crypto';
import { commitment, entryDigest } from '@yiwen/trust/log';

/** Where an entry stands in its chain: `previous` is the commitment of the entry before, or null for the first. */
export type ChainPosition = { type: string; chain: string; seq: number; previous: Uint8Array | null };

/** Digests of a body, the digest of the chain's entry before, and the entry that goes into the log. */
export type Commitment = {
  sha256: Uint8Array;
  sm3: Uint8Array;
  prev: Uint8Array | null;
  commitment: Uint8Array;
};

/** Digests a salted body and makes its log entry: nothing of the body can be read or guessed from it. */
export function digestBody(body: CanonicalValue, position: ChainPosition): Commitment {
  const bytes = canonicalBytes(body);
  const digests = { sha256: sha256(bytes), sm3: sm3(bytes) };
  const prev = position.previous === null ? null : entryDigest(position.previous);
  const entry = commitment({
    type: position.type,
    doc: position.chain,
    seq: position.seq,
    prev: prev ?? undefined,
    ...digests,
  });
  return { ...digests, prev, commitment: entry };
}

/**
 * A plain value as it can be hashed: absent members (undefined, null) are left out of objects. Fractions, null in a
 * list and lone surrogates are refused by the canonical form itself.
 */
export function canonicalBody(value: unknown): CanonicalValue {
  if (Array.isArray(value)) {
    return value.map(canonicalBody);
  }
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined && member !== null)
        .map(([key, member]) => [key, canonicalBody(member)]),
    );
  }
  return value as CanonicalValue;
}
