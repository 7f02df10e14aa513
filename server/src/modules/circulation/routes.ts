/** Routes of 收文: a paper or outside file comes in by hand, the register, the printed 处理笺. */

import { sql } from 'kysely';
import { z } from 'zod';
import { dateIn, yearIn } from '../../platform/clock/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { organById } from '../directory/index.ts';
import {
  documentKind,
  filesOf,
  findFile,
  type Origin,
  refuseSecrets,
  type StoredFile,
} from '../documents/index.ts';
import { officeFonts } from '../fonts/index.ts';
import { answerOnce, readableMatter, readCursor, words, writeCursor } from '../workflow/index.ts';
import { createIncoming } from './create-incoming.ts';
import { findEntry, printIncomingNumber } from './register-entry.ts';
import { readSheet, setSheet } from './sheet.ts';

const title = words(300).refine((text) => text !== '');

const incomingBody = z.object({
  /** Made by the client for a repeatable request; fresh ones when absent. */
  key: z.uuid().optional(),
  matterId: z.uuid().optional(),
  uploadId: z.uuid(),
  attachments: z.array(z.uuid()).max(50).default([]),
  from: words(200).refine((text) => text !== ''),
  fromOrganId: z.uuid().optional(),
  number: words(100).optional(),
  title: title.optional(),
  date: z.iso.date().optional(),
  kind: documentKind.optional(),
  urgency: z.enum(['特急', '加急']).optional(),
  mainReceivers: words(2000).optional(),
  cc: words(2000).optional(),
  dueOn: z.iso.date().optional(),
  needsReply: z.boolean().optional(),
});

const line = z.object({
  documentId: z.uuid(),
  matterId: z.uuid(),
  incomingNumber: z.string(),
  receivedOn: z.string(),
  from: z.string(),
  number: z.string(),
  title: z.string(),
  dueOn: z.string().nullable(),
  repliedOn: z.string().nullable(),
});

type Row = {
  document_id: string;
  matter_id: string;
  year: number;
  n: number;
  received_on: string;
  sender: string;
  sender_number: string | null;
  title: string;
  due_on: string | null;
  replied_on: string | null;
  registered_at: Date;
};

/** What kind of original a file is: signed or sealed, a picture or a page image, anything else. */
function originOf(file: StoredFile): Origin {
  if (file.sealed) {
    return 'e-seal';
  }
  const hasText = (file.extracted?.blocks.length ?? 0) > 0;
  return file.format === 'image' || ((file.format === 'pdf' || file.format === 'ofd') && !hasText)
    ? 'scan'
    : 'plain';
}

