/** Entries of the 收文登记簿 and its numbers. */

import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { tables } from './tables.ts';

/** One entry of the incoming register. Days are `YYYY-MM-DD`. */
export type RegisterEntry = {
  readonly documentId: string;
  readonly organId: string;
  readonly matterId: string;
  readonly title: string;
  readonly sender: string;
  readonly senderOrgan?: string;
  /** The sender's 发文字号. */
  readonly senderNumber?: string;
  readonly senderDate?: string;
  readonly arrivedAt: Date;
  readonly dueOn?: string;
  readonly needsReply: boolean;
  /** Our own 收文编号, once registered. */
  readonly number?: { readonly year: number; readonly n: number };
  readonly receivedOn?: string;
  readonly repliedOn?: string;
  readonly reply?: string;
};

/** 收文编号 as printed: 2026收0012. */
export function printIncomingNumber({ year, n }: { year: number; n: number }): string {
  return `${year}收${String(n).padStart(4, '0')}`;
}

/** Stores the entry of a document that has just come in. */
export async function insertEntry(tx: Tx, entry: RegisterEntry): Promise<void> {
  await tables(tx)
    .insertInto('circulation.entry')
    .values({
      document_id: entry.documentId,
      organ_id: entry.organId,
      matter_id: entry.matterId,
      title: entry.title,
      sender: entry.sender,
      sender_organ: entry.senderOrgan ?? null,
      sender_number: entry.senderNumber ?? null,
      sender_date: entry.senderDate ?? null,
      arrived_at: entry.arrivedAt,
      due_on: entry.dueOn ?? null,
      needs_reply: entry.needsReply,
      year: null,
      n: null,
      received_on: null,
      registered_at: null,
      replied_on: null,
      reply: null,
    })
    .execute();
}

/** The entry of an incoming document. */
export async function findEntry(tx: Tx, documentId: string): Promise<RegisterEntry | undefined> {
  const row = await tables(tx)
    .selectFrom('circulation.entry')
    .selectAll()
    .where('document_id', '=', documentId)
    .executeTakeFirst();
  return (
    row && {
      documentId: row.document_id,
      organId: row.organ_id,
      matterId: row.matter_id,
      title: row.title,
      sender: row.sender,
      arrivedAt: row.arrived_at,
      needsReply: row.needs_reply,
      ...(row.sender_organ === null ? {} : { senderOrgan: row.sender_organ }),
      ...(row.sender_number === null ? {} : { senderNumber: row.sender_number }),
      ...(row.sender_date === null ? {} : { senderDate: row.sender_date }),
      ...(row.due_on === null ? {} : { dueOn: row.due_on }),
      ...(row.n === null ? {} : { number: { year: row.year!, n: row.n } }),
      ...(row.received_on === null ? {} : { receivedOn: row.received_on }),
      ...(row.replied_on === null ? {} : { repliedOn: row.replied_on }),
      ...(row.reply === null ? {} : { reply: row.reply }),
    }
  );
}

/** Takes the next 收文编号 of a year; gap-free, since the series' row is locked until the transaction ends. */
export async function takeIncomingNumber(tx: Tx, organId: string, year: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    insert into circulation.number_series as s (organ_id, year, next) values (${organId}, ${year}, 2)
    on conflict (organ_id, year) do update set next = s.next + 1
    returning next - 1 as n`.execute(tx);
  return rows[0]!.n;
}

/** Fills in what an act brought. */
export async function updateEntry(
  tx: Tx,
  documentId: string,
  change: {
    year?: number;
    n?: number;
    received_on?: string;
    registered_at?: Date;
    due_on?: string;
    replied_on?: string;
    reply?: string;
  },
): Promise<void> {
  await tables(tx)
    .updateTable('circulation.entry')
    .set(change)
    .where('document_id', '=', documentId)
    .execute();
}
