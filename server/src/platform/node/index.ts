export type { Authorise, Module, Node, NodeOptions, RunningNode } from './node.ts';
export { type Announcement, announcement, type ServiceKey, serviceKey } from './services.ts';
