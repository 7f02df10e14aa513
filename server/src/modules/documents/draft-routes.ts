/** Routes of drafting: draft, autosave, preview, the next number, 文种. */

import { z } from 'zod';
import { dateIn, yearIn } from '../../platform/clock/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { organById } from '../directory/index.ts';
import { officeFonts } from '../fonts/index.ts';
import { performIn, readableMatter, readMatterPage, words } from '../workflow/index.ts';
import { checkDraft } from './check-draft.ts';
import {
  block,
  countCharacters,
  documentBody,
  documentFields,
  documentFieldsView,
  documentForm,
  documentKind,
} from './content.ts';
import { documentKinds } from './document-kinds.ts';
import { contentOfDraft, createDraft, draftView, saveDraft, usualNumberCode, wordsOf } from './drafts.ts';
import { fileRef } from './matter-schema.ts';
import { forecastNumber } from './numbers.ts';
import { officialDocumentOf } from './official-document.ts';
import { refuseSecrets } from './refuse-secrets.ts';
import { pagesOf } from './render.ts';
import { findDraft } from './store.ts';
import { versionsOf } from './versions.ts';

const finding = z.object({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  place: z.string().optional(),
  message: z.string(),
  evidence: z.string().optional(),
});

const draftSchema = z.object({
  matterId: z.uuid(),
  revision: z.int(),
  kind: z.string(),
  form: z.string(),
  fields: documentFieldsView,
  body: z.array(block),
  attachments: z.array(fileRef),
  savedAt: z.string(),
  savedBy: z.string(),
  findings: z.array(finding),
});

const draftText = { kind: documentKind, form: documentForm, fields: documentFields, body: documentBody };
const BODY_LIMIT = 4 * 1024 * 1024;

