/** 发文登记簿: a query over registration data, newest first. */

import { sql } from 'kysely';
import { z } from 'zod';
import { yearIn } from '../../platform/clock/index.ts';
import type { RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { readCursor, writeCursor } from '../workflow/index.ts';
import { printNumber } from './numbers.ts';
import type { Receiver } from './store.ts';

type Row = {
  document_id: string;
  matter_id: string | null;
  kind: string;
  title: string | null;
  code: string;
  year: number;
  n: number;
  signer: string | null;
  signed_on: string | null;
  copies: number | null;
  receivers: Receiver[];
  registered_at: Date;
};

/** Registers the route of the outgoing register. */
export function registerRoutes(app: RouteRegistrar, node: Node): void {
  app.route({
    method: 'GET',
    url: '/api/v1/registers/outgoing',
    policy: { kind: 'may', action: 'documents.registers' },
    summary: 'The register of issued documents of a year, newest first',
    query: z.object({
      year: z.coerce.number().int().min(1949).max(2200).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({
      items: z.array(
        z.object({
          documentId: z.uuid(),
          matterId: z.uuid().nullable(),
          number: z.string(),
          kind: z.string(),
          title: z.string(),
          signer: z.string(),
          date: z.string(),
          copies: z.int().nullable(),
          receivers: z.array(z.string()),
          registeredAt: z.string(),
        }),
      ),
      next: z.string().nullable(),
    }),
    handler: ({ query }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const cursor = readCursor(query.cursor);
        const year = query.year ?? yearIn(ctx.now());
        const after = cursor
          ? sql`and (r.registered_at, r.document_id) < (${cursor.at}, ${cursor.id}::uuid)`
          : sql``;
        const { rows } = await sql<Row>`
          select r.document_id, d.kind, r.code, r.year, r.n, r.signer, r.signed_on, r.copies, r.receivers,
                 r.registered_at, dr.matter_id,
                 (select coalesce(nullif(t.content ->> 'value', ''), o.content -> 'value' ->> 0)
                  from documents.version v
                  left join documents.part t on t.version_id = v.id and t.id = 'title'
                  left join documents.part o on o.version_id = v.id and o.id = 'organMark'
                  where v.document_id = r.document_id order by v.no desc limit 1) as title
          from documents.registration r
          join documents.document d on d.id = r.document_id
          left join documents.draft dr on dr.document_id = r.document_id
          where r.organ_id = platform.organ() and r.year = ${year} and r.registered_at is not null ${after}
          order by r.registered_at desc, r.document_id desc limit ${query.limit + 1}`.execute(tx);
        const page = rows.slice(0, query.limit);
        const last = page.at(-1);
        return {
          items: page.map((row) => ({
            documentId: row.document_id,
            matterId: row.matter_id,
            number: printNumber(row),
            kind: row.kind,
            title: row.title ?? '',
            signer: row.signer ?? '',
            date: row.signed_on ?? '',
            copies: row.copies,
            receivers: row.receivers.map((one) => one.name),
            registeredAt: row.registered_at.toISOString(),
          })),
          next: rows.length > query.limit && last ? writeCursor(last.registered_at, last.document_id) : null,
        };
      }),
  });
}
