import './acts.ts';
import './errors.ts';
import type { Module } from '../../platform/node/index.ts';
import { readSealingKey } from '../authority/index.ts';
import { paperRoutes } from './routes.ts';
import { makePaperService, paperService } from './service.ts';

/** Keys of printed codes. */
export const paperModule: Module = {
  name: 'paper',
  floor: 2,
  migrations: new URL('./migrations/', import.meta.url),
  permissions: { 'paper.revoke': ['security-admin'] },
  routes: paperRoutes,
  async start(node) {
    node.services.provide(paperService, makePaperService(node, await readSealingKey(node.dataDir)));
  },
};
