/** The workflow's routes: to-do list, lists of matters, and the one address through which everything is done. */

import { z } from 'zod';
import type { RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { readCursor } from './cursor.ts';
import { label } from './flow.ts';
import { listMatters, readableMatter } from './matters.ts';
import { standingOf } from './people.ts';
import { perform } from './perform.ts';
import { readTodo } from './todo.ts';
import { verbBody } from './verb-body.ts';
import { words } from './words.ts';

const page = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const todoItem = z.object({
  stepId: z.uuid(),
  matterId: z.uuid(),
  matterKind: z.string(),
  node: z.string(),
  asked: label,
  title: z.string(),
  from: z.object({ name: z.string(), post: z.string() }).nullable(),
  urgency: z.string().optional(),
  deadline: z.string().optional(),
  workingDaysLeft: z.number().optional(),
  openedAt: z.string(),
  number: z.string().optional(),
  urged: z.int().optional(),
  delegated: z.boolean().optional(),
});

const matterLine = z.object({
  id: z.uuid(),
  kind: z.string(),
  title: z.string(),
  number: z.string().optional(),
  urgency: z.string().optional(),
  state: z.enum(['open', 'closed']),
  holders: z.array(z.string()),
  openedAt: z.string(),
  updatedAt: z.string(),
  counterpart: z.string().optional(),
});

/** What a verb answers. */
export const performed = z.object({
  acts: z.array(z.object({ id: z.uuid(), kind: z.string() })),
  open: z.array(z.object({ stepId: z.uuid(), node: z.string(), holder: z.string() })),
  matter: z.object({ state: z.enum(['open', 'closed']), revision: z.int() }),
});

/** Registers the workflow's routes. */
export function workflowRoutes(app: RouteRegistrar, node: Node): void {
  app.route({
    method: 'GET',
    url: '/api/v1/todo',
    policy: { kind: 'may', action: 'workflow.read' },
    summary: 'Open steps of the posts I stand in, newest first',
    query: page,
    response: z.object({ items: z.array(todoItem), next: z.string().nullable(), count: z.int() }),
    handler: ({ query }, ctx) =>
      node.db.asOrgan(ctx, async (tx) =>
        readTodo(tx, {
          standing: await standingOf(tx, ctx.organId, ctx.personId, ctx.now()),
          personId: ctx.personId,
          cursor: readCursor(query.cursor),
          limit: query.limit,
          now: ctx.now(),
          calendar: node.calendar,
        }),
      ),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/matters',
    policy: { kind: 'may', action: 'workflow.read' },
    summary: 'Matters of one box, newest first',
    query: page.extend({
      box: z.enum(['outgoing', 'incoming', 'circulation', 'done', 'mine']),
      q: words(100).optional(),
    }),
    response: z.object({ items: z.array(matterLine), next: z.string().nullable() }),
    handler: ({ query }, ctx) =>
      node.db.asOrgan(ctx, (tx) =>
        listMatters(tx, ctx, {
          box: query.box,
          q: query.q,
          cursor: readCursor(query.cursor),
          limit: query.limit,
        }),
      ),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/matters/:id/steps/:stepId/:verb',
    policy: { kind: 'may', action: 'workflow.act' },
    summary: 'Do a verb on a step; repeated with the same key it answers the same',
    params: z.object({ id: z.uuid(), stepId: z.uuid(), verb: z.string().max(40) }),
    body: verbBody,
    response: performed,
    bodyLimitBytes: 2 * 1024 * 1024,
    handler: async ({ params, body }, ctx) => {
      await node.db.asOrgan(ctx, (tx) => readableMatter(tx, ctx, params.id));
      return await perform(node, ctx, {
        matterId: params.id,
        stepId: params.stepId,
        verb: params.verb,
        body,
      });
    },
  });
}
