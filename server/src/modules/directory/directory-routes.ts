import { z } from 'zod';
import { dateIn } from '../../platform/clock/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { addressBook, postsOfOrgan } from './organs.ts';

/** The address book of the node, and the posts of one's own organ. */
export function directoryRoutes(app: RouteRegistrar, node: Node): void {
  app.route({
    method: 'GET',
    url: '/api/v1/organs',
    policy: { kind: 'session' },
    summary: 'All organs of the node, to choose receivers from.',
    response: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        shortName: z.string(),
        code: z.string().nullable(),
        parentId: z.uuid().nullable(),
        kind: z.string(),
      }),
    ),
    handler: async (_input, ctx) => await node.db.asOrgan({ organId: ctx.organId }, addressBook),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/organs/:id/posts',
    policy: { kind: 'session' },
    summary: 'Posts of your own organ and who holds them.',
    params: z.object({ id: z.uuid() }),
    response: z.array(
      z.object({
        id: z.uuid(),
        title: z.string(),
        role: z.string(),
        unit: z.string().nullable(),
        holders: z.array(z.object({ id: z.uuid(), name: z.string() })),
      }),
    ),
    handler: async ({ params }, ctx) => {
      if (params.id !== ctx.organId) {
        throw new OfficeError('directory.not-found');
      }
      const day = dateIn(ctx.now(), node.settings.timeZone);
      return await node.db.asOrgan({ organId: ctx.organId }, (tx) => postsOfOrgan(tx, ctx.organId, day));
    },
  });
}
