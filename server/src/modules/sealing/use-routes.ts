/** Routes of 用印申请: apply, lists, the application's page, the file as it came and as it was sealed. */
import { z } from 'zod';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { entriesOfMatter } from '../../platform/events/index.ts';
import { type Context, type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import type { Role } from '../permissions/index.ts';
import { input, label, postsOf, readableMatter, readMatterPage, words } from '../workflow/index.ts';
import { applyToSeal } from './apply-to-seal.ts';
import { allRegistered } from './register.ts';
import { mayApply, mayApprove } from './rule.ts';
import { allSeals, canSeal, sealById } from './store.ts';
import { place } from './use.ts';
import { currentRule, keeps } from './use-basis.ts';
import { type ApplicationRow, applicationById, applications } from './use-store.ts';
import { holdersOf } from './use-verbs.ts';
import { applicationView, viewOfApplication } from './views.ts';

const named = z.object({ id: z.string(), title: z.string(), name: z.string() });

const verbView = z.object({
  verb: z.string(),
  label,
  primary: z.boolean(),
  key: z.string().optional(),
  needs: z.array(input),
  may: z.array(input),
  posts: z.array(named).optional(),
  confirm: label.optional(),
});

const applicationPage = applicationView.extend({
  revision: z.int(),
  closed: z.boolean(),
  steps: z.array(
    z.object({
      id: z.uuid(),
      node: z.string(),
      label,
      holder: z.object({ postId: z.string(), title: z.string(), personName: z.string().optional() }),
      state: z.string(),
      openedAt: z.string(),
      endedAt: z.string().optional(),
    }),
  ),
  mine: z.object({ stepId: z.uuid(), node: z.string(), asked: label, verbs: z.array(verbView) }).nullable(),
  canWithdraw: z.object({ stepId: z.uuid() }).optional(),
  timeline: z.array(
    z.object({
      actId: z.uuid(),
      kind: z.string(),
      at: z.string(),
      by: z.object({ name: z.string(), post: z.string(), onBehalfOf: z.string().optional() }),
      words: z.string().optional(),
    }),
  ),
});

/** A seal an applicant may ask for, and who would decide. */
const choice = z.object({
  id: z.uuid(),
  name: z.string(),
  pictureHref: z.string(),
  files: z.boolean(),
  approvers: z.array(named),
});

/** Registers the routes of applications to seal. */
export function useRoutes(app: RouteRegistrar, node: Node): void {
  const use = { kind: 'may', action: 'sealing.use' } as const;
  const byId = z.object({ id: z.uuid() });

  app.route({
    method: 'POST',
    url: '/api/v1/seal-uses',
    policy: use,
    summary: '用印申请: ask for a seal on an uploaded file or an own document',
    body: z
      .object({
        /** Made by the client; also the id of the matter that carries it. */
        id: z.uuid(),
        key: z.uuid(),
        sealId: z.uuid(),
        uploadId: z.uuid().optional(),
        documentMatterId: z.uuid().optional(),
        purpose: words(500).refine((text) => text !== ''),
        copies: z.int().min(1).max(1000).default(1),
        place: place.default({ page: 0, spot: 'bottom-right' }),
        /** The approver, where the rule names several. */
        postId: z.uuid().optional(),
      })
      .refine((body) => (body.uploadId === undefined) !== (body.documentMatterId === undefined), {
        message: '文件和公文二者选一 / either a file or a document',
      }),
    response: z.object({ id: z.uuid() }),
    handler: ({ body }, ctx) => {
      const { uploadId, documentMatterId, postId, ...rest } = body;
      return node.db.asOrgan({ organId: ctx.organId, personId: ctx.personId }, (tx) =>
        applyToSeal(tx, node, ctx, {
          ...rest,
          ...(uploadId === undefined ? {} : { uploadId }),
          ...(documentMatterId === undefined ? {} : { documentMatterId }),
          ...(postId === undefined ? {} : { postId }),
        }),
      );
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/seal-uses',
    policy: use,
    summary: 'Applications to seal, newest first: all for whoever keeps the documents, else my own',
    query: z.object({
      sealId: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(100),
    }),
    response: z.array(applicationView),
    handler: ({ query }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const names = new Map((await allSeals(tx)).map(({ id, name }) => [id, name]));
        const rows = await applications(tx, {
          limit: query.limit,
          ...(query.sealId === undefined ? {} : { sealId: query.sealId }),
          ...(ctx.roles.some((role) => (keepingRoles as readonly string[]).includes(role))
            ? {}
            : { personId: ctx.personId }),
        });
        return rows.map((row) => viewOfApplication(row, names.get(row.seal_id) ?? ''));
      }),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/seal-uses/choices',
    policy: use,
    summary: 'Seals I may ask for in the post I act in, and who decides on each',
    response: z.array(choice),
    handler: (_input, ctx) => node.db.asOrgan(ctx, (tx) => choicesOf(tx, ctx)),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/seal-uses/:id',
    policy: use,
    summary: 'An application to seal: where it is, what I may do, what happened',
    params: byId,
    response: applicationPage,
    handler: ({ params }, ctx) => node.db.asOrgan(ctx, (tx) => readApplication(tx, node, ctx, params.id)),
  });

  for (const which of ['original', 'sealed'] as const) {
    app.route({
      method: 'GET',
      url: `/api/v1/seal-uses/:id/${which}`,
      policy: use,
      summary: which === 'original' ? 'The file as it came' : 'The sealed file',
      params: byId,
      produces: 'application/octet-stream',
      handler: async ({ params }, ctx) => {
        const row = await node.db.asOrgan(ctx, (tx) => readable(tx, ctx, params.id));
        const file = which === 'original' ? row.file : row.sealed;
        const stream = file === null ? undefined : await node.blobs.stream(file.sha256);
        if (file === null || stream === undefined) {
          throw new OfficeError('http.not-found');
        }
        return reply(stream, {
          type: mediaTypes[file.format] ?? 'application/octet-stream',
          fileName: file.name,
          headers: { 'content-length': String(file.size), etag: `"${file.sha256}"` },
        });
      },
    });
  }
}

/** Only of formats that were told by their bytes; a picture may be one of several. */
const mediaTypes: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  asice: 'application/vnd.etsi.asic-e+zip',
};

