import { z } from 'zod';
import { type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import './errors.ts';
import { exportEvidence } from './export.ts';

/** Pieces of the answer, bytes: the package goes out as the reader takes it. */
const PIECE_BYTES = 256 * 1024;

async function* inPieces(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield bytes.subarray(at, at + PIECE_BYTES);
  }
}

/** Registers the route of evidence packages. */
export function evidenceRoutes(app: RouteRegistrar, node: Node): void {
  app.route({
    method: 'POST',
    url: '/api/v1/evidence',
    policy: { kind: 'may', action: 'evidence.export' },
    summary:
      'Everything about one document as a ZIP that can be checked without this node; recorded as an act',
    perMinute: 10,
    body: z.object({
      /** Id of the document or of its matter, 文号, or the 20 digits printed on it. */
      document: z.string().min(1).max(100),
    }),
    produces: 'application/zip',
    handler: async ({ body }, ctx) => {
      const { zip, fileName } = await exportEvidence(node, ctx, body.document);
      return reply(inPieces(zip), {
        type: 'application/zip',
        fileName,
        headers: { 'content-length': String(zip.length), 'cache-control': 'no-store' },
      });
    },
  });
}
