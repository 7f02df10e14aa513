/** Routes of the register of seals: reading it, applying for a seal, every step of its life, its rule, its uses. */
import { nameTitle, parseCertificate, trustListJson } from '@yiwen/trust/certificates';
import { z } from 'zod';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type Context, type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { type PostView, postsOf, words } from '../workflow/index.ts';
import { type SealAct, transitions } from './life-cycle.ts';
import { allRegistered, lifeOf, registered, sealKinds, sealShapes } from './register.ts';
import { sealRule } from './rule.ts';
import { applyForSeal, setRule } from './seal-life.ts';
import { sealingService } from './service.ts';
import { allSeals, sealById } from './store.ts';
import { currentRule } from './use-basis.ts';
import { keepingRoles, useRoutes } from './use-routes.ts';
import { countUses, usesOf } from './use-store.ts';
import { pageOfSeal, type SealReader, sealPage, sealView, useView, viewOfSeal, viewOfUse } from './views.ts';

const byId = z.object({ id: z.uuid() });
const note = words(500);
const given = note.refine((text) => text !== '');

const bodies = {
  approve: z.object({ note: note.optional() }),
  reject: z.object({ note: given }),
  make: z.object({ note: note.optional() }),
  file: z.object({
    authority: words(100).refine((text) => text !== ''),
    number: words(60).refine((text) => text !== ''),
    day: z.iso.date(),
    note: note.optional(),
  }),
  suspend: z.object({ note: given }),
  resume: z.object({ note: given }),
  revoke: z.object({ note: given, compromised: z.boolean().default(false) }),
  destroy: z.object({ note: given }),
} satisfies Record<SealAct, z.ZodType>;

const summaries: Record<SealAct, string> = {
  approve: 'Approve the making of a seal',
  reject: 'Refuse the making of a seal',
  make: 'Make an approved seal with its keys; a demonstration’s says 演示无效',
  file: 'Put a made seal on record: from here on it is in use, and the one it replaces is not',
  suspend: 'Suspend a seal at once; its certificates are put on hold',
  resume: 'Bring a suspended seal back into use',
  revoke: 'Revoke a seal for good, with its certificates',
  destroy: 'Destroy a revoked seal: its keys are deleted',
};

