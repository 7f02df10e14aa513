/**
 * Which keys people had when, from the acts of the log: enrolment and revocation are acts like any other, so a key
 * that was slipped in later is seen to be later.
 */

import type { EnrolledCredential } from './signature.ts';

/** Kinds of the acts that say so. */
export const KEY_ENROLLED = 'signing.key-enrolled';
export const KEY_REVOKED = 'signing.key-revoked';

/** The body members of both kinds that matter here. */
export type KeyActData = {
  readonly keyId: string;
  readonly personId: string;
  readonly kind: 'key' | 'passkey';
  /** SubjectPublicKeyInfo, base64url. */
  readonly publicKey: string;
};

/** Enrolments told by event bodies, in any order; bodies of other kinds and malformed ones are passed over. */
export function credentialsOf(bodies: Iterable<unknown>): EnrolledCredential[] {
  const enrolled = new Map<string, EnrolledCredential>();
  const ends = new Map<string, number>();
  for (const body of bodies) {
    const { type, at, data } = (body ?? {}) as { type?: unknown; at?: unknown; data?: Partial<KeyActData> };
    const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
    if (Number.isNaN(time) || typeof data?.keyId !== 'string') {
      continue;
    }
    if (type === KEY_REVOKED) {
      ends.set(data.keyId, Math.min(time, ends.get(data.keyId) ?? time));
    } else if (
      type === KEY_ENROLLED &&
      typeof data.personId === 'string' &&
      typeof data.publicKey === 'string' &&
      (data.kind === 'key' || data.kind === 'passkey')
    ) {
      enrolled.set(data.keyId, {
        personId: data.personId,
        kind: data.kind,
        publicKey: data.publicKey,
        from: time,
      });
    }
  }
  return [...enrolled].map(([keyId, one]) => {
    const until = ends.get(keyId);
    return until === undefined ? one : { ...one, until };
  });
}
