/** Routes about one's own signing keys, and the organ's rule. */

import { z } from 'zod';
import { recordAct } from '../../platform/events/index.ts';
import type { Context, RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { organById, passwordCheck } from '../directory/index.ts';
import { ruleSet } from './acts.ts';
import { enrolKey, enrolPasskey, revokeKey } from './enrol.ts';
import { endReason, keyView, newKey, newPasskey, viewOfKey } from './key-schema.ts';
import { SIGN_OFFS } from './sign-offs.ts';
import { keysOf, ruleOf, setRule } from './store.ts';

const rule = z.enum(['offered', 'required']);

const mySigning = z.object({
  /** Of the organ of the post acted in. */
  rule,
  /** Sign-offs by flow and node. */
  signOffs: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
  /** Whom a certificate would name. */
  person: z.object({ id: z.uuid(), name: z.string(), organId: z.uuid(), organ: z.string() }),
  keys: z.array(keyView),
});

async function readMine(node: Node, ctx: Context): Promise<z.input<typeof mySigning>> {
  const inForce = await node.db.asOrgan(ctx, ruleOf);
  return await node.db.asOrgan({ organId: ctx.homeOrganId, personId: ctx.personId }, async (tx) => ({
    rule: inForce,
    signOffs: Object.fromEntries(
      Object.entries(SIGN_OFFS).map(([flow, nodes]) => [
        flow,
        Object.fromEntries(Object.entries(nodes).map(([name, verbs]) => [name, [...verbs]])),
      ]),
    ),
    person: {
      id: ctx.personId,
      name: ctx.actor.name,
      organId: ctx.homeOrganId,
      organ: (await organById(tx, ctx.homeOrganId))?.name ?? '',
    },
    keys: (await keysOf(tx, ctx.personId)).map(viewOfKey),
  }));
}

/** Registers them. */
export function keyRoutes(app: RouteRegistrar, node: Node): void {
  const atHome = (ctx: Context) => ({ organId: ctx.homeOrganId, personId: ctx.personId });

  app.route({
    method: 'GET',
    url: '/api/v1/me/signing',
    policy: { kind: 'session' },
    summary: 'My signing keys with their wrapped halves, and which verbs are signed',
    response: mySigning,
    handler: async (_input, ctx) => await readMine(node, ctx),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/me/signing/keys',
    policy: { kind: 'session' },
    summary: 'Enrol a key pair made in my browser: its request is certified, its wrapped half kept unread',
    body: newKey,
    response: mySigning,
    perMinute: 10,
    handler: async ({ body }, ctx) => {
      await node.services.get(passwordCheck)(ctx, body.password);
      await node.db.asOrgan(atHome(ctx), (tx) => enrolKey(tx, node, ctx, body));
      return await readMine(node, ctx);
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/me/signing/passkeys',
    policy: { kind: 'session' },
    summary: 'Enrol a passkey that signs by itself; it has signed this enrolment',
    body: newPasskey,
    response: mySigning,
    perMinute: 10,
    handler: async ({ body }, ctx) => {
      await node.services.get(passwordCheck)(ctx, body.password);
      await node.db.asOrgan(atHome(ctx), (tx) => enrolPasskey(tx, node, ctx, body));
      return await readMine(node, ctx);
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/me/signing/keys/:id/revoke',
    policy: { kind: 'session' },
    summary: 'End one of my signing keys; what it signed stays signed',
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({ reason: endReason }),
    response: mySigning,
    handler: async ({ params, body }, ctx) => {
      await node.db.asOrgan(atHome(ctx), (tx) =>
        revokeKey(tx, node, ctx, { keyId: params.id, reason: body.reason, personId: ctx.personId }),
      );
      return await readMine(node, ctx);
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/signing/keys/:id/revoke',
    policy: { kind: 'may', action: 'signing.revoke' },
    summary: "End a person's signing key, when it was lost or the person left",
    params: z.object({ id: z.uuid() }),
    body: z.strictObject({ reason: endReason }),
    response: z.object({ revoked: z.literal(true) }),
    handler: async ({ params, body }, ctx) => {
      await node.db.asOrgan(ctx, (tx) => revokeKey(tx, node, ctx, { keyId: params.id, reason: body.reason }));
      return { revoked: true as const };
    },
  });

  app.route({
    method: 'PUT',
    url: '/api/v1/signing/rule',
    policy: { kind: 'may', action: 'signing.rule' },
    summary: 'Whether sign-offs of my organ need the personal signature of whoever acts',
    body: z.strictObject({ rule }),
    response: z.object({ rule }),
    handler: async ({ body }, ctx) => {
      await node.db.asOrgan(ctx, async (tx) => {
        await setRule(tx, ctx.organId, body.rule, ctx.now());
        await recordAct(tx, {
          kind: ruleSet.kind,
          organId: ctx.organId,
          actor: ctx.actor,
          at: ctx.now(),
          body: { rule: body.rule },
        });
      });
      return { rule: body.rule };
    },
  });
}