/** Registers the routes of this module. */
export function sealingRoutes(app: RouteRegistrar, node: Node): void {
  const read = { kind: 'may', action: 'sealing.read' } as const;

  app.route({
    method: 'GET',
    url: '/api/v1/seals',
    policy: read,
    summary: 'Seals of my organ, those in use first',
    response: z.array(sealView),
    handler: (_input, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const made = new Map((await allSeals(tx)).map((row) => [row.id, row]));
        const all = await allRegistered(tx);
        const reader = readerOf(ctx, await postsOf(tx, ctx.organId, ctx.now()));
        return all.map((entry) => viewOfSeal(entry, made.get(entry.id), reader, all));
      }),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/seals/:id',
    policy: read,
    summary: 'A seal: its state, rule, certificate, life, and what I can do with it',
    params: byId,
    response: sealPage,
    handler: ({ params }, ctx) => node.db.asOrgan(ctx, (tx) => readSealPage(tx, ctx, params.id)),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/seals/:id/uses',
    policy: { kind: 'may', action: 'sealing.uses' },
    summary: '用印登记簿 of a seal, newest first',
    params: byId,
    query: z.object({ limit: z.coerce.number().int().min(1).max(500).default(200) }),
    response: z.array(useView),
    handler: ({ params, query }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => (await usesOf(tx, params.id, query.limit)).map(viewOfUse)),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/seals/:id/picture',
    policy: read,
    summary: 'Picture of a seal of my organ',
    params: byId,
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
    policy: { kind: 'may', action: 'sealing.apply' },
    summary: 'Apply for a seal of my organ; what stands on it comes from the directory',
    body: z.object({
      /** Made by the client, so that a repetition makes no second one. */
      id: z.uuid(),
      kind: z.enum(sealKinds),
      purpose: words(20).optional(),
      shape: z.enum(sealShapes).optional(),
      personId: z.uuid().optional(),
      replaces: z.uuid().optional(),
      reason: given,
      rule: sealRule,
    }),
    response: sealPage,
    handler: ({ body }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const { purpose, shape, personId, replaces, ...rest } = body;
        await applyForSeal(tx, {
          ...rest,
          organId: ctx.organId,
          actor: ctx.actor,
          at: ctx.now(),
          ...(purpose === undefined || purpose === '' ? {} : { purpose }),
          ...(shape === undefined ? {} : { shape }),
          ...(personId === undefined ? {} : { personId }),
          ...(replaces === undefined ? {} : { replaces }),
        });
        return await readSealPage(tx, ctx, body.id);
      }),
  });

  for (const verb of Object.keys(bodies) as SealAct[]) {
    app.route({
      method: 'POST',
      url: `/api/v1/seals/:id/${verb}`,
      policy: { kind: 'may', action: `sealing.${verb}` },
      summary: summaries[verb],
      params: byId,
      body: bodies[verb],
      response: sealPage,
      handler: ({ params, body }, ctx) =>
        node.db.asOrgan(ctx, async (tx) => {
          const filing =
            'authority' in body
              ? { authority: body.authority, number: body.number, day: body.day }
              : undefined;
          await node.services.get(sealingService).step(tx, {
            sealId: params.id,
            organId: ctx.organId,
            verb,
            actor: ctx.actor,
            at: ctx.now(),
            ...(body.note === undefined ? {} : { note: body.note }),
            ...(filing === undefined ? {} : { filing }),
            ...('compromised' in body ? { compromised: body.compromised } : {}),
          });
          return await readSealPage(tx, ctx, params.id);
        }),
    });
  }

  app.route({
    method: 'PUT',
    url: '/api/v1/seals/:id/rule',
    policy: { kind: 'may', action: 'sealing.rule' },
    summary: 'Set the rule of a seal: keeper, approvers, right of use',
    params: byId,
    body: sealRule,
    response: sealPage,
    handler: ({ params, body }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        await setRule(tx, { sealId: params.id, rule: body, actor: ctx.actor, at: ctx.now() });
        return await readSealPage(tx, ctx, params.id);
      }),
  });

  useRoutes(app, node);

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

/** Actions of this module: each step of a seal's life is open to the roles the life cycle names. */
export const sealingPermissions = {
  ...Object.fromEntries(
    Object.keys(bodies).map((verb) => [`sealing.${verb}`, transitions[verb as SealAct].roles]),
  ),
  'sealing.apply': transitions.apply.roles,
  'sealing.rule': transitions.approve.roles,
};

function readerOf(ctx: Context, posts: ReadonlyMap<string, PostView>): SealReader {
  const held = [...posts.values()].filter((post) => post.holders.length > 0).map((post) => post.role);
  return { now: ctx.now(), roles: ctx.roles, held: new Set(held) };
}

async function readSealPage(tx: Tx, ctx: Context, id: string): Promise<z.input<typeof sealPage>> {
  const entry = await registered(tx, id);
  if (entry === undefined) {
    throw new OfficeError('sealing.seal-unknown');
  }
  const made = await sealById(tx, id);
  const posts = await postsOf(tx, ctx.organId, ctx.now());
  const certificate = made && parseCertificate(new Uint8Array(made.certificate));
  const view = viewOfSeal(entry, made, readerOf(ctx, posts), await allRegistered(tx));
  return pageOfSeal(view, entry, {
    rule: await currentRule(tx, entry, posts),
    life: await lifeOf(tx, id),
    uses: await countUses(tx, id),
    readsUses: ctx.roles.some((role) => (keepingRoles as readonly string[]).includes(role)),
    ...(certificate === undefined
      ? {}
      : {
          certificate: {
            subject: nameTitle(certificate.subject),
            issuer: nameTitle(certificate.issuer),
            serial: certificate.serial,
            notBefore: new Date(certificate.notBefore).toISOString(),
            notAfter: new Date(certificate.notAfter).toISOString(),
          },
        }),
  });
}
