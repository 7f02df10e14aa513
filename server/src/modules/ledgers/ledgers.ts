/** What can be done with a ledger: set it up, add rows, read it page by page. */
import { digestContent } from '@yiwen/trust/content';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type ActorRecord, recordAct } from '../../platform/events/index.ts';
import { ledgerCreated, rowsAdded } from './acts.ts';
import { tables } from './tables.ts';

/** A ledger about to be set up. */
export type NewLedger = {
  id: string;
  organId: string;
  name: string;
  /** Headings, in order. */
  columns: readonly string[];
  /** Order among the organ's ledgers, from 0. */
  position?: number;
  actor: ActorRecord;
  at: Date;
};

/** A ledger as a list shows it. */
export type LedgerHead = { id: string; name: string; columns: string[]; rows: number };

/** One row: its number in the ledger, and text in the order of the columns. */
export type LedgerRow = { no: number; cells: string[] };

/** How many rows go to the database in one statement. */
const rowsPerStatement = 500;

/** Sets up a ledger of the transaction's organ and records the act. */
export async function createLedger(tx: Tx, ledger: NewLedger): Promise<void> {
  const { id, organId, name, columns, position, actor, at } = ledger;
  const made = await tables(tx)
    .insertInto('ledgers.ledger')
    .values({ id, organ_id: organId, name, columns: [...columns], position: position ?? 0, made_at: at })
    .onConflict((conflict) => conflict.columns(['organ_id', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) {
    throw new OfficeError('ledgers.name-taken', { name });
  }
  await recordAct(tx, {
    kind: ledgerCreated.kind,
    organId,
    actor,
    at,
    body: { ledgerId: id, name, columns: [...columns] },
  });
}

/** Adds rows at the end, numbered on without gaps, and records one act. Refused whole when one row does not fit. */
export async function addRows(
  tx: Tx,
  addition: { ledgerId: string; rows: readonly (readonly string[])[]; actor: ActorRecord; at: Date },
): Promise<{ from: number; to: number }> {
  const { ledgerId, rows, actor, at } = addition;
  const ledger = await tables(tx)
    .selectFrom('ledgers.ledger')
    .select(['organ_id', 'columns'])
    .where('id', '=', ledgerId)
    .forUpdate()
    .executeTakeFirst();
  if (ledger === undefined) {
    throw new OfficeError('ledgers.unknown', { id: ledgerId });
  }
  const misfit = rows.findIndex((cells) => cells.length !== ledger.columns.length);
  if (misfit >= 0 || rows.length === 0) {
    throw new OfficeError('ledgers.row-does-not-fit', { row: misfit + 1, columns: ledger.columns.length });
  }
  const from = (await countRows(tx, ledgerId)) + 1;
  const values = rows.map((cells, place) => ({
    ledger_id: ledgerId,
    organ_id: ledger.organ_id,
    no: from + place,
    cells: [...cells],
    added_at: at,
  }));
  for (let done = 0; done < values.length; done += rowsPerStatement) {
    await tables(tx)
      .insertInto('ledgers.row')
      .values(values.slice(done, done + rowsPerStatement))
      .execute();
  }
  const to = from + rows.length - 1;
  const { sha256 } = digestContent(rows.map((cells) => [...cells]));
  await recordAct(tx, {
    kind: rowsAdded.kind,
    organId: ledger.organ_id,
    actor,
    at,
    body: { ledgerId, from, to, sha256 },
  });
  return { from, to };
}

async function countRows(tx: Tx, ledgerId: string): Promise<number> {
  const last = await tables(tx)
    .selectFrom('ledgers.row')
    .select('no')
    .where('ledger_id', '=', ledgerId)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.no ?? 0;
}

/** The ledgers of the transaction's organ, in the office's order. */
export async function listLedgers(tx: Tx): Promise<LedgerHead[]> {
  const { rows } = await sql<LedgerHead>`
    select l.id, l.name, l.columns,
      coalesce((select max(r.no) from ledgers.row r where r.ledger_id = l.id), 0)::int as rows
    from ledgers.ledger l where l.organ_id = platform.organ() order by l.position, l.name`.execute(tx);
  return rows;
}

/** One page of a ledger: the rows after a number. */
export async function readLedger(
  tx: Tx,
  query: { id: string; after: number; limit: number },
): Promise<{ id: string; name: string; columns: string[]; items: LedgerRow[]; more: boolean }> {
  const ledger = await tables(tx)
    .selectFrom('ledgers.ledger')
    .select(['id', 'name', 'columns'])
    .where('id', '=', query.id)
    .executeTakeFirst();
  if (ledger === undefined) {
    throw new OfficeError('ledgers.unknown', { id: query.id });
  }
  const rows = await tables(tx)
    .selectFrom('ledgers.row')
    .select(['no', 'cells'])
    .where('ledger_id', '=', query.id)
    .where('no', '>', query.after)
    .orderBy('no')
    .limit(query.limit + 1)
    .execute();
  return { ...ledger, items: rows.slice(0, query.limit), more: rows.length > query.limit };
}
