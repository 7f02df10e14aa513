import type { Module } from '../../platform/node/index.ts';
import { makeAuthoriser } from './authorise.ts';

/** Who may do what: roles, and the one function that decides. It keeps no tables. */
export const permissionsModule: Module = {
  name: 'permissions',
  floor: 1,
  authoriser: (table) => makeAuthoriser(table),
};
