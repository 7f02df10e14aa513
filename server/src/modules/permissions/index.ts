export { makeAuthoriser } from './authorise.ts';
export { permissionsModule } from './module.ts';
export { type Role, roleLabels, roles } from './roles.ts';
