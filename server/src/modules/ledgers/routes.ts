import { z } from 'zod';
import type { RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { listLedgers, readLedger } from './ledgers.ts';

const head = { id: z.uuid(), name: z.string(), columns: z.array(z.string()) };

/** Registers the routes of this module: a ledger is read here and filled by the work it tells of. */
export function ledgersRoutes(app: RouteRegistrar, node: Node): void {
  const read = { kind: 'may', action: 'ledgers.read' } as const;
  app.route({
    method: 'GET',
    url: '/api/v1/ledgers',
    policy: read,
    summary: 'Ledgers of my organ',
    response: z.array(z.object({ ...head, rows: z.int() })),
    handler: (_input, ctx) => node.db.asOrgan(ctx, listLedgers),
  });
  app.route({
    method: 'GET',
    url: '/api/v1/ledgers/:id',
    policy: read,
    summary: 'Rows of one ledger, in the order they were added',
    params: z.object({ id: z.uuid() }),
    query: z.object({
      /** Number of the last row seen. */
      cursor: z.coerce.number().int().min(0).max(2_147_483_647).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    response: z.object({
      ...head,
      items: z.array(z.object({ no: z.int(), cells: z.array(z.string()) })),
      next: z.string().nullable(),
    }),
    handler: ({ params, query }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const { more, ...page } = await readLedger(tx, {
          id: params.id,
          after: query.cursor,
          limit: query.limit,
        });
        return { ...page, next: more ? String(page.items.at(-1)!.no) : null };
      }),
  });
}
