/** Enrolling, and ending, what a person signs with. The private half never comes here. */

import { createHash } from 'node:crypto';
import { readEnrolment } from '@yiwen/trust/approvals';
import { readCertificateRequest } from '@yiwen/trust/certificates';
import { base64url, DerError, fromBase64url, type PublicKey, writePublicKey } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { authorityService, type CertificateAnswer } from '../authority/index.ts';
import { organById } from '../directory/index.ts';
import { keyEnrolled, keyRevoked } from './acts.ts';
import type { EndReason, NewKey, NewPasskey } from './key-schema.ts';
import { endKey, insertKey, isActive, type KeyRow, keyById, keysOf } from './store.ts';

const MAX_KEYS = 5;
/** Person certificates are short: people change posts, and renewing is one tap. */
const YEARS = 2;
const YEAR_MS = 365.25 * 24 * 3600 * 1000;
/** Why a key ends, as its certificate's revocation says it (RFC 5280 5.3.1). */
const REASONS = { lost: 'key-compromise', replaced: 'superseded', left: 'cessation' } as const;

/** A key pair made in the browser: its request is certified, its wrapped private half kept unread. */
export async function enrolKey(tx: Tx, node: Node, ctx: Context, key: NewKey): Promise<void> {
  const request = fromBase64url(key.request) ?? new Uint8Array(0);
  const { publicKey, algorithm } = readRequest(request);
  const publicKeyInfo = writePublicKey(publicKey);
  await refuseKnown(tx, ctx, publicKeyInfo);
  const answer = await certified(tx, node, ctx, { request });
  await keep(tx, ctx, answer, {
    id: key.id,
    kind: 'key',
    algorithm,
    label: key.label,
    public_key: publicKeyInfo,
    wrapped: JSON.stringify(key.wrapped),
  });
}

function readRequest(request: Uint8Array): { publicKey: PublicKey; algorithm: string } {
  try {
    const { publicKey, algorithm } = readCertificateRequest(request);
    if (algorithm === 'sm2-sm3' || algorithm === 'ecdsa-p256-sha256') {
      return { publicKey, algorithm };
    }
  } catch (error) {
    if (!(error instanceof DerError)) {
      throw error;
    }
  }
  throw new OfficeError('signing.key-refused');
}

/** A passkey that signs by itself: it shows that it is here by signing its own enrolment. */
export async function enrolPasskey(tx: Tx, node: Node, ctx: Context, key: NewPasskey): Promise<void> {
  const { proof } = key;
  const read = readEnrolment({ keyId: key.id, personId: ctx.personId, organ: ctx.homeOrganId }, proof);
  if (read === undefined) {
    throw new OfficeError('signing.key-refused');
  }
  await refuseKnown(tx, ctx, read.publicKeyInfo);
  const authority = node.services.get(authorityService);
  // An outside authority wants a request signed by the key, which no passkey makes: the log alone says whose it is.
  const answer =
    authority.kind === 'demo'
      ? await certified(tx, node, ctx, {
          algorithm: 'ecdsa-p256-sha256',
          publicKey: read.publicKey,
          sign: () => {
            throw new OfficeError('signing.key-refused');
          },
        })
      : undefined;
  await keep(tx, ctx, answer, {
    id: key.id,
    kind: 'passkey',
    algorithm: { p256: 'es256', rsa: 'rs256', ed25519: 'eddsa' }[read.publicKey.kind as 'p256'] ?? '',
    label: key.label,
    public_key: read.publicKeyInfo,
    wrapped: null,
    credential_id: key.credentialId,
    rp_id: proof.rpId,
    origin: proof.origin,
  });
}

async function refuseKnown(tx: Tx, ctx: Context, publicKey: Uint8Array): Promise<void> {
  const keys = await keysOf(tx, ctx.personId);
  if (keys.some((row) => Buffer.from(row.public_key).equals(publicKey))) {
    throw new OfficeError('signing.key-known');
  }
  if (keys.filter((row) => row.revoked_at === null).length >= MAX_KEYS) {
    throw new OfficeError('signing.too-many-keys');
  }
}

