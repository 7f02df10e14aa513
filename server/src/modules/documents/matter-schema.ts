/** The schema of a matter's page, as `GET /api/v1/matters/{id}` answers it. */

import { z } from 'zod';
import { ink, input, label } from '../workflow/index.ts';
import { block, documentFieldsView } from './content.ts';

/** A report of `@yiwen/trust/verification`; its members are described there. */
export const reportSchema = z.looseObject({ verdict: z.string(), sentence: label, format: z.string() });

/** A stored file as a page names it. */
export const fileRef = z.object({
  id: z.uuid(),
  name: z.string(),
  format: z.string(),
  size: z.number(),
  href: z.string(),
});

const digests = z.object({ sha256: z.string(), sm3: z.string() });
const person = { name: z.string(), post: z.string() };

/** Registration data: of an outgoing document what later acts filled in, of an incoming one its register entry. */
export const registrationSchema = z.object({
  number: z.string().optional(),
  signer: z.string().optional(),
  date: z.string().optional(),
  printedOn: z.string().optional(),
  copies: z.int().optional(),
  receivers: z.array(z.object({ organId: z.string(), name: z.string(), role: z.string() })).optional(),
  verifyCode: z.string().optional(),
  from: z.string().optional(),
  incomingNumber: z.string().optional(),
  receivedOn: z.string().optional(),
  dueOn: z.string().optional(),
  needsReply: z.boolean().optional(),
  repliedOn: z.string().optional(),
});

const documentSchema = z.object({
  id: z.uuid(),
  direction: z.enum(['out', 'in']),
  kind: z.string(),
  form: z.string(),
  /** Absent while a draft was never submitted. */
  versionId: z.uuid().optional(),
  versionNo: z.int().optional(),
  root: digests.optional(),
  versions: z.array(
    z.object({
      id: z.uuid(),
      no: z.int(),
      at: z.string(),
      by: z.string(),
      root: digests,
      changed: z.array(z.object({ partId: z.string(), kind: z.string(), mark: z.string() })),
    }),
  ),
  fields: documentFieldsView,
  body: z.array(block),
  registration: registrationSchema,
  origin: z.enum(['e-seal', 'scan', 'plain']).optional(),
  report: reportSchema.optional(),
  renditions: z.array(fileRef.extend({ sealed: z.boolean(), sha256: z.string() })),
  attachments: z.array(fileRef),
  pages: z.object({
    count: z.int(),
    hrefs: z.array(z.string()),
    fonts: z.array(z.object({ role: z.string(), name: z.string(), standIn: z.boolean() })),
  }),
});

const verbSchema = z.object({
  verb: z.string(),
  label,
  primary: z.boolean(),
  key: z.string().optional(),
  needs: z.array(input),
  may: z.array(input),
  posts: z.array(z.object({ id: z.uuid(), title: z.string(), name: z.string() })).optional(),
  confirm: label.optional(),
});

const stepId = z.object({ stepId: z.uuid() });

/** The processing sheet 处理笺 as data. */
export const sheetSchema = z.object({
  proposal: z.object({ ...person, at: z.string(), opinion: z.string() }).optional(),
  instructions: z.array(
    z.object({ ...person, at: z.string(), opinion: z.string().optional(), ink: ink.optional() }),
  ),
  circulation: z.array(
    z.object({ ...person, at: z.string().optional(), state: z.string(), opinion: z.string().optional() }),
  ),
  handling: z.array(
    z.object({
      ...person,
      at: z.string().optional(),
      state: z.string(),
      result: z.string().optional(),
      lead: z.boolean().optional(),
    }),
  ),
});

/** A delivery as the sender sees it. */
export const deliverySchema = z.object({
  id: z.uuid(),
  receiver: z.string(),
  channel: z.string(),
  state: z.enum(['sending', 'delivered', 'signed-for', 'returned', 'registered', 'closed']),
  at: z.string(),
  receipts: z.array(z.looseObject({ kind: z.string(), at: z.string(), by: z.string() })),
});

/** A matter's page. */
export const matterSchema = z.object({
  id: z.uuid(),
  kind: z.string(),
  flow: z.object({ id: z.string(), version: z.int(), name: label }),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  revision: z.int(),
  document: documentSchema,
  steps: z.array(
    z.object({
      id: z.uuid(),
      node: z.string(),
      label,
      holder: z.object({ postId: z.uuid(), title: z.string(), personName: z.string().optional() }),
      openedAt: z.string(),
      deadline: z.string().optional(),
      state: z.enum(['open', 'done', 'returned', 'withdrawn', 'passed-on']),
      urged: z.int().optional(),
      endedAt: z.string().optional(),
    }),
  ),
  mine: z
    .object({
      stepId: z.uuid(),
      node: z.string(),
      asked: label,
      verbs: z.array(verbSchema),
      delegatedBy: z.object({ postId: z.uuid(), title: z.string(), name: z.string() }).optional(),
    })
    .nullable(),
  also: z.object({
    canWithdraw: stepId.optional(),
    canUrge: z.array(stepId).optional(),
    canRemove: z.array(stepId).optional(),
  }),
  timeline: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      label,
      at: z.string(),
      actor: z.object({ ...person, onBehalfOf: z.object(person).optional() }),
      node: z.string().optional(),
      verb: z.string().optional(),
      versionNo: z.int().optional(),
      opinion: z.string().optional(),
      ink: ink.optional(),
      holdersAfter: z.array(z.string()),
      /** By what the person who acted signed it. */
      signed: z.enum(['key', 'passkey']).optional(),
      /** Why a sign-off carries no personal signature. */
      unsigned: z.enum(['no-key', 'declined']).optional(),
      logged: z.object({ index: z.int(), origin: z.string(), href: z.string() }).nullable(),
    }),
  ),
  sheet: sheetSchema,
  deliveries: z.array(deliverySchema),
  sealing: z
    .object({
      state: z.enum(['requested', 'sealed', 'failed']),
      at: z.string(),
      message: z.string().optional(),
      /** Sealed, and a trusted time-stamp is still to come. */
      awaitsTime: z.literal(true).optional(),
    })
    .optional(),
});
