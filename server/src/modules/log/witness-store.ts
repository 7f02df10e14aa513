import type { NoteSignature } from '@yiwen/trust/log';
import type { Tx } from '../../platform/database/index.ts';
import type { LogName } from './log-name.ts';
import { withLogTables } from './tables.ts';

/** A cosignature kept for a signed state. */
export type KeptCosignature = NoteSignature & { size: number; at: Date };

/** A state with enough cosignatures. */
export type WitnessedState = { size: number; note: Uint8Array; reachedAt: Date };

/** Keeps cosignatures that were checked; those there already stay. */
export async function keepCosignatures(
  tx: Tx,
  { organId: organ_id, year }: LogName,
  lines: readonly KeptCosignature[],
  receivedAt: Date,
): Promise<void> {
  for (const { size, name, keyId: key_id, signature, at: cosigned_at } of lines) {
    await withLogTables(tx)
      .insertInto('log.cosignature')
      .values({ organ_id, year, size, name, key_id, signature, cosigned_at, received_at: receivedAt })
      .onConflict((conflict) => conflict.columns(['organ_id', 'year', 'size', 'name', 'key_id']).doNothing())
      .execute();
  }
}

/** The cosignatures of one signed state, in the order they came. */
export async function cosignaturesOf(tx: Tx, name: LogName, size: number): Promise<KeptCosignature[]> {
  const rows = await withLogTables(tx)
    .selectFrom('log.cosignature')
    .select(['size', 'name', 'key_id', 'signature', 'cosigned_at'])
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year)
    .where('size', '=', size)
    .orderBy('received_at')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    size: row.size,
    name: row.name,
    keyId: row.key_id,
    signature: new Uint8Array(row.signature),
    at: row.cosigned_at,
  }));
}

/** The largest size each witness key has cosigned, with its time, by `name+keyId`. */
export async function lastCosigned(tx: Tx, name: LogName): Promise<Map<string, { size: number; at: Date }>> {
  const rows = await withLogTables(tx)
    .selectFrom('log.cosignature')
    .select(['name', 'key_id', 'size', 'cosigned_at'])
    .distinctOn(['name', 'key_id'])
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year)
    .orderBy('name')
    .orderBy('key_id')
    .orderBy('size', 'desc')
    .execute();
  return new Map(
    rows.map((row) => [`${row.name}+${row.key_id}`, { size: row.size, at: row.cosigned_at }] as const),
  );
}

/** Keeps a witnessed state, or its longer note. */
export async function keepWitnessed(
  tx: Tx,
  { organId: organ_id, year }: LogName,
  state: WitnessedState & { policy: Uint8Array },
): Promise<void> {
  const { size, note, policy, reachedAt: reached_at } = state;
  await withLogTables(tx)
    .insertInto('log.witnessed')
    .values({ organ_id, year, size, note, policy, reached_at })
    .onConflict((conflict) => conflict.columns(['organ_id', 'year', 'size']).doUpdateSet({ note }))
    .execute();
}

/** The newest witnessed state of a log. */
export async function lastWitnessed(tx: Tx, name: LogName): Promise<WitnessedState | undefined> {
  const row = await withLogTables(tx)
    .selectFrom('log.witnessed')
    .select(['size', 'note', 'reached_at'])
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { size: row.size, note: new Uint8Array(row.note), reachedAt: row.reached_at };
}

/** Keeps a policy that is in force now; one that was in force before keeps its first time. */
export async function keepPolicy(tx: Tx, sha256: Uint8Array, text: string, since: Date): Promise<void> {
  await withLogTables(tx)
    .insertInto('log.policy')
    .values({ sha256, text, since })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
}

/** Acts that no witness has seen yet: how many, and the time of the oldest. */
export type Window = { entries: number; since: Date | undefined };

/** The acts of a log recorded after a witnessed size, with an index or still without one. */
export async function unwitnessed(tx: Tx, name: LogName, witnessedSize: number): Promise<Window> {
  const row = await tx
    .selectFrom('event.entry')
    .select((eb) => [eb.fn.countAll<number>().as('entries'), eb.fn.min('recorded_at').as('since')])
    .where('organ_id', '=', name.organId)
    .where('year', '=', name.year)
    .where((eb) => eb.or([eb('log_index', 'is', null), eb('log_index', '>=', witnessedSize)]))
    .executeTakeFirstOrThrow();
  return { entries: Number(row.entries), since: (row.since as Date | null) ?? undefined };
}

/** The newest witnessed state of a log that covers an entry. */
export async function witnessedCovering(
  tx: Tx,
  name: LogName,
  index: number,
): Promise<WitnessedState | undefined> {
  const last = await lastWitnessed(tx, name);
  return last !== undefined && last.size > index ? last : undefined;
}
