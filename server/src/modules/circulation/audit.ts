/** The incoming register against the acts of receiving, registering and replying. */

import { type AuditedAct, type AuditFault, Faults } from '../../platform/audit/index.ts';
import { dateIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { printIncomingNumber } from './register-entry.ts';
import { tables } from './tables.ts';

type Derived = { told: Record<string, unknown>; index: number | undefined };

/** Audits the register's rows of one organ. */
export async function auditCirculation(
  tx: Tx,
  { acts }: { acts: readonly AuditedAct[] },
): Promise<AuditFault[]> {
  const faults = new Faults();
  const derived = derive(acts);
  const rows = await tables(tx).selectFrom('circulation.entry').selectAll().execute();
  for (const row of rows) {
    const place = `circulation.entry ${row.document_id}`;
    const one = derived.get(row.document_id);
    derived.delete(row.document_id);
    if (one === undefined) {
      faults.add('row-without-act', place, '有收文登记，没有收到的记录');
      continue;
    }
    const { year, n } = row;
    const number = year === null || n === null ? undefined : printIncomingNumber({ year, n });
    faults.compare(place, { ...row, number }, one.told, one.index);
  }
  for (const [id, { index }] of derived) {
    faults.add('row-missing', `circulation.entry ${id}`, '有收到的记录，没有收文登记', index);
  }
  return faults.list;
}

function derive(acts: readonly AuditedAct[]): Map<string, Derived> {
  const derived = new Map<string, Derived>();
  for (const act of acts) {
    const known = act.doc === undefined ? undefined : derived.get(act.doc);
    if (act.kind === 'circulation.received') {
      const told = { matter_id: act.matter, sender: act.data.from, sender_number: act.data.number };
      derived.set(act.doc!, { told, index: act.index });
    } else if (known !== undefined && act.kind === 'circulation.registered') {
      Object.assign(known.told, {
        number: act.data.incomingNumber,
        registered_at: new Date(act.at),
        ...(act.data.dueOn === undefined ? {} : { due_on: act.data.dueOn }),
      });
      known.index = act.index;
    } else if (known !== undefined && act.kind === 'circulation.replied') {
      Object.assign(known.told, {
        replied_on: dateIn(new Date(act.at)),
        ...(act.data.result === undefined ? {} : { reply: act.data.result }),
      });
      known.index = act.index;
    }
  }
  return derived;
}
