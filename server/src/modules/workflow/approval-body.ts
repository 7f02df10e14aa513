/** The personal signature as the API carries it and the act's body keeps it; its meaning is `@yiwen/trust/approvals`. */

import { z } from 'zod';
import { words } from './words.ts';

const id = words(128);
const digests = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sm3: z.string().regex(/^[0-9a-f]{64}$/),
});
/** Unpadded base64url of up to so many characters. */
const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/);
const certificate = bytes(22_000);
const hashes = z.array(bytes(43)).max(8);

/** What was approved: `ApprovalStatement`. */
export const approvalStatement = z.strictObject({
  v: z.literal(1),
  type: z.literal('yiwen.approval'),
  organ: id,
  matter: id,
  doc: id.optional(),
  flow: id,
  node: id,
  step: id,
  verb: id,
  /** Merkle root of the version approved. */
  version: digests.optional(),
  /** Files of a paper from outside. */
  files: z.array(digests).max(500).optional(),
  /** The use of a seal that is approved. */
  seal: z.strictObject({ application: id, seal: id, digest: words(128).optional() }).optional(),
  /** Digests of the words written. */
  opinion: digests,
  /** Digests of the handwriting. */
  ink: digests.optional(),
  /** Everything else that was chosen, as it was sent. */
  choices: z.record(z.string().max(40), z.unknown()).optional(),
  actor: z.strictObject({
    personId: id,
    name: words(200),
    postId: id,
    post: words(200),
    onBehalfOf: z
      .strictObject({
        personId: id.optional(),
        name: words(200),
        postId: id,
        post: words(200),
        delegationId: id,
      })
      .optional(),
  }),
  key: id,
  claimedAt: words(40),
});

/** A personal signature: `ApprovalSignature`. */
export const approvalSignature = z.strictObject({
  v: z.literal(1),
  statement: approvalStatement,
  batch: z.strictObject({ index: z.int(), size: z.int(), sha256: hashes, sm3: hashes }).optional(),
  proof: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('key'),
      algorithm: z.enum(['sm2-sm3', 'ecdsa-p256-sha256']),
      certificate,
      chain: z.array(certificate).max(6),
      value: bytes(300),
    }),
    z.strictObject({
      kind: z.literal('passkey'),
      publicKey: bytes(1600),
      certificate: certificate.optional(),
      chain: z.array(certificate).max(6).optional(),
      rpId: words(253),
      origin: words(300),
      authenticatorData: bytes(5500),
      clientDataJSON: bytes(5500),
      value: bytes(1600),
    }),
  ]),
});

/** Why an act that could carry a personal signature has none. */
export const unsignedReason = z.enum(['no-key', 'declined']);
