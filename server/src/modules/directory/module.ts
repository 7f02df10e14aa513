import type { Module } from '../../platform/node/index.ts';
import { directoryRoutes } from './directory-routes.ts';
import './errors.ts';
import { sessionRoutes } from './session-routes.ts';
import { sessionSource } from './session-source.ts';
import { directorySettings } from './settings.ts';

/** Organs, posts, people, delegation and sign-in. */
export const directoryModule: Module = {
  name: 'directory',
  floor: 1,
  migrations: new URL('./migrations/', import.meta.url),
  settings: directorySettings,
  permissions: {},
  sessions: (node) =>
    sessionSource(node, node.settingsOf({ ...directoryModule, settings: directorySettings })),
  routes(app, node) {
    const settings = node.settingsOf({ ...directoryModule, settings: directorySettings });
    sessionRoutes(app, node, settings);
    directoryRoutes(app, node);
  },
};
