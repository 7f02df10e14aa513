import './acts.ts';
import './errors.ts';
import type { Module } from '../../platform/node/index.ts';
import { certificateArrived } from '../authority/index.ts';
import { workflowRegistry } from '../workflow/index.ts';
import { actRoutes } from './act-routes.ts';
import { makeAttest } from './attest.ts';
import { takeCertificate } from './certificate-arrived.ts';
import { keyRoutes } from './key-routes.ts';

/** Personal keys, and the signatures people put under their acts. */
export const signingModule: Module = {
  name: 'signing',
  floor: 3,
  migrations: new URL('./migrations/', import.meta.url),
  permissions: {
    'signing.rule': ['security-admin'],
    'signing.revoke': ['security-admin'],
  },
  routes(app, node) {
    keyRoutes(app, node);
    actRoutes(app, node);
  },
  async start(node) {
    node.services.get(workflowRegistry).attest(makeAttest(node));
    node.services.on(certificateArrived, takeCertificate);
  },
};
