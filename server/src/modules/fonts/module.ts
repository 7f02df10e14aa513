import './errors.ts';
import type { Module } from '../../platform/node/index.ts';
import { officeRoles } from '../workflow/index.ts';
import './acts.ts';
import { fontRoutes } from './routes.ts';

/** The office's own fonts, in the place of the stand-ins. It keeps no tables. */
export const fontsModule: Module = {
  name: 'fonts',
  floor: 2,
  permissions: {
    'fonts.read': [...officeRoles, 'system-admin'],
    'fonts.change': ['system-admin'],
  },
  routes: fontRoutes,
};