/** The subject is the office's own record of the person; what a request asks to be called is not heard. */
async function certified(
  tx: Tx,
  node: Node,
  ctx: Context,
  key: Parameters<ReturnType<typeof authorityOf>['issue']>[1]['key'],
): Promise<CertificateAnswer> {
  const organ = await organById(tx, ctx.homeOrganId);
  const at = ctx.now();
  return await authorityOf(node).issue(tx, {
    organId: ctx.homeOrganId,
    purpose: 'person',
    subject: {
      commonName: ctx.actor.name,
      serialNumber: ctx.personId,
      ...(organ === undefined ? {} : { organisation: organ.name }),
    },
    key,
    notBefore: at.getTime() - 60_000,
    notAfter: at.getTime() + YEARS * YEAR_MS,
    at,
  });
}

function authorityOf(node: Node) {
  return node.services.get(authorityService);
}

type Kept = Pick<
  Parameters<typeof insertKey>[1],
  'id' | 'kind' | 'algorithm' | 'label' | 'public_key' | 'wrapped' | 'credential_id' | 'rp_id' | 'origin'
>;

/** Stores the key; the act is recorded as soon as it signs: at once, but for a request that waits for its answer. */
async function keep(tx: Tx, ctx: Context, answer: CertificateAnswer | undefined, key: Kept): Promise<void> {
  const at = ctx.now();
  const issued = answer?.state === 'issued' ? answer : undefined;
  const isWaiting = answer?.state === 'awaiting';
  await insertKey(tx, {
    ...key,
    organ_id: ctx.homeOrganId,
    person_id: ctx.personId,
    certificate: issued === undefined ? null : Buffer.from(issued.certificate),
    chain: (issued?.chain ?? []).map((one) => Buffer.from(one)),
    request_id: answer?.state === 'awaiting' ? answer.requestId : null,
    asked_at: at,
    enrolled_at: isWaiting ? null : at,
  });
  if (isWaiting) {
    return;
  }
  await recordAct(tx, {
    kind: keyEnrolled.kind,
    organId: ctx.homeOrganId,
    actor: ctx.actor,
    at,
    body: {
      keyId: key.id,
      personId: ctx.personId,
      kind: key.kind,
      publicKey: base64url(key.public_key),
      algorithm: key.algorithm,
      ...(issued === undefined ? {} : { certificate: sha256Of(issued.certificate) }),
    },
  });
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Ends a key: in the table, on the authority's list, and as an act. `personId` limits it to that person's own. */
export async function revokeKey(
  tx: Tx,
  node: Node,
  ctx: Context,
  order: { keyId: string; reason: EndReason; personId?: string },
): Promise<void> {
  const row = await keyById(tx, order.keyId);
  if (row === undefined || (order.personId !== undefined && row.person_id !== order.personId)) {
    throw new OfficeError('signing.key-unknown');
  }
  if (row.revoked_at !== null) {
    throw new OfficeError('signing.key-ended');
  }
  const at = ctx.now();
  await endKey(tx, row.id, at, order.reason);
  if (row.certificate !== null) {
    await authorityOf(node).revoke(tx, {
      organId: row.organ_id,
      certificate: new Uint8Array(row.certificate),
      reason: REASONS[order.reason],
      at,
    });
  }
  if (isActive(row)) {
    await tellOfEnd(tx, ctx, row, order.reason, at);
  }
}

async function tellOfEnd(tx: Tx, ctx: Context, row: KeyRow, reason: string, at: Date): Promise<void> {
  await recordAct(tx, {
    kind: keyRevoked.kind,
    organId: row.organ_id,
    actor: ctx.actor,
    at,
    body: {
      keyId: row.id,
      personId: row.person_id,
      kind: row.kind,
      publicKey: base64url(row.public_key),
      reason,
    },
  });
}
