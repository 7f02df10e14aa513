import './errors.ts';
import type { Module } from '../../platform/node/index.ts';
import { makeRegistry, workflowRegistry } from './registry.ts';
import { workflowRoutes } from './routes.ts';

/** Roles that do office work: all but the three administrators and the inspector. */
export const officeRoles = [
  'clerk',
  'office-director',
  'principal-leader',
  'deputy-leader',
  'section-head',
  'section-staff',
  'village-clerk',
  'village-secretary',
  'resident-cadre',
  'county-clerk',
  'archivist',
] as const;

/** Matters, steps, acts on them. */
export const workflowModule: Module = {
  name: 'workflow',
  floor: 2,
  migrations: new URL('./migrations/', import.meta.url),
  permissions: { 'workflow.read': officeRoles, 'workflow.act': officeRoles },
  routes: workflowRoutes,
  async start(node) {
    node.services.provide(workflowRegistry, makeRegistry());
  },
};
