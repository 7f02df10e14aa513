export type { Database, PlatformTables, Scope, Tx } from './database.ts';
