/** What a browser sends to enrol a key, and how a key is shown to its person. */

import { nameTitle, parseCertificate } from '@yiwen/trust/certificates';
import { base64url } from '@yiwen/trust/crypto';
import { z } from 'zod';
import { approvalSignature, words } from '../workflow/index.ts';
import { isActive, type KeyRow } from './store.ts';

const base64 = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/);
const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[A-Za-z0-9_-]+$/);

/** Wrapped by a second password. A cost below 2^15 is refused: the password would be all that stands in the way. */
const byPassword = z.strictObject({
  v: z.literal(1),
  kdf: z.literal('scrypt'),
  logN: z.int().min(15).max(20),
  r: z.literal(8),
  p: z.literal(1),
  salt: base64(100),
  cipher: z.literal('aes-256-gcm'),
  iv: base64(16),
  data: base64(400),
});
/** Wrapped by what a passkey's PRF gives. */
const byPasskey = z.strictObject({
  v: z.literal(1),
  kdf: z.literal('webauthn-prf'),
  credentialId: bytes(1400),
  rpId: words(253),
  salt: bytes(43),
  cipher: z.literal('aes-256-gcm'),
  iv: bytes(16),
  data: bytes(400),
});
const wrapped = z.discriminatedUnion('kdf', [byPassword, byPasskey]);

const label = words(40).default('');
/** The one the person signs in with, once more: an open session alone enrols no key. */
const password = z.string().max(256).optional();

/** A key pair made in the browser. */
export const newKey = z.strictObject({
  id: z.uuid(),
  /** PKCS#10 request, DER, base64url. */
  request: bytes(4000),
  wrapped,
  label,
  password,
});
/** A key pair made in the browser. */
export type NewKey = z.output<typeof newKey>;

const passkeyProof = approvalSignature.shape.proof.options[1];

/** A passkey that signs by itself; `proof` is its assertion over `enrolmentChallenge`. */
export const newPasskey = z.strictObject({
  id: z.uuid(),
  credentialId: bytes(1400),
  proof: passkeyProof,
  label,
  password,
});
/** A passkey that signs by itself. */
export type NewPasskey = z.output<typeof newPasskey>;

/** Why a key ends. */
export const endReason = z.enum(['lost', 'replaced', 'left']);
/** Why a key ends. */
export type EndReason = z.output<typeof endReason>;

/** A key as its person sees it. */
export const keyView = z.object({
  id: z.uuid(),
  kind: z.enum(['key', 'passkey']),
  algorithm: z.string(),
  label: z.string(),
  state: z.enum(['active', 'awaiting', 'revoked']),
  publicKey: z.string(),
  enrolledAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  /** DER, base64url, and the chain up to the root. */
  certificate: z
    .object({
      der: z.string(),
      chain: z.array(z.string()),
      subject: z.string(),
      issuer: z.string(),
      serial: z.string(),
      notBefore: z.string(),
      notAfter: z.string(),
    })
    .nullable(),
  wrapped: wrapped.nullable(),
  credentialId: z.string().nullable(),
  rpId: z.string().nullable(),
});

/** A key for its person. The wrapped half of a revoked one is not handed out any more. */
export function viewOfKey(row: KeyRow): z.input<typeof keyView> {
  return {
    id: row.id,
    kind: row.kind,
    algorithm: row.algorithm,
    label: row.label,
    state: isActive(row) ? 'active' : row.revoked_at === null ? 'awaiting' : 'revoked',
    publicKey: base64url(row.public_key),
    enrolledAt: row.enrolled_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
    certificate: certificateView(row),
    wrapped: row.revoked_at === null ? row.wrapped : null,
    credentialId: row.credential_id,
    rpId: row.rp_id,
  };
}

function certificateView(row: KeyRow): z.input<typeof keyView>['certificate'] {
  if (row.certificate === null) {
    return null;
  }
  const certificate = parseCertificate(new Uint8Array(row.certificate));
  return {
    der: base64url(certificate.der),
    chain: row.chain.map((one) => base64url(new Uint8Array(one))),
    subject: nameTitle(certificate.subject),
    issuer: nameTitle(certificate.issuer),
    serial: certificate.serial,
    notBefore: new Date(certificate.notBefore).toISOString(),
    notAfter: new Date(certificate.notAfter).toISOString(),
  };
}
