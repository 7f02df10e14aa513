/** A certificate that an outside authority made for a person's key is here: from now on the key signs. */

import { createHash } from 'node:crypto';
import { parseCertificate, subjectOf } from '@yiwen/trust/certificates';
import { base64url } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import { keyEnrolled } from './acts.ts';
import { certifyWaitingKey, waitingKey } from './store.ts';

/** What arrived; `tx` is the organ's own. Passes over requests that are no person's. */
export async function takeCertificate(
  tx: Tx,
  arrived: { organId: string; requestId: string; certificate: Uint8Array; chain: Uint8Array[]; at: Date },
): Promise<void> {
  const row = await waitingKey(tx, arrived.requestId);
  if (row === undefined) {
    return;
  }
  const { serialNumber } = subjectOf(parseCertificate(arrived.certificate).subject);
  if (serialNumber !== undefined && serialNumber !== row.person_id) {
    throw new OfficeError('signing.certificate-of-another');
  }
  await certifyWaitingKey(tx, row.id, arrived);
  await recordAct(tx, {
    kind: keyEnrolled.kind,
    organId: arrived.organId,
    actor: { name: '系统', post: '系统' },
    at: arrived.at,
    body: {
      keyId: row.id,
      personId: row.person_id,
      kind: row.kind,
      publicKey: base64url(row.public_key),
      algorithm: row.algorithm,
      certificate: createHash('sha256').update(arrived.certificate).digest('hex'),
    },
  });
}
