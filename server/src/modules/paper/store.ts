/** All SQL of this module. */
import type { WrappedKey } from '@yiwen/trust/crypto';
import type { Tx } from '../../platform/database/index.ts';
import { tables } from './tables.ts';

/** A key as the list shows it. Days are `YYYY-MM-DD`. */
export type KeyRow = {
  id: string;
  organId: string;
  publicKey: Uint8Array;
  from: string;
  to?: string;
  revoked?: string;
};

const columns = ['id', 'organ_id', 'public_key', 'valid_from', 'valid_to', 'revoked'] as const;

function keyRow(row: {
  id: string;
  organ_id: string;
  public_key: Buffer;
  valid_from: string;
  valid_to: string | null;
  revoked: string | null;
}): KeyRow {
  return {
    id: row.id,
    organId: row.organ_id,
    publicKey: new Uint8Array(row.public_key),
    from: row.valid_from,
    ...(row.valid_to === null ? {} : { to: row.valid_to }),
    ...(row.revoked === null ? {} : { revoked: row.revoked }),
  };
}

/** Every key of every organ, oldest first. */
export async function allKeys(tx: Tx): Promise<KeyRow[]> {
  const rows = await tables(tx)
    .selectFrom('paper.key')
    .select(columns)
    .orderBy('organ_id')
    .orderBy('made_at')
    .execute();
  return rows.map(keyRow);
}

/** The key in use of an organ with its wrapped private half; the transaction must be the organ's own. */
export async function keyInUse(
  tx: Tx,
  organId: string,
): Promise<(KeyRow & { wrapped: WrappedKey }) | undefined> {
  const row = await tables(tx)
    .selectFrom('paper.key as key')
    .innerJoin('paper.secret as secret', 'secret.key_id', 'key.id')
    .select([
      'key.id',
      'key.organ_id',
      'key.public_key',
      'key.valid_from',
      'key.valid_to',
      'key.revoked',
      'secret.wrapped',
    ])
    .where('key.organ_id', '=', organId)
    .where('key.valid_to', 'is', null)
    .where('key.revoked', 'is', null)
    .executeTakeFirst();
  return row && { ...keyRow(row), wrapped: row.wrapped };
}

/** Keeps a new key; false when the organ has one in use already. */
export async function insertKey(
  tx: Tx,
  key: Pick<KeyRow, 'id' | 'organId' | 'publicKey' | 'from'> & { wrapped: WrappedKey; at: Date },
): Promise<boolean> {
  const made = await tables(tx)
    .insertInto('paper.key')
    .values({
      id: key.id,
      organ_id: key.organId,
      public_key: Buffer.from(key.publicKey),
      valid_from: key.from,
      valid_to: null,
      revoked: null,
      made_at: key.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) {
    return false;
  }
  await tables(tx)
    .insertInto('paper.secret')
    .values({ key_id: key.id, organ_id: key.organId, wrapped: JSON.stringify(key.wrapped) })
    .execute();
  return true;
}

/** Notes from which day a key is not to be believed. */
export async function markRevoked(tx: Tx, id: string, day: string): Promise<void> {
  await tables(tx).updateTable('paper.key').set({ revoked: day }).where('id', '=', id).execute();
}
