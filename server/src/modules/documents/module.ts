import './errors.ts';
import type { Module } from '../../platform/node/index.ts';
import { sealingSource } from '../sealing/index.ts';
import { officeRoles, workflowRegistry } from '../workflow/index.ts';
import { type DocumentPorts, documentPorts } from './ports.ts';
import { refuseSecrets } from './refuse-secrets.ts';
import { RENDER_QUEUE, renderUnsealed } from './render.ts';
import { documentRoutes } from './routes.ts';
import { makeSealingSource } from './sealing-source.ts';
import { registerDispatchVerbs } from './verbs.ts';

/** Documents, their versions, drafting and issuing. */
export const documentsModule: Module = {
  name: 'documents',
  floor: 3,
  migrations: new URL('./migrations/', import.meta.url),
  permissions: {
    'documents.read': officeRoles,
    'documents.draft': officeRoles,
    'documents.upload': officeRoles,
    'documents.registers': [
      'clerk',
      'office-director',
      'principal-leader',
      'deputy-leader',
      'village-clerk',
      'village-secretary',
      'county-clerk',
      'archivist',
    ],
  },
  routes: documentRoutes,
  jobs(jobs, node) {
    jobs.work<{ organId: string; documentId: string; versionId: string }>(RENDER_QUEUE, (job) =>
      renderUnsealed(node, job),
    );
  },
  async start(node) {
    const ports: DocumentPorts = {};
    node.services.provide(documentPorts, ports);
    node.services.provide(sealingSource, makeSealingSource(node));
    const registry = node.services.get(workflowRegistry);
    registry.screen((ctx, words) => refuseSecrets(node, ctx, words, { where: 'act', format: 'text' }));
    registerDispatchVerbs(registry);
  },
};
