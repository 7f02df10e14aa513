/** Routes of drafts, previews, uploads, files, pages, proofs and the outgoing register. */

import { z } from 'zod';
import type { RouteRegistrar } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { readableMatter } from '../workflow/index.ts';
import { draftRoutes } from './draft-routes.ts';
import { fileRoutes } from './file-routes.ts';
import { matterSchema } from './matter-schema.ts';
import { buildMatterView } from './matter-view.ts';
import { registerRoutes } from './register-routes.ts';
import { versionRoutes } from './version-routes.ts';

/** Registers the documents' routes. */
export function documentRoutes(app: RouteRegistrar, node: Node): void {
  app.route({
    method: 'GET',
    url: '/api/v1/matters/:id',
    policy: { kind: 'may', action: 'documents.read' },
    summary: 'A matter: its document, steps, what I may do, what happened',
    params: z.object({ id: z.uuid() }),
    response: matterSchema,
    handler: ({ params }, ctx) =>
      node.db.asOrgan(ctx, async (tx) =>
        buildMatterView(tx, node, ctx, await readableMatter(tx, ctx, params.id)),
      ),
  });
  draftRoutes(app, node);
  fileRoutes(app, node);
  registerRoutes(app, node);
  versionRoutes(app, node);
}
