import { keyListJson } from '@yiwen/trust/paper';
import { type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { paperService } from './service.ts';

/** Registers the routes of this module. */
export function paperRoutes(app: RouteRegistrar, node: Node): void {
  app.route({
    method: 'GET',
    url: '/trust/paper-keys.json',
    policy: { kind: 'public' },
    summary: 'The dated list of keys of printed codes, each part signed by its organ',
    produces: 'application/json',
    handler: async () =>
      reply(keyListJson(await node.services.get(paperService).keyList()), {
        type: 'application/json; charset=utf-8',
        headers: { 'access-control-allow-origin': '*', 'cache-control': 'max-age=60' },
      }),
  });
  app.route({
    method: 'POST',
    url: '/api/v1/paper-keys/revoke',
    policy: { kind: 'may', action: 'paper.revoke' },
    summary: "Give my organ's key of printed codes up: none of its codes stands by itself any more",
    handler: async (_input, ctx) => {
      await node.db.asOrgan(ctx, (tx) =>
        node.services.get(paperService).revoke(tx, { organId: ctx.organId, actor: ctx.actor, at: ctx.now() }),
      );
      return undefined;
    },
  });
}
