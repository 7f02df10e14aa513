/** The signer of an organ's packets and receipts. Not a seal: it only proves which organ's node said something. */
import { keySigner, type Signer, unwrapKey, wrapKey } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import { type AuthorityService, issueFresh, random, WRAP_LOG_N } from '../authority/index.ts';
import { tables } from './tables.ts';

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** The organ's signer, its key made at the first call. The transaction must be the organ's own. */
export async function organSigner(
  tx: Tx,
  authority: AuthorityService,
  nodeKey: Uint8Array,
  organ: { id: string; name: string },
  at: Date,
): Promise<Signer> {
  const row = await tables(tx)
    .selectFrom('sealing.organ_key')
    .selectAll()
    .where('organ_id', '=', organ.id)
    .executeTakeFirst();
  if (row === undefined) {
    const issued = await issueFresh(tx, authority, {
      organId: organ.id,
      purpose: 'document',
      algorithm: 'sm2-sm3',
      subject: { organisation: organ.name, commonName: organ.name },
      // A demonstration's papers of the past year are delivered at their dates.
      notBefore: at.getTime() - YEAR_MS,
      notAfter: at.getTime() + 3 * YEAR_MS,
      at,
    });
    await tables(tx)
      .insertInto('sealing.organ_key')
      .values({
        organ_id: organ.id,
        certificate: Buffer.from(issued.certificate),
        chain: issued.chain.map((der) => Buffer.from(der)),
        wrapped: JSON.stringify(
          await wrapKey(issued.privateKey, nodeKey, { random, logN: WRAP_LOG_N }),
        ) as never,
        made_at: at,
      })
      .onConflict((conflict) => conflict.column('organ_id').doNothing())
      .execute();
    return organSigner(tx, authority, nodeKey, organ, at);
  }
  const privateKey = await unwrapKey(row.wrapped, nodeKey);
  if (privateKey === undefined) {
    throw new Error(
      `the key of organ ${organ.id} does not open with this node's key: restore <data>/sealing from the backup`,
    );
  }
  return keySigner(
    {
      certificate: new Uint8Array(row.certificate),
      chain: row.chain.map((der) => new Uint8Array(der)),
      algorithm: 'sm2-sm3',
      privateKey,
    },
    { random },
  );
}
