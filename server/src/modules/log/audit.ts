/** The organ's logs against its acts and against every state known to have been signed: by the node, and by witnesses. */

import { equalBytes } from '@yiwen/trust/crypto';
import { sql } from 'kysely';
import { type AuditFault, Faults } from '../../platform/audit/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { LogName } from './log-name.ts';
import { type KnownState, recompute } from './recompute.ts';
import { findLog, lastSigned } from './store.ts';

type Row = {
  index: string;
  event_id: string | null;
  bytes: Uint8Array;
  commitment: Uint8Array | null;
  log_index: string | null;
};

/**
 * Audits one log: the index of every entry, its event, and the root at each known state. `known` are states from outside
 * (a witness, a mirror, a proof): what the database says of itself an insider can make agree.
 */
export async function auditLog(
  db: Database,
  name: LogName,
  known: readonly KnownState[],
): Promise<AuditFault[]> {
  const faults = new Faults();
  const log = await db.asJob({ organId: name.organId }, (tx) => findLog(tx, name));
  const place = `log ${name.organId}/${name.year}`;
  if (log === undefined) {
    if (known.length > 0) {
      faults.add('log-missing', place, '有外部已知的检查点，库里没有这本日志');
    }
    return faults.list;
  }
  await auditEntries(db, name, faults);
  const signed = await db.asJob({ organId: name.organId }, (tx) => lastSigned(tx, name));
  const states = [...known, ...(signed === undefined ? [] : [{ ...signed, source: 'log.checkpoint' }])];
  for (const state of states) {
    const { fault } = await recompute(db, log, [state]);
    if (fault !== undefined) {
      faults.add('history-differs', place, `日志与已签的检查点不符：${fault}`);
    }
  }
  return faults.list;
}

async function auditEntries(db: Database, name: LogName, faults: Faults): Promise<void> {
  const rows = await db.asJob({ organId: name.organId }, async (tx) => {
    const result = await sql<Row>`
      select l.index, l.event_id, l.bytes, e.commitment, e.log_index
      from log.entry l left join event.entry e on e.id = l.event_id
      where l.organ_id = ${name.organId} and l.year = ${name.year} order by l.index`.execute(tx);
    const strays = await sql<{ id: string; log_index: string }>`
      select e.id, e.log_index from event.entry e
      where e.organ_id = ${name.organId} and e.year = ${name.year} and e.log_index is not null
        and not exists (select 1 from log.entry l where l.event_id = e.id and l.index = e.log_index)`.execute(
      tx,
    );
    for (const { id, log_index } of strays.rows) {
      faults.add('event-not-in-log', `event.entry ${id}`, '记录说在日志里，日志里没有', Number(log_index));
    }
    return result.rows;
  });
  for (const [i, row] of rows.entries()) {
    const index = Number(row.index);
    const place = `log.entry ${name.organId}/${name.year} #${index}`;
    if (index !== i) {
      faults.add('index-broken', place, '日志的序号不连续', index);
      return;
    }
    if (row.event_id === null) {
      continue;
    }
    if (row.commitment === null) {
      faults.add('event-missing', place, '日志条目的事件不在库里', index);
    } else if (!equalBytes(new Uint8Array(row.commitment), new Uint8Array(row.bytes))) {
      faults.add('entry-differs', place, '日志条目与事件的承诺不同', index);
    } else if (row.log_index !== null && Number(row.log_index) !== index) {
      faults.add('index-differs', place, '事件记的日志序号与日志不同', index);
    }
  }
}