/** Registers the routes of drafting. */
export function draftRoutes(app: RouteRegistrar, node: Node): void {
  const draft = { kind: 'may', action: 'documents.draft' } as const;

  app.route({
    method: 'GET',
    url: '/api/v1/document-kinds',
    policy: draft,
    summary: 'The fifteen 文种, where they may go, and the usual agency code of each',
    response: z.array(
      z.object({
        kind: z.string(),
        directions: z.array(z.string()),
        mainReceivers: z.enum(['required', 'optional']),
        numberCode: z.string(),
      }),
    ),
    handler: (_input, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const organ = await organById(tx, ctx.organId);
        return documentKinds.map((one) => ({
          kind: one.kind,
          directions: [...one.directions],
          mainReceivers: one.mainReceivers,
          numberCode: usualNumberCode(organ?.code ?? '', one.kind, one.kind === '纪要' ? '纪要' : '文件'),
        }));
      }),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/drafts',
    policy: draft,
    summary: 'Begin an outgoing document',
    body: z.object({ matterId: z.uuid(), key: z.uuid(), ...draftText }),
    response: z.object({ matterId: z.uuid() }),
    bodyLimitBytes: BODY_LIMIT,
    handler: ({ body }, ctx) => createDraft(node, ctx, body),
  });

  app.route({
    method: 'PUT',
    url: '/api/v1/drafts/:matterId',
    policy: draft,
    summary: 'Save a draft over the revision the client had',
    params: z.object({ matterId: z.uuid() }),
    body: z.object({
      revision: z.int().min(1),
      kind: documentKind.optional(),
      form: documentForm.optional(),
      fields: documentFields,
      body: documentBody,
      attachments: z.array(z.uuid()).max(50).default([]),
    }),
    response: z.object({ revision: z.int(), savedAt: z.string() }),
    bodyLimitBytes: BODY_LIMIT,
    handler: async ({ params, body }, ctx) => {
      const { matterId } = params;
      const before = await node.db.asOrgan(ctx, (tx) => findDraft(tx, matterId));
      if (before === undefined) {
        throw new OfficeError('documents.draft-unknown');
      }
      return await saveDraft(node, ctx, {
        ...body,
        matterId,
        kind: body.kind ?? before.kind,
        form: body.form ?? before.form,
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/drafts/:matterId',
    policy: draft,
    summary: 'A draft, with everything that speaks against it',
    params: z.object({ matterId: z.uuid() }),
    response: draftSchema,
    handler: ({ params }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        await readableMatter(tx, ctx, params.matterId);
        const found = await findDraft(tx, params.matterId);
        if (found === undefined) {
          throw new OfficeError('documents.draft-unknown');
        }
        return { ...(await draftView(tx, found)), findings: checkDraft(await contentOfDraft(tx, found)) };
      }),
  });

  app.route({
    method: 'DELETE',
    url: '/api/v1/drafts/:matterId',
    policy: draft,
    summary: 'Throw away a draft that was never submitted',
    params: z.object({ matterId: z.uuid() }),
    response: z.object({ matterId: z.uuid() }),
    handler: ({ params }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const matter = await readableMatter(tx, ctx, params.matterId, true);
        const { mine } = await readMatterPage(tx, ctx, matter);
        if (mine?.node !== 'draft') {
          throw new OfficeError('documents.draft-not-yours');
        }
        if ((await versionsOf(tx, matter.documentId!)).length > 0) {
          throw new OfficeError('documents.already-submitted');
        }
        await performIn(tx, node, ctx, {
          matterId: matter.id,
          stepId: mine.stepId,
          verb: 'discard',
          body: { key: ctx.newId(), expected: matter.revision },
        });
        return { matterId: matter.id };
      }),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/preview',
    policy: draft,
    summary: 'Pages of a text as they would be printed',
    body: z.object({
      kind: documentKind.default('通知'),
      form: documentForm,
      fields: documentFields,
      body: documentBody,
      attachments: z
        .array(z.object({ name: words(200) }))
        .max(50)
        .default([]),
      registration: z
        .object({
          number: z
            .object({ code: words(30), year: z.int().min(1949).max(2200), n: z.int().min(1) })
            .optional(),
          signer: words(60).optional(),
          date: z.iso.date().optional(),
          printedOn: z.iso.date().optional(),
        })
        .default({}),
    }),
    response: z.object({
      pages: z.array(z.string()),
      fonts: z.array(z.object({ role: z.string(), name: z.string(), standIn: z.boolean() })),
      count: z.int(),
      characters: z.int(),
      findings: z.array(finding),
    }),
    bodyLimitBytes: BODY_LIMIT,
    perMinute: 90,
    handler: async ({ body }, ctx) => {
      await refuseSecrets(node, ctx, wordsOf(body), { where: 'draft', format: 'text' });
      const content = {
        kind: body.kind,
        form: body.form,
        fields: body.fields,
        body: body.body,
        attachments: body.attachments.map(({ name }, i) => ({
          fileId: String(i),
          name,
          format: 'other',
          size: 0,
          sha256: '',
          sm3: '',
        })),
      };
      const { number, signer, date, printedOn } = body.registration;
      const registration = {
        receivers: [],
        ...(number === undefined ? {} : { number }),
        ...(signer === undefined ? {} : { signer }),
        ...(date === undefined ? {} : { signedOn: date }),
        ...(printedOn === undefined ? {} : { printedOn }),
      };
      const set = await pagesOf(
        officialDocumentOf(content, registration, { publicUrl: node.publicUrl() }),
        officeFonts(node, ctx.organId),
      );
      return {
        pages: set.pages,
        fonts: set.fonts,
        count: set.pages.length,
        characters: countCharacters(body.body),
        findings: checkDraft(content),
      };
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/numbers/next',
    policy: draft,
    summary: 'The number that would be taken now; it is taken at 登记',
    query: z.object({
      code: words(30).default(''),
      year: z.coerce.number().int().min(1949).max(2200).optional(),
    }),
    response: z.object({ code: z.string(), year: z.int(), n: z.int(), today: z.string() }),
    handler: ({ query }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => ({
        ...(await forecastNumber(tx, ctx.organId, query.code, query.year ?? yearIn(ctx.now()))),
        today: dateIn(ctx.now()),
      })),
  });
}
