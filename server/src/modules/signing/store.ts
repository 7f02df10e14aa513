/** SQL of personal keys and of the organ's rule. */

import type { EnrolledCredential } from '@yiwen/trust/approvals';
import { base64url } from '@yiwen/trust/crypto';
import type { Insertable, Selectable } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { type Rule, type SigningTables, tables } from './tables.ts';

/** A stored key. */
export type KeyRow = Selectable<SigningTables['signing.key']>;

/** All keys of a person, newest first; `tx` is the home organ's. */
export async function keysOf(tx: Tx, personId: string): Promise<KeyRow[]> {
  return await tables(tx)
    .selectFrom('signing.key')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('asked_at', 'desc')
    .orderBy('id')
    .execute();
}

/** One key of the organ, its row locked. */
export async function keyById(tx: Tx, id: string): Promise<KeyRow | undefined> {
  return await tables(tx)
    .selectFrom('signing.key')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** The key that waits for the answer to this request, its row locked; undefined when none does. */
export async function waitingKey(tx: Tx, requestId: string): Promise<KeyRow | undefined> {
  return await tables(tx)
    .selectFrom('signing.key')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('enrolled_at', 'is', null)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

/** Gives a waiting key its certificate. */
export async function certifyWaitingKey(
  tx: Tx,
  id: string,
  { certificate, chain, at }: { certificate: Uint8Array; chain: readonly Uint8Array[]; at: Date },
): Promise<void> {
  await tables(tx)
    .updateTable('signing.key')
    .set({
      certificate: Buffer.from(certificate),
      chain: chain.map((one) => Buffer.from(one)),
      enrolled_at: at,
    })
    .where('id', '=', id)
    .execute();
}

/** Stores a key. */
export async function insertKey(tx: Tx, row: Insertable<SigningTables['signing.key']>): Promise<void> {
  await tables(tx).insertInto('signing.key').values(row).execute();
}

/** Ends a key; a key already ended stays as it was. */
export async function endKey(tx: Tx, id: string, at: Date, reason: string): Promise<void> {
  await tables(tx)
    .updateTable('signing.key')
    .set({ revoked_at: at, revoked_reason: reason })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .execute();
}

/** Whether a key signs now. */
export function isActive(row: KeyRow): boolean {
  return row.enrolled_at !== null && row.revoked_at === null;
}

/** A person's keys as the check of a signature wants them. */
export function credentialsOfRows(rows: readonly KeyRow[]): EnrolledCredential[] {
  return rows.flatMap((row) =>
    row.enrolled_at === null
      ? []
      : [
          {
            personId: row.person_id,
            kind: row.kind,
            publicKey: base64url(row.public_key),
            from: row.enrolled_at.getTime(),
            ...(row.revoked_at === null ? {} : { until: row.revoked_at.getTime() }),
          },
        ],
  );
}

/** The organ's rule. */
export async function ruleOf(tx: Tx): Promise<Rule> {
  const row = await tables(tx).selectFrom('signing.rule').select('rule').executeTakeFirst();
  return row?.rule ?? 'offered';
}

/** Sets the organ's rule. */
export async function setRule(tx: Tx, organId: string, rule: Rule, at: Date): Promise<void> {
  await tables(tx)
    .insertInto('signing.rule')
    .values({ organ_id: organId, rule, set_at: at })
    .onConflict((conflict) => conflict.column('organ_id').doUpdateSet({ rule, set_at: at }))
    .execute();
}
