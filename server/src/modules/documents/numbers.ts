/** 发文字号: taken inside the act that needs it, gap-free, never given back (`model.md` 5). */

import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { tables } from './tables.ts';

/** A number in its parts; printed as 禾汀政发〔2026〕12号. */
export type SeriesNumber = { readonly code: string; readonly year: number; readonly n: number };

/** The number as it is printed (GB/T 9704 §7.2.5: six-corner brackets, no 第, no leading zero). */
export function printNumber({ code, year, n }: SeriesNumber): string {
  return `${code}〔${year}〕${n}号`;
}

/**
 * Takes the next number of a series. The series' row stays locked until the transaction ends: two registrations wait
 * for each other, and one that is rolled back leaves no gap.
 */
export async function takeNumber(tx: Tx, organId: string, code: string, year: number): Promise<SeriesNumber> {
  const { rows } = await sql<{ n: number }>`
    insert into documents.number_series as s (organ_id, code, year, next) values (${organId}, ${code}, ${year}, 2)
    on conflict (organ_id, code, year) do update set next = s.next + 1
    returning next - 1 as n`.execute(tx);
  return { code, year, n: rows[0]!.n };
}

/** The number that would be taken now: a forecast, held by nobody. */
export async function forecastNumber(
  tx: Tx,
  organId: string,
  code: string,
  year: number,
): Promise<SeriesNumber> {
  const row = await tables(tx)
    .selectFrom('documents.number_series')
    .select('next')
    .where('organ_id', '=', organId)
    .where('code', '=', code)
    .where('year', '=', year)
    .executeTakeFirst();
  return { code, year, n: row?.next ?? 1 };
}

/**
 * Sets where a series goes on, for numbers given before this node kept them. Only forward.
 */
export async function continueSeries(
  tx: Tx,
  organId: string,
  code: string,
  year: number,
  next: number,
): Promise<void> {
  await sql`insert into documents.number_series as s (organ_id, code, year, next)
    values (${organId}, ${code}, ${year}, ${next})
    on conflict (organ_id, code, year) do update set next = greatest(s.next, excluded.next)`.execute(tx);
}

/** Twenty random decimal digits: the code printed beside the QR; not guessable, not counting anything. */
export function newVerifyCode(random: (bytes: number) => Uint8Array): string {
  let digits = '';
  while (digits.length < 20) {
    for (const byte of random(32)) {
      // 250 is the largest multiple of ten in a byte: every digit is equally likely.
      if (byte < 250 && digits.length < 20) {
        digits += String(byte % 10);
      }
    }
  }
  return digits;
}
