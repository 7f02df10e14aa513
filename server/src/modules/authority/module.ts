import './errors.ts';
import type { Module, Node } from '../../platform/node/index.ts';
import { logService } from '../log/index.ts';
import { adminRoutes, authorityPermissions } from './admin-routes.ts';
import { type Authority, makeAuthority } from './make-authority.ts';
import { publicRoutes } from './routes.ts';
import { authorityService } from './service.ts';
import { authoritySettings } from './settings.ts';
import { exposeWarnings, warnDaily } from './warn-daily.ts';

/** Certificates, their revocation, and time. */
export const authorityModule: Module & { settings: typeof authoritySettings } = {
  name: 'authority',
  floor: 2,
  migrations: new URL('./migrations/', import.meta.url),
  settings: authoritySettings,
  permissions: authorityPermissions,
  routes(app, node) {
    publicRoutes(app, node, () => started.get(node)!);
    adminRoutes(app, node, () => started.get(node)!);
  },
  jobs(jobs, node) {
    jobs.schedule('authority.keep-time', '*/5 * * * *', async () => {
      await node.services.get(authorityService).keepTime();
    });
    jobs.schedule('authority.expiry', '10 7 * * *', () => warnDaily(node, started.get(node)!));
  },
  async start(node) {
    const authority = await makeAuthority(node, node.settingsOf(authorityModule));
    started.set(node, authority);
    node.services.provide(authorityService, authority.service);
    exposeWarnings(node, authority);
    node.services
      .get(logService)
      .stampWith((bytes, now) => authority.service.timeStamp(bytes, { hash: 'sha256', now }));
  },
  async stop(node) {
    await started.get(node)?.issuers.close();
  },
};

/** The authority of each node of this process. */
const started = new WeakMap<Node, Authority>();
