import './errors.ts';
import type { Module } from '../../platform/node/index.ts';
import { readSealingKey } from '../authority/index.ts';
import { workflowRegistry } from '../workflow/index.ts';
import { requestSealing, type SealingJob, sealingQueue } from './request-sealing.ts';
import { sealingRoutes } from './routes.ts';
import { makeSealingService, sealingService } from './service.ts';
import { newestRequest } from './store.ts';

/** Seals, their custody, and the two acts of sealing. */
export const sealingModule: Module = {
  name: 'sealing',
  floor: 2,
  migrations: new URL('./migrations/', import.meta.url),
  permissions: {
    'sealing.read': ['clerk', 'office-director', 'principal-leader', 'security-admin', 'audit-admin'],
    'sealing.make': ['security-admin'],
  },
  routes: sealingRoutes,
  jobs(jobs, node) {
    jobs.work<SealingJob>(sealingQueue, (job) => node.services.get(sealingService).sealNow(node, job), {
      retryLimit: 8,
      retryDelaySeconds: 2,
      expireInSeconds: 120,
    });
  },
  async start(node) {
    const service = makeSealingService(node, await readSealingKey(node.dataDir));
    node.services.provide(sealingService, service);
    const registry = node.services.get(workflowRegistry);
    registry.on('dispatch', 'seal', 'seal', requestSealing(node));
    registry.section('sealing', async (tx, matter) => {
      const request = matter.documentId && (await newestRequest(tx, matter.documentId));
      if (!request) {
        return undefined;
      }
      if (request.sealed_at) {
        return { state: 'sealed', at: request.sealed_at.toISOString() };
      }
      return request.failed_at
        ? { state: 'failed', at: request.failed_at.toISOString(), message: request.failure ?? '' }
        : { state: 'requested', at: request.requested_at.toISOString() };
    });
  },
};
