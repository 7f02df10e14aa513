/** Finding a document of the organ by what people call it: its id, its matter's id, its 文号, the code printed on it. */

import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NUMBER = /^(.{1,60})〔(\d{4})〕(\d{1,6})号$/u;

/** The id of the transaction's organ's document called so; undefined when there is none, or more than one. */
export async function documentCalled(tx: Tx, called: string): Promise<string | undefined> {
  const name = called.trim();
  const digits = name.replace(/[\s-]/g, '');
  const number = NUMBER.exec(name);
  const { rows } = UUID.test(name)
    ? await sql<{ id: string }>`
        select id from documents.document where organ_id = platform.organ() and id = ${name}::uuid
        union select document_id from documents.draft where organ_id = platform.organ() and matter_id = ${name}::uuid`.execute(
        tx,
      )
    : /^\d{20}$/.test(digits)
      ? await sql<{ id: string }>`
          select document_id as id from documents.registration
          where organ_id = platform.organ() and verify_code = ${digits}`.execute(tx)
      : await sql<{ id: string }>`
          select document_id as id from documents.registration
          where organ_id = platform.organ() and code = ${number?.[1] ?? ''}
            and year = ${Number(number?.[2] ?? 0)} and n = ${Number(number?.[3] ?? 0)}`.execute(tx);
  return rows.length === 1 ? rows[0]!.id : undefined;
}
