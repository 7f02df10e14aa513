/** Routes for signing: what one act, or several at once, would say, and doing several with one approval. */

import { MAX_BATCH } from '@yiwen/trust/approvals';
import { z } from 'zod';
import { errorAnswer, OfficeError } from '../../platform/errors/index.ts';
import type { Context, RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import {
  approvalStatement,
  type Performance,
  perform,
  performed,
  readableMatter,
  rehearse,
  verbBody,
  words,
} from '../workflow/index.ts';
import { filesFor } from './attest.ts';
import { statementOf } from './statement.ts';

const command = z.strictObject({
  matterId: z.uuid(),
  stepId: z.uuid(),
  verb: words(40),
  body: verbBody,
});
const commands = z.strictObject({ items: z.array(command).min(1).max(MAX_BATCH) });

const said = z.object({ zh: z.string(), en: z.string() });
const refusal = z.object({
  code: z.string(),
  message: said,
  remedy: said.optional(),
  details: z.unknown().optional(),
});

/** What became of each: one by one and in the order sent, so that nobody takes three of five for all. */
async function each<T>(
  items: readonly Performance[],
  run: (item: Performance) => Promise<T>,
): Promise<({ done: T } | { refused: z.output<typeof refusal> })[]> {
  const results: ({ done: T } | { refused: z.output<typeof refusal> })[] = [];
  for (const item of items) {
    try {
      results.push({ done: await run(item) });
    } catch (error) {
      if (!(error instanceof OfficeError)) {
        throw error;
      }
      results.push({ refused: errorAnswer(error).error });
    }
  }
  return results;
}

/** Registers them. */
export function actRoutes(app: RouteRegistrar, node: Node): void {
  const readable = (ctx: Context, matterId: string) =>
    node.db.asOrgan(ctx, (tx) => readableMatter(tx, ctx, matterId));

  app.route({
    method: 'POST',
    url: '/api/v1/signing/prepare',
    policy: { kind: 'may', action: 'workflow.act' },
    summary: 'What each of these acts would say, to be signed; nothing is done',
    body: commands,
    response: z.object({
      /** The statement of each, in the order sent; `null` in it where the act was already done under this key. */
      items: z.array(
        z.union([z.object({ done: approvalStatement.nullable() }), z.object({ refused: refusal })]),
      ),
    }),
    bodyLimitBytes: 8 * 1024 * 1024,
    handler: async ({ body }, ctx) => ({
      items: await each(body.items, async (item) => {
        await readable(ctx, item.matterId);
        const statement = await rehearse(node, ctx, item, async (tx, input) =>
          statementOf(input, await filesFor(tx, input), ctx.now().toISOString()),
        );
        // The response schema is that of what comes back; lists in the statement are read-only here.
        return (statement ?? null) as z.input<typeof approvalStatement> | null;
      }),
    }),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/signing/acts',
    policy: { kind: 'may', action: 'workflow.act' },
    summary: 'Do several acts, each with its signature; the answer says of each what became of it',
    body: commands,
    response: z.object({
      items: z.array(z.union([z.object({ done: performed }), z.object({ refused: refusal })])),
    }),
    bodyLimitBytes: 16 * 1024 * 1024,
    handler: async ({ body }, ctx) => ({
      items: await each(body.items, async (item) => {
        await readable(ctx, item.matterId);
        return await perform(node, ctx, item);
      }),
    }),
  });
}
