import './errors.ts';
import type { Module } from '../../platform/node/index.ts';
import { authorityService, readSealingKey } from '../authority/index.ts';
import { officeRoles, postsOf, workflowRegistry } from '../workflow/index.ts';
import { registerLaterStamps, sealedDocument } from './later-stamps.ts';
import { requestSealing, type SealingJob, sealingQueue } from './request-sealing.ts';
import { sealingPermissions, sealingRoutes } from './routes.ts';
import { type FileJob, fileSealingQueue } from './seal-file.ts';
import { makeSealingService, sealingService } from './service.ts';
import { newestRequest, organSealAt } from './store.ts';
import { currentRule } from './use-basis.ts';
import { keepingRoles } from './use-routes.ts';
import { registerUseVerbs } from './use-verbs.ts';

/** Seals, their custody, and the two acts of sealing. */
export const sealingModule: Module = {
  name: 'sealing',
  floor: 2,
  migrations: new URL('./migrations/', import.meta.url),
  permissions: {
    // Whoever may apply for a use or is asked about one reads the register of seals.
    'sealing.read': [...officeRoles, 'security-admin', 'audit-admin'],
    'sealing.use': officeRoles,
    // The register of uses names documents: for whoever keeps the organ's documents, and for no administrator.
    'sealing.uses': keepingRoles,
    ...sealingPermissions,
  },
  routes: sealingRoutes,
  jobs(jobs, node) {
    jobs.work<SealingJob>(sealingQueue, (job) => node.services.get(sealingService).sealNow(node, job), {
      retryLimit: 8,
      retryDelaySeconds: 2,
      expireInSeconds: 120,
    });
    jobs.work<FileJob>(fileSealingQueue, (job) => node.services.get(sealingService).sealFileNow(node, job), {
      retryLimit: 8,
      retryDelaySeconds: 2,
      expireInSeconds: 120,
    });
  },
  async start(node) {
    const service = makeSealingService(node, await readSealingKey(node.dataDir));
    node.services.provide(sealingService, service);
    registerLaterStamps(node);
    const registry = node.services.get(workflowRegistry);
    registry.on('dispatch', 'seal', 'seal', requestSealing(node));
    // 用印 goes to whoever keeps the organ's seal; without one in use, to the clerk as the flow says.
    registry.holders('dispatch', async (tx, matter): Promise<Record<string, string[]>> => {
      const at = node.clock.now();
      const seal = await organSealAt(tx, at);
      const keeper = seal && (await currentRule(tx, seal, await postsOf(tx, matter.organId, at))).keeperPost;
      return keeper ? { seal: [keeper] } : {};
    });
    registerUseVerbs(registry, node);
    registry.section('sealing', async (tx, matter) => {
      const request = matter.documentId && (await newestRequest(tx, matter.documentId));
      if (!request) {
        return undefined;
      }
      if (request.sealed_at) {
        const files = await node.services
          .get(authorityService)
          .filesInCare(tx, { owner: sealedDocument, ownerId: request.id });
        return {
          state: 'sealed',
          at: request.sealed_at.toISOString(),
          ...(files.some(({ stamped_at }) => stamped_at === null) ? { awaitsTime: true } : {}),
        };
      }
      return request.failed_at
        ? { state: 'failed', at: request.failed_at.toISOString(), message: request.failure ?? '' }
        : { state: 'requested', at: request.requested_at.toISOString() };
    });
  },
};
