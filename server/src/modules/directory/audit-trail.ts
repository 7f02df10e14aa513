import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';

/** One line of the audit trail: that something was done, never what it said. */
export type AuditItem = {
  id: string;
  kind: string;
  at: string;
  actor: { name: string; post: string };
  logIndex: number | null;
};

/** Acts of the organ, newest first, page by page. */
export async function auditTrail(
  tx: Tx,
  organId: string,
  limit: number,
  cursor: string | undefined,
): Promise<{ items: AuditItem[]; next: string | null }> {
  const after = cursor === undefined ? undefined : readCursor(cursor);
  let query = tx
    .selectFrom('event.entry')
    .select([
      'id',
      'kind',
      'recorded_at',
      'log_index',
      sql<string | null>`body->'actor'->>'name'`.as('name'),
      sql<string | null>`body->'actor'->>'post'`.as('post'),
    ])
    .where('organ_id', '=', organId)
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (after) {
    query = query.where(sql<boolean>`(recorded_at, id) < (${after.at}, ${after.id}::uuid)`);
  }
  const rows = await query.execute();
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    items: rows.slice(0, limit).map((row) => ({
      id: row.id,
      kind: row.kind,
      at: row.recorded_at.toISOString(),
      actor: { name: row.name ?? '—', post: row.post ?? '—' },
      logIndex: row.log_index,
    })),
    next: last ? `${last.recorded_at.toISOString()}_${last.id}` : null,
  };
}

function readCursor(cursor: string): { at: Date; id: string } {
  const [time, id] = cursor.split('_');
  const at = new Date(time ?? '');
  if (Number.isNaN(at.getTime()) || !/^[0-9a-f-]{36}$/.test(id ?? '')) {
    throw new OfficeError('http.invalid-input', [
      { place: 'query/cursor', message: 'not a cursor of this list' },
    ]);
  }
  return { at, id: id! };
}
