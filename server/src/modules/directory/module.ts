import type { Module } from '../../platform/node/index.ts';
import { adminRoutes } from './admin-routes.ts';
import { confirmPassword, passwordCheck } from './confirm-password.ts';
import { directoryRoutes } from './directory-routes.ts';
import './errors.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { sessionSource } from './session-source.ts';
import { sweepSessions } from './session-store.ts';
import { directorySettings } from './settings.ts';
import { offerSetup, setupRoutes } from './setup.ts';

const declared = { name: 'directory', floor: 1, settings: directorySettings } as const;

/** Organs, posts, people, delegation and sign-in. */
export const directoryModule: Module = {
  ...declared,
  migrations: new URL('./migrations/', import.meta.url),
  permissions: {
    'directory.people.read': ['system-admin', 'security-admin'],
    'directory.people.add': ['system-admin'],
    'directory.people.suspend': ['system-admin', 'security-admin'],
    'directory.people.reset': ['security-admin'],
    'directory.posts.add': ['system-admin'],
    'directory.organs.add': ['system-admin'],
    'directory.posts.grant': ['security-admin'],
    'directory.delegations.read': [
      'office-director',
      'principal-leader',
      'deputy-leader',
      'section-head',
      'clerk',
      'system-admin',
      'security-admin',
    ],
    'directory.delegate': [
      'office-director',
      'principal-leader',
      'deputy-leader',
      'section-head',
      'security-admin',
    ],
    'directory.audit.read': ['audit-admin'],
  },
  sessions: (node) => sessionSource(node, node.settingsOf(declared)),
  routes(app, node) {
    const settings = node.settingsOf(declared);
    sessionRoutes(app, node, settings);
    passkeyRoutes(app, node, settings);
    directoryRoutes(app, node);
    adminRoutes(app, node);
    setupRoutes(app, node);
  },
  jobs(jobs, node) {
    const settings = node.settingsOf(declared);
    jobs.schedule('directory.sweep-sessions', '17 * * * *', async () => {
      const gone = await node.db.asPublic((tx) => sweepSessions(tx, settings, node.clock.now()));
      node.log.info({ gone }, 'sessions swept');
    });
  },
  async start(node) {
    const settings = node.settingsOf(declared);
    node.services.provide(passwordCheck, (ctx, password) => confirmPassword(node, settings, ctx, password));
    await offerSetup(node);
  },
};