/** Roles that keep the organ's documents and see all of its matters. */
export const keepingRoles: readonly Role[] = [
  'clerk',
  'office-director',
  'principal-leader',
  'village-clerk',
  'village-secretary',
  'county-clerk',
  'archivist',
];

async function readable(tx: Tx, ctx: Context, id: string): Promise<ApplicationRow> {
  const row = await applicationById(tx, id);
  if (row === undefined) {
    throw new OfficeError('sealing.application-unknown');
  }
  await readableMatter(tx, ctx, row.matter_id);
  return row;
}

async function choicesOf(tx: Tx, ctx: Context): Promise<z.input<typeof choice>[]> {
  const posts = await postsOf(tx, ctx.organId, ctx.now());
  const own = posts.get(ctx.postId);
  const made = new Map((await allSeals(tx)).map((row) => [row.id, row]));
  const found: z.input<typeof choice>[] = [];
  for (const entry of own === undefined ? [] : await allRegistered(tx)) {
    const seal = made.get(entry.id);
    if (seal === undefined || !canSeal(seal, ctx.now())) {
      continue;
    }
    const rule = await currentRule(tx, entry, posts);
    if (mayApply(rule, own!)) {
      found.push({
        id: entry.id,
        name: seal.name,
        pictureHref: `/api/v1/seals/${entry.id}/picture`,
        files: rule.files,
        approvers: [...posts.values()]
          .filter(
            (post) =>
              mayApprove(rule, post) &&
              post.holders.some(({ id }) => id !== ctx.personId && !keeps(rule, entry, id, posts)),
          )
          .map((post) => ({ id: post.id, title: post.title, name: post.holders[0]?.name ?? '' })),
      });
    }
  }
  return found;
}

async function readApplication(
  tx: Tx,
  node: Node,
  ctx: Context,
  id: string,
): Promise<z.input<typeof applicationPage>> {
  const row = await applicationById(tx, id);
  if (row === undefined) {
    throw new OfficeError('sealing.application-unknown');
  }
  const matter = await readableMatter(tx, ctx, row.matter_id);
  const holders = new Map(Object.entries(await holdersOf(tx, node, matter)));
  const page = await readMatterPage(tx, ctx, matter, holders);
  const timeline = await entriesOfMatter(tx, matter.id);
  const isSealing = viewOfApplication(row, '').state === 'sealing';
  return {
    ...viewOfApplication(row, (await sealById(tx, row.seal_id))?.name ?? ''),
    revision: matter.revision,
    closed: matter.closedAt !== undefined,
    steps: page.steps.map(({ id: stepId, node: at, label: stepLabel, holder, state, openedAt, endedAt }) => ({
      id: stepId,
      node: at,
      label: stepLabel,
      holder,
      state,
      openedAt,
      ...(endedAt === undefined ? {} : { endedAt }),
    })),
    mine:
      page.mine === null || isSealing
        ? null
        : { stepId: page.mine.stepId, node: page.mine.node, asked: page.mine.asked, verbs: page.mine.verbs },
    ...(page.also.canWithdraw === undefined ? {} : { canWithdraw: page.also.canWithdraw }),
    timeline: timeline.map(({ id: actId, kind, recordedAt, body }) => {
      const { actor, data } = (body ?? {}) as {
        actor?: { name: string; post: string; onBehalfOf?: { name: string; post: string } };
        data?: { opinion?: string; reason?: string; message?: string };
      };
      const said = data?.opinion ?? data?.reason ?? data?.message;
      return {
        actId,
        kind,
        at: recordedAt.toISOString(),
        by: {
          name: actor?.name ?? '',
          post: actor?.post ?? '',
          ...(actor?.onBehalfOf === undefined
            ? {}
            : { onBehalfOf: `${actor.onBehalfOf.post} ${actor.onBehalfOf.name}`.trim() }),
        },
        ...(said === undefined ? {} : { words: said }),
      };
    }),
  };
}
