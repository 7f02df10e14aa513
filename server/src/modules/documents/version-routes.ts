/** Routes of one version: its content, what changed since its parent, and the proof that a part stands in it. */

import { provePart } from '@yiwen/trust/content';
import { z } from 'zod';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Context, RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { readableMatter } from '../workflow/index.ts';
import { block, documentFieldsView } from './content.ts';
import { type ContentPart, readParts } from './parts.ts';
import { partsOf, type Version, versionsOf } from './versions.ts';

const digests = z.object({ sha256: z.string(), sm3: z.string() });
const content = z.record(z.string(), z.unknown());

const versionSchema = z.object({
  id: z.uuid(),
  no: z.int(),
  at: z.string(),
  by: z.string(),
  root: digests,
  kind: z.string(),
  form: z.string(),
  fields: documentFieldsView,
  body: z.array(block),
  changed: z.array(
    z.object({
      partId: z.string(),
      kind: z.string(),
      mark: z.string(),
      before: content.optional(),
      after: content.optional(),
    }),
  ),
});

async function versionAt(
  tx: Tx,
  ctx: Context,
  matterId: string,
  no: number,
): Promise<{ version: Version; parts: ContentPart[]; before: ContentPart[] }> {
  const matter = await readableMatter(tx, ctx, matterId);
  const versions = matter.documentId === undefined ? [] : await versionsOf(tx, matter.documentId);
  const version = versions.find((candidate) => candidate.no === no);
  if (version === undefined) {
    throw new OfficeError('http.not-found');
  }
  const before = version.parentId === undefined ? [] : await partsOf(tx, version.parentId);
  return { version, parts: await partsOf(tx, version.id), before };
}

/** Registers the routes of versions. */
export function versionRoutes(app: RouteRegistrar, node: Node): void {
  const read = { kind: 'may', action: 'documents.read' } as const;
  const params = z.object({ id: z.uuid(), no: z.coerce.number().int().min(1) });

  app.route({
    method: 'GET',
    url: '/api/v1/matters/:id/versions/:no',
    policy: read,
    summary: 'A version and what changed since its parent, part by part',
    params,
    response: versionSchema,
    handler: ({ params: { id, no } }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const { version, parts, before } = await versionAt(tx, ctx, id, no);
        const contentOf = (list: readonly ContentPart[], partId: string) =>
          list.find((part) => part.id === partId)?.content;
        const { kind, form, fields, body } = readParts(parts);
        return {
          id: version.id,
          no: version.no,
          at: version.madeAt.toISOString(),
          by: version.madeBy,
          root: { ...version.root },
          kind,
          form,
          fields,
          body,
          changed: version.changes.map((change) => {
            const was = contentOf(before, change.partId);
            const is = contentOf(parts, change.partId);
            return {
              ...change,
              ...(was === undefined ? {} : { before: was }),
              ...(is === undefined ? {} : { after: is }),
            };
          }),
        };
      }),
  });

  app.route({
    method: 'GET',
    url: '/api/v1/matters/:id/versions/:no/parts/:partId/proof',
    policy: read,
    summary: 'Proof that one part stands in a version, showing nothing of the others',
    params: params.extend({ partId: z.string().min(1).max(128) }),
    response: z.object({ root: digests, content, proof: z.looseObject({ index: z.int(), size: z.int() }) }),
    handler: ({ params: { id, no, partId } }, ctx) =>
      node.db.asOrgan(ctx, async (tx) => {
        const { version, parts } = await versionAt(tx, ctx, id, no);
        const part = parts.find((candidate) => candidate.id === partId);
        if (part === undefined) {
          throw new OfficeError('http.not-found');
        }
        const { content: _content, ...shown } = part;
        const proof = provePart(
          parts.map(({ content: _other, ...rest }) => rest),
          partId,
        );
        return {
          root: { ...version.root },
          content: part.content,
          proof: { ...proof, part: shown, sha256: [...proof.sha256], sm3: [...proof.sm3] },
        };
      }),
  });
}
