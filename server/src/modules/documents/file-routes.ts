/** Routes of files: uploads, downloads, pages as pictures, text; and the log proof of an act. */

import { z } from 'zod';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { entryById } from '../../platform/events/index.ts';
import { type Context, type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { officeFonts } from '../fonts/index.ts';
import { logService } from '../log/index.ts';
import { matterOfDocument, readableMatter } from '../workflow/index.ts';
import { contentOfDraft } from './drafts.ts';
import { findFile, type StoredFile } from './files.ts';
import { reportSchema } from './matter-schema.ts';
import { officialDocumentOf } from './official-document.ts';
import { readParts } from './parts.ts';
import { pagesOf } from './render.ts';
import { findDraft, findRegistration } from './store.ts';
import { drawOfdPage } from './uploads/draw-page.ts';
import { mediaTypeOf } from './uploads/file-format.ts';
import { receiveFile } from './uploads/receive-file.ts';
import { FileReadError } from './uploads/run-in-thread.ts';
import { partsOf, versionsOf } from './versions.ts';

const extracted = z.object({
  title: z.string().optional(),
  blocks: z.array(z.object({ id: z.string(), kind: z.string(), text: z.string() })),
  pages: z.int().optional(),
  cut: z.boolean().optional(),
});

/** A drawing is shown as a picture and can do nothing else, whatever is in it. */
const PICTURE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox",
  'cache-control': 'private, max-age=3600',
};

/** The file, if the reader may see its matter, or uploaded it. */
export async function readableFile(tx: Tx, ctx: Context, id: string): Promise<StoredFile> {
  const file = await findFile(tx, id);
  const matter =
    file?.documentId === undefined ? undefined : await matterOfDocument(tx, file.documentId, false);
  if (file === undefined || (file.documentId !== undefined && matter === undefined)) {
    throw new OfficeError('documents.file-unknown');
  }
  if (matter !== undefined) {
    await readableMatter(tx, ctx, matter.id);
  } else if (file.personId !== ctx.personId) {
    throw new OfficeError('documents.file-unknown');
  }
  return file;
}

/** Registers the routes of files. */
export function fileRoutes(app: RouteRegistrar, node: Node): void {
  const read = { kind: 'may', action: 'documents.read' } as const;
  const byId = z.object({ id: z.uuid() });
  const page = byId.extend({ n: z.coerce.number().int().min(1).max(5000) });

  app.route({
    method: 'POST',
    url: '/api/v1/uploads',
    policy: { kind: 'may', action: 'documents.upload' },
    summary: 'Store a file; its text and the report on its seals come back',
    multipart: true,
    perMinute: 60,
    response: z.object({
      id: z.uuid(),
      name: z.string(),
      format: z.enum(['docx', 'pdf', 'ofd', 'image', 'other']),
      size: z.int(),
      sha256: z.string(),
      text: extracted.optional(),
      report: reportSchema.optional(),
    }),
    handler: async ({ files }, ctx) => {
      const [file] = files;
      if (file === undefined) {
        throw new OfficeError('http.invalid-input', { place: 'file' });
      }
      const stored = await receiveFile(node, ctx, file);
      const { id, name, format, size, sha256 } = stored;
      return {
        id,
        name,
        format,
        size,
        sha256,
        ...(stored.extracted === undefined ? {} : { text: stored.extracted }),
        ...(stored.report === undefined ? {} : { report: stored.report as z.input<typeof reportSchema> }),
      };
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/files/:id',
    policy: read,
    summary: 'Download a file',
    params: byId,
    produces: 'application/octet-stream',
    handler: async ({ params }, ctx) => {
      const file = await node.db.asOrgan(ctx, (tx) => readableFile(tx, ctx, params.id));
      const stream = await node.blobs.stream(file.sha256);
      if (stream === undefined) {
        throw new OfficeError('documents.file-unknown');
      }
      return reply(stream, {
        type: mediaTypeOf(file.format),
        fileName: file.name,
        headers: { 'content-length': String(file.size), etag: `"${file.sha256}"` },
      });
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/files/:id/pages/:n',
    policy: read,
    summary: 'One page of an OFD file as SVG',
    params: page,
    produces: 'image/svg+xml',
    handler: async ({ params }, ctx) => {
      const file = await node.db.asOrgan(ctx, (tx) => readableFile(tx, ctx, params.id));
      if (file.format !== 'ofd') {
        throw new OfficeError('documents.page-unknown', { format: file.format });
      }
      const svg = await drawOfdPage(file.sha256, params.n - 1, () => node.blobs.get(file.sha256)).catch(
        (error: unknown) => {
          throw error instanceof FileReadError ? new OfficeError('documents.file-unreadable') : error;
        },
      );
      if (svg === undefined) {
        throw new OfficeError('documents.page-unknown');
      }
      return reply(svg, { type: 'image/svg+xml; charset=utf-8', headers: PICTURE_HEADERS });
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/files/:id/text',
    policy: read,
    summary: 'The text of a file as blocks',
    params: byId,
    response: extracted,
    handler: async ({ params }, ctx) => {
      const file = await node.db.asOrgan(ctx, (tx) => readableFile(tx, ctx, params.id));
      return file.extracted ?? { blocks: [] };
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/matters/:id/pages/:n',
    policy: read,
    summary: 'One page of an outgoing document that has no file yet, as SVG',
    params: page,
    query: z.object({ setting: z.string().max(64).optional() }),
    produces: 'image/svg+xml',
    handler: async ({ params }, ctx) => {
      const official = await node.db.asOrgan(ctx, async (tx) => {
        const matter = await readableMatter(tx, ctx, params.id);
        const { documentId } = matter;
        if (documentId === undefined) {
          throw new OfficeError('documents.no-document', { kind: matter.kind });
        }
        const newest = (await versionsOf(tx, documentId)).at(-1);
        const draft = newest === undefined ? await findDraft(tx, matter.id) : undefined;
        const content =
          newest !== undefined
            ? readParts(await partsOf(tx, newest.id))
            : draft && (await contentOfDraft(tx, draft));
        return (
          content &&
          officialDocumentOf(content, await findRegistration(tx, documentId), { publicUrl: node.publicUrl() })
        );
      });
      const svg = official && (await pagesOf(official, officeFonts(node, ctx.organId))).pages[params.n - 1];
      if (svg === undefined) {
        throw new OfficeError('documents.page-unknown');
      }
      return reply(svg, { type: 'image/svg+xml; charset=utf-8', headers: PICTURE_HEADERS });
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/acts/:id/proof',
    policy: read,
    summary: 'Proof that an act stands in the log, with the body its commitment was made from',
    params: byId,
    response: z.object({
      proof: z.string(),
      entry: z.string(),
      body: z.record(z.string(), z.unknown()).nullable(),
      index: z.int(),
      origin: z.string(),
    }),
    handler: async ({ params }, ctx) => {
      const event = await node.db.asOrgan(ctx, async (tx) => {
        const found = await entryById(tx, params.id);
        // What an administrator did belongs to no matter and is the audit's to read.
        if (!found?.matter) {
          return undefined;
        }
        await readableMatter(tx, ctx, found.matter);
        return found;
      });
      const proof = event && (await node.services.get(logService).proofOf(ctx.organId, params.id));
      if (event === undefined || proof === undefined) {
        throw new OfficeError('http.not-found');
      }
      return { ...proof, body: event.body };
    },
  });
}
