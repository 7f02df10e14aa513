/** Ledgers and their rows against the acts that set them up and added to them. */

import { digestContent } from '@yiwen/trust/content';
import { type AuditedAct, type AuditFault, Faults } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { tables } from './tables.ts';

/** Audits the ledgers' rows of one organ. */
export async function auditLedgers(tx: Tx, { acts }: { acts: readonly AuditedAct[] }): Promise<AuditFault[]> {
  const faults = new Faults();
  const created = new Map(
    acts.flatMap((act) =>
      act.kind === 'ledgers.created' ? [[String(act.data.ledgerId), act] as const] : [],
    ),
  );
  const ledgers = await tables(tx).selectFrom('ledgers.ledger').selectAll().execute();
  for (const ledger of ledgers) {
    const act = created.get(ledger.id);
    const place = `ledgers.ledger ${ledger.id}`;
    if (act === undefined) {
      faults.add('row-without-act', place, '有台账，没有建立的记录');
    } else {
      faults.compare(place, ledger, { name: act.data.name, columns: act.data.columns }, act.index);
    }
    await auditRows(tx, ledger.id, acts, faults);
  }
  for (const [id, { index }] of created) {
    if (!ledgers.some((ledger) => ledger.id === id)) {
      faults.add('row-missing', `ledgers.ledger ${id}`, '有建立台账的记录，库里没有', index);
    }
  }
  return faults.list;
}

async function auditRows(
  tx: Tx,
  ledgerId: string,
  acts: readonly AuditedAct[],
  faults: Faults,
): Promise<void> {
  const rows = await tables(tx)
    .selectFrom('ledgers.row')
    .select(['no', 'cells'])
    .where('ledger_id', '=', ledgerId)
    .orderBy('no')
    .execute();
  let last = 0;
  for (const { kind, data, index } of acts) {
    if (kind !== 'ledgers.rows-added' || data.ledgerId !== ledgerId) {
      continue;
    }
    const [from, to] = [Number(data.from), Number(data.to)];
    const added = rows.filter(({ no }) => no >= from && no <= to).map(({ cells }) => cells);
    if (digestContent(added).sha256 !== data.sha256) {
      faults.add('row-differs', `ledgers.row ${ledgerId} ${from}-${to}`, '台账的行与登记时的摘要不符', index);
    }
    last = Math.max(last, to);
  }
  if (rows.some(({ no }) => no > last)) {
    faults.add('row-without-act', `ledgers.row ${ledgerId}`, `第 ${last} 行以后的没有登记的记录`);
  }
}
