import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { dateIn } from '../../platform/clock/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type RouteRegistrar, sameSecret } from '../../platform/http/index.ts';
import { type Node, serviceKey } from '../../platform/node/index.ts';
import { roleLabels } from '../permissions/index.ts';
import { administratorRoles, setUpNode } from './administration.ts';
import { createOrgan } from './organs.ts';

/** The one-time token that lets somebody at the terminal set up an empty node; undefined once it is used or not needed. */
export const setupToken = serviceKey<{ token: string | undefined }>('directory.setup-token');

/** Makes the token when the node has no administrators. */
export async function offerSetup(node: Node): Promise<void> {
  const needed = !(await hasAdministrators(node));
  node.services.provide(setupToken, { token: needed ? randomBytes(15).toString('base64url') : undefined });
}

async function hasAdministrators(node: Node): Promise<boolean> {
  const { rows } = await node.db.asPublic((tx) =>
    sql<{ there: boolean }>`select directory.has_administrators() as there`.execute(tx),
  );
  return rows[0]!.there;
}

/** Setting up an empty node: its first organ and the three administrators. */
export function setupRoutes(app: RouteRegistrar, node: Node): void {
  const administrator = z.strictObject({
    role: z.enum(administratorRoles as ['system-admin', 'security-admin', 'audit-admin']),
    name: z.string().trim().min(1).max(40),
    login: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,31}$/),
    password: z.string().max(256),
  });
  app.route({
    method: 'POST',
    url: '/api/v1/setup',
    policy: { kind: 'public' },
    summary: 'Set up an empty node with the token printed in the terminal.',
    perMinute: 10,
    body: z.strictObject({
      token: z.string().min(1).max(100),
      organ: z.strictObject({
        name: z.string().trim().min(2).max(60),
        shortName: z.string().trim().min(1).max(20),
        code: z.string().trim().max(20).optional(),
      }),
      administrators: z.array(administrator).length(3),
    }),
    response: z.object({ organId: z.uuid() }),
    handler: async ({ body }, ctx) => {
      if (await hasAdministrators(node)) {
        throw new OfficeError('directory.set-up-already');
      }
      const offered = node.services.get(setupToken);
      if (offered.token === undefined || !sameSecret(offered.token, body.token)) {
        throw new OfficeError('directory.wrong-setup-token');
      }
      const organ = { id: randomUUID(), ...body.organ };
      const at = ctx.now();
      await node.db.asOrgan({ organId: organ.id }, async (tx) => {
        // Two browsers at once: the second waits here and then finds the node set up.
        await sql`select pg_advisory_xact_lock(7290114004)`.execute(tx);
        const { rows } = await sql<{
          there: boolean;
        }>`select directory.has_administrators() as there`.execute(tx);
        if (rows[0]!.there) {
          throw new OfficeError('directory.set-up-already');
        }
        await createOrgan(tx, { ...organ, kind: 'organ' });
        await setUpNode(tx, {
          organ,
          administrators: body.administrators,
          titles: roleLabels,
          at,
          day: dateIn(at, node.settings.timeZone),
        });
      });
      offered.token = undefined;
      return { organId: organ.id };
    },
  });
}
