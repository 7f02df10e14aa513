import { z } from 'zod';
import { OfficeError } from '../../platform/errors/index.ts';
import { actKinds, recordAct } from '../../platform/events/index.ts';
import type { RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { roles } from '../permissions/index.ts';
import { acts } from './acts.ts';
import {
  addPerson,
  addPost,
  grantPost,
  peopleOfOrgan,
  resetPerson,
  suspendPerson,
} from './administration.ts';
import { auditTrail } from './audit-trail.ts';
import { delegate, delegations } from './delegations.ts';
import { addSubordinateOrgan, subordinateKinds } from './subordinate-organ.ts';

const day = z.iso.date();
const done = z.object({ id: z.uuid() });
const byId = z.object({ id: z.uuid() });

/** The administrators' routes: system (people, posts), security (grants, resets), audit (reads what was done). */
export function adminRoutes(app: RouteRegistrar, node: Node): void {
  app.route({
    method: 'GET',
    url: '/api/v1/admin/people',
    policy: { kind: 'may', action: 'directory.people.read' },
    summary: 'Accounts of the organ.',
    response: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        login: z.string(),
        suspended: z.boolean(),
        locked: z.boolean(),
        factors: z.array(z.enum(['totp', 'passkey'])),
        posts: z.array(
          z.object({
            id: z.uuid(),
            title: z.string(),
            role: z.string(),
            from: z.string(),
            to: z.string().nullable(),
          }),
        ),
      }),
    ),
    handler: async (_input, ctx) =>
      await node.db.asOrgan(ctx, (tx) => peopleOfOrgan(tx, ctx.organId, ctx.now())),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/admin/people',
    policy: { kind: 'may', action: 'directory.people.add' },
    summary: 'Add an account. Its first password has to be changed at first sign-in.',
    body: z.strictObject({
      id: z.uuid().optional(),
      name: z.string().trim().min(1).max(40),
      login: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,31}$/),
      password: z.string().max(256),
    }),
    response: done,
    handler: async ({ body }, ctx) => {
      const id = body.id ?? ctx.newId();
      await node.db.asOrgan(ctx, (tx) => addPerson(tx, ctx, { ...body, id }));
      return { id };
    },
  });

  for (const [verb, suspended] of [
    ['suspend', true],
    ['resume', false],
  ] as const) {
    app.route({
      method: 'POST',
      url: `/api/v1/admin/people/:id/${verb}`,
      policy: { kind: 'may', action: 'directory.people.suspend' },
      summary: suspended ? 'Suspend an account and end its sessions.' : 'Resume a suspended account.',
      params: byId,
      response: done,
      handler: async ({ params }, ctx) => {
        await node.db.asOrgan(ctx, (tx) => suspendPerson(tx, ctx, params.id, suspended));
        return { id: params.id };
      },
    });
  }

  app.route({
    method: 'POST',
    url: '/api/v1/admin/people/:id/reset',
    policy: { kind: 'may', action: 'directory.people.reset' },
    summary: 'A new one-time password and no second factors, for somebody who lost them.',
    params: byId,
    response: z.object({ id: z.uuid(), password: z.string() }),
    handler: async ({ params }, ctx) => {
      const { password } = await node.db.asOrgan(ctx, (tx) => resetPerson(tx, ctx, params.id));
      return { id: params.id, password };
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/admin/organs',
    policy: { kind: 'may', action: 'directory.organs.add' },
    summary: 'Set up a subordinate organ; its administrators are those of this one.',
    body: z.strictObject({
      id: z.uuid().optional(),
      name: z.string().trim().min(2).max(60),
      shortName: z.string().trim().min(1).max(20),
      code: z.string().trim().min(1).max(20).optional(),
      kind: z.enum(subordinateKinds),
    }),
    response: done,
    handler: async ({ body }, ctx) => {
      const id = body.id ?? ctx.newId();
      await addSubordinateOrgan(node, ctx, { ...body, id });
      return { id };
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/admin/posts',
    policy: { kind: 'may', action: 'directory.posts.add' },
    summary: 'Set up a post for office work.',
    body: z.strictObject({
      id: z.uuid().optional(),
      title: z.string().trim().min(1).max(60),
      role: z.enum(roles),
      unitId: z.uuid().optional(),
    }),
    response: done,
    handler: async ({ body }, ctx) => {
      const id = body.id ?? ctx.newId();
      await node.db.asOrgan(ctx, (tx) => addPost(tx, ctx, { ...body, id }));
      return { id };
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/admin/people/:id/posts',
    policy: { kind: 'may', action: 'directory.posts.grant' },
    summary: 'Give a person a post, from a day, optionally to a day.',
    params: byId,
    body: z.strictObject({ postId: z.uuid(), from: day, to: day.optional() }),
    response: done,
    handler: async ({ params, body }, ctx) => {
      await node.db.asOrgan(ctx, (tx) => grantPost(tx, ctx, { ...body, personId: params.id }));
      return { id: params.id };
    },
  });

  const delegation = z.object({
    id: z.uuid(),
    fromPostId: z.uuid(),
    fromPostTitle: z.string(),
    fromPersonName: z.string().nullable(),
    toPersonId: z.uuid(),
    toPersonName: z.string(),
    scope: z.string(),
    from: z.string(),
    to: z.string(),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/admin/delegations',
    policy: { kind: 'may', action: 'directory.delegations.read' },
    summary: 'Who stands in for whom.',
    response: z.array(delegation),
    handler: async (_input, ctx) => await node.db.asOrgan(ctx, (tx) => delegations(tx)),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/admin/delegations',
    policy: { kind: 'may', action: 'directory.delegate' },
    summary: 'Let somebody stand in for a post between two days.',
    body: z.strictObject({
      id: z.uuid().optional(),
      fromPostId: z.uuid(),
      toPersonId: z.uuid(),
      scope: z.string().min(1).max(40).default('all'),
      from: day,
      to: day,
    }),
    response: done,
    handler: async ({ body }, ctx) => {
      const forOthers = ctx.roles.includes('office-director') || ctx.roles.includes('security-admin');
      // Who records it for others must not be the one who gains by it: that would be taking, not being given.
      if (body.toPersonId === ctx.personId || (!forOthers && body.fromPostId !== ctx.postId)) {
        throw new OfficeError('directory.delegate-own-post');
      }
      const id = body.id ?? ctx.newId();
      await node.db.asOrgan(ctx, async (tx) => {
        await delegate(tx, { ...body, id, organId: ctx.organId });
        await recordAct(tx, {
          kind: acts.delegated.kind,
          organId: ctx.organId,
          actor: ctx.actor,
          at: ctx.now(),
          body: {
            ...body,
            id: undefined,
            delegation: id,
            fromPost: body.fromPostId,
            toPerson: body.toPersonId,
          },
        });
      });
      return { id };
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/admin/audit',
    policy: { kind: 'may', action: 'directory.audit.read' },
    summary: 'What was done in the organ, newest first: who, when, which kind of act; never the content.',
    query: z.object({
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({
      items: z.array(
        z.object({
          id: z.uuid(),
          kind: z.string(),
          label: z.object({ zh: z.string(), en: z.string() }),
          at: z.iso.datetime(),
          actor: z.object({ name: z.string(), post: z.string() }),
          logIndex: z.number().int().nullable(),
        }),
      ),
      next: z.string().nullable(),
    }),
    handler: async ({ query }, ctx) => {
      const labels = new Map(actKinds().map((kind) => [kind.kind, kind.label]));
      const { items, next } = await node.db.asOrgan(ctx, (tx) =>
        auditTrail(tx, ctx.organId, query.limit, query.cursor),
      );
      const other = { zh: '其他行为', en: 'Other act' };
      return { items: items.map((item) => ({ ...item, label: labels.get(item.kind) ?? other })), next };
    },
  });
}
