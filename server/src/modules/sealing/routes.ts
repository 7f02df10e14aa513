import { trustListJson } from '@yiwen/trust/certificates';
import { z } from 'zod';
import { OfficeError } from '../../platform/errors/index.ts';
import { type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { organById } from '../directory/index.ts';
import { sealingService } from './service.ts';
import { allSeals, type SealRow, sealById } from './store.ts';

const sealView = z.object({
  id: z.uuid(),
  esId: z.string(),
  name: z.string(),
  diameterMm: z.int(),
  validFrom: z.string(),
  validTo: z.string(),
  pictureHref: z.string(),
  /** Whether it can be used now. */
  state: z.enum(['in-force', 'not-yet', 'ended']),
});

function viewOf(row: SealRow, now: Date): z.input<typeof sealView> {
  return {
    id: row.id,
    esId: row.es_id,
    name: row.name,
    diameterMm: row.diameter_mm,
    validFrom: row.valid_from.toISOString(),
    validTo: row.valid_to.toISOString(),
    pictureHref: `/api/v1/seals/${row.id}/picture`,
    state: row.valid_from > now ? 'not-yet' : row.valid_to < now ? 'ended' : 'in-force',
  };
}

/** Diameter of an organ's seal: county government 45 mm, township and below 42 mm (SEAL99 items 9, 11). */
export function sealDiameterMm(kind: string): number {
  return kind === 'county' || kind === 'city' ? 45 : 42;
}

/** Registers the routes of this module. */
export function sealingRoutes(app: RouteRegistrar, node: Node): void {
  app.route({
    method: 'GET',
    url: '/api/v1/seals',
    policy: { kind: 'may', action: 'sealing.read' },
    summary: 'Seals of my organ, newest first',
    response: z.array(sealView),
    handler: async (_input, ctx) =>
      node.db.asOrgan(ctx, async (tx) => (await allSeals(tx)).map((row) => viewOf(row, ctx.now()))),
  });
  app.route({
    method: 'GET',
    url: '/api/v1/seals/:id/picture',
    policy: { kind: 'may', action: 'sealing.read' },
    summary: 'Picture of a seal of my organ',
    params: z.object({ id: z.uuid() }),
    produces: 'image/png',
    handler: async ({ params }, ctx) => {
      const row = await node.db.asOrgan(ctx, (tx) => sealById(tx, params.id));
      if (row === undefined) {
        throw new OfficeError('http.not-found');
      }
      return reply(new Uint8Array(row.picture), { type: 'image/png' });
    },
  });
  app.route({
    method: 'POST',
    url: '/api/v1/seals',
    policy: { kind: 'may', action: 'sealing.make' },
    summary: 'Make a demonstration seal for my organ; it says 演示无效',
    response: sealView,
    handler: async (_input, ctx) => {
      const row = await node.db.asOrgan(ctx, async (tx) => {
        const organ = await organById(tx, ctx.organId);
        if (organ === undefined) {
          throw new OfficeError('http.not-found');
        }
        return node.services.get(sealingService).makeSeal(tx, node, {
          organId: organ.id,
          organName: organ.name,
          diameterMm: sealDiameterMm(organ.kind),
          actor: ctx.actor,
        });
      });
      return viewOf(row, ctx.now());
    },
  });
  app.route({
    method: 'GET',
    url: '/trust/demo.json',
    policy: { kind: 'public' },
    summary: "This node's trust list: whom its papers ask you to believe, and its logs",
    produces: 'application/json',
    handler: async () =>
      reply(trustListJson(await node.services.get(sealingService).trustList()), {
        type: 'application/json; charset=utf-8',
      }),
  });
}
