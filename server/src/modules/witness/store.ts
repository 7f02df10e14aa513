import { originDigest } from '@yiwen/trust/log';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { withWitnessTables } from './tables.ts';

/** The state of a log that this witness saw last. */
export type SeenState = { size: number; root: Uint8Array; note: Uint8Array };

/** Waits for the lock of an origin and holds it until the transaction ends. */
export async function lockOrigin(tx: Tx, origin: string): Promise<void> {
  const key = `yiwen witness ${origin}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx);
}

/** What was seen last of an origin, or of the log in a folder of this witness. */
export async function seenState(
  tx: Tx,
  by: { origin: string } | { digest: string },
): Promise<SeenState | undefined> {
  const query = withWitnessTables(tx).selectFrom('witness.state').select(['size', 'root', 'note']);
  const row = await ('origin' in by
    ? query.where('origin', '=', by.origin)
    : query.where('digest', '=', by.digest)
  ).executeTakeFirst();
  return row && { size: Number(row.size), root: new Uint8Array(row.root), note: new Uint8Array(row.note) };
}

/** Keeps what was seen. The caller holds the origin's lock. */
export async function keepState(tx: Tx, origin: string, state: SeenState, seenAt: Date): Promise<void> {
  const { size, root, note } = state;
  await withWitnessTables(tx)
    .insertInto('witness.state')
    .values({ origin, digest: originDigest(origin), size, root, note, seen_at: seenAt })
    .onConflict((conflict) => conflict.column('origin').doUpdateSet({ size, root, note, seen_at: seenAt }))
    .execute();
}
