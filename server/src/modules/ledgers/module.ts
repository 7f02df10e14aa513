import type { Module } from '../../platform/node/index.ts';
import { officeRoles } from '../workflow/index.ts';
import './errors.ts';
import { ledgersRoutes } from './routes.ts';

/** Ledgers: the books an inspection asks for. */
export const ledgersModule: Module = {
  name: 'ledgers',
  floor: 3,
  migrations: new URL('./migrations/', import.meta.url),
  permissions: { 'ledgers.read': [...officeRoles, 'inspector'] },
  routes: ledgersRoutes,
};