/** Registers the routes of 收文. */
export function circulationRoutes(app: RouteRegistrar, node: Node): void {
  app.route({
    method: 'POST',
    url: '/api/v1/incoming',
    policy: { kind: 'may', action: 'circulation.receive' },
    summary: 'Take an uploaded paper or outside file as an incoming document',
    body: incomingBody,
    response: z.object({ matterId: z.uuid() }),
    handler: async ({ body }, ctx) => {
      const { title: heading = '', number = '', from, mainReceivers = '', cc = '' } = body;
      await refuseSecrets(node, ctx, [heading, number, from, mainReceivers, cc].join('\n'), {
        where: 'incoming',
        format: 'text',
      });
      return await node.db.asOrgan(ctx, async (tx) => {
        const matterId = body.matterId ?? ctx.newId();
        const { key = ctx.newId(), ...content } = body;
        const command = { organId: ctx.organId, matterId, key, content, at: ctx.now() };
        return await answerOnce(tx, command, async () => {
          const file = await usableUpload(body.uploadId);
          for (const id of body.attachments) {
            await usableUpload(id);
          }
          const made = await createIncoming(tx, {
            organId: ctx.organId,
            matterId,
            from: {
              name: body.from,
              ...(body.fromOrganId === undefined ? {} : { organId: body.fromOrganId }),
            },
            title: body.title ?? file.extracted?.title ?? file.name.replace(/\.[A-Za-z0-9]{1,5}$/, ''),
            origin: originOf(file),
            files: [
              { uploadId: body.uploadId, role: 'original' },
              ...body.attachments.map((uploadId) => ({ uploadId, role: 'attachment' as const })),
            ],
            actor: ctx.actor,
            at: ctx.now(),
            newId: ctx.newId,
            random: ctx.random,
            ...(file.report === undefined ? {} : { report: file.report }),
            ...optional(body),
          });
          return { matterId: made.matterId };
        });

        async function usableUpload(id: string): Promise<StoredFile> {
          const found = await findFile(tx, id);
          if (found?.role !== 'upload' || found.documentId !== undefined || found.personId !== ctx.personId) {
            throw new OfficeError('circulation.file-not-usable', { id });
          }
          return found;
        }
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/registers/incoming',
    policy: { kind: 'may', action: 'circulation.registers' },
    summary: 'The register of incoming documents of a year, newest first',
    query: z.object({
      year: z.coerce.number().int().min(1949).max(2200).optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ items: z.array(line), next: z.string().nullable() }),
    handler: ({ query }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const cursor = readCursor(query.cursor);
        const after = cursor
          ? sql`and (e.registered_at, e.document_id) < (${cursor.at}, ${cursor.id}::uuid)`
          : sql``;
        const { rows } = await sql<Row>`
          select e.document_id, e.matter_id, e.year, e.n, e.received_on, e.sender, e.sender_number, e.title,
                 e.due_on, e.replied_on, e.registered_at
          from circulation.entry e
          where e.organ_id = platform.organ() and e.year = ${query.year ?? yearIn(ctx.now())} ${after}
          order by e.registered_at desc, e.document_id desc limit ${query.limit + 1}`.execute(tx);
        const page = rows.slice(0, query.limit);
        const last = page.at(-1);
        return {
          items: page.map((row) => ({
            documentId: row.document_id,
            matterId: row.matter_id,
            incomingNumber: printIncomingNumber(row),
            receivedOn: row.received_on,
            from: row.sender,
            number: row.sender_number ?? '',
            title: row.title,
            dueOn: row.due_on,
            repliedOn: row.replied_on,
          })),
          next: rows.length > query.limit && last ? writeCursor(last.registered_at, last.document_id) : null,
        };
      }),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/matters/:id/processing-sheet.pdf',
    policy: { kind: 'may', action: 'circulation.read' },
    summary: 'The 处理笺 as PDF',
    params: z.object({ id: z.uuid() }),
    produces: 'application/pdf',
    perMinute: 60,
    handler: async ({ params }, ctx) => {
      const { sheet, head } = await node.db.asOrgan(ctx, async (tx) => {
        const matter = await readableMatter(tx, ctx, params.id);
        const entry = matter.documentId && (await findEntry(tx, matter.documentId));
        if (!entry) {
          throw new OfficeError('http.not-found');
        }
        const files = await filesOf(tx, entry.documentId);
        const pages = files.find((file) => file.role === 'original')?.pages;
        return {
          sheet: await readSheet(tx, matter, ctx.now()),
          head: {
            organ: (await organById(tx, ctx.organId))?.name ?? '',
            title: matter.title,
            entry,
            demo: node.demo(),
            day: dateIn(matter.updatedAt),
            ...(matter.urgency === undefined ? {} : { urgency: matter.urgency }),
            ...(pages === undefined ? {} : { pages }),
          },
        };
      });
      return reply(await setSheet(sheet, head, officeFonts(node, ctx.organId)), {
        type: 'application/pdf',
        fileName: `处理笺 ${head.title}.pdf`,
      });
    },
  });
}

type IncomingBody = z.output<typeof incomingBody>;

function optional(body: IncomingBody) {
  const { number, date, kind, urgency, mainReceivers, cc, dueOn, needsReply } = body;
  return Object.fromEntries(
    Object.entries({ number, date, kind, urgency, mainReceivers, cc, dueOn, needsReply }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as Partial<
    Pick<
      IncomingBody,
      'number' | 'date' | 'kind' | 'urgency' | 'mainReceivers' | 'cc' | 'dueOn' | 'needsReply'
    >
  >;
}
