import './acts.ts';
import type { Module } from '../../platform/node/index.ts';
import { evidenceRoutes } from './routes.ts';

/** Evidence packages of documents. */
export const evidenceModule: Module = {
  name: 'evidence',
  floor: 4,
  permissions: {
    'evidence.export': [
      'clerk',
      'office-director',
      'principal-leader',
      'deputy-leader',
      'section-head',
      'village-clerk',
      'village-secretary',
      'county-clerk',
      'archivist',
      'inspector',
    ],
  },
  routes: evidenceRoutes,
};
