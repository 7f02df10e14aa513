export { collectPermissions, composeNode, migrationFolders } from './compose.ts';
export { describeApi } from './describe-api.ts';
export type { Authorise, Module, Node, NodeOptions, RunningNode } from './node.ts';
export { DataInUseError } from './place-database.ts';
export { type Announcement, announcement, type ServiceKey, type Services, serviceKey } from './services.ts';
