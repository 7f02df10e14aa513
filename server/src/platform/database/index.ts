export { clientOptions, type DatabaseAddress, readDatabaseUrl } from './connection.ts';
export type { Database, PlatformTables, Scope, Tx } from './database.ts';
export { type Cluster, startCluster } from './embedded/index.ts';
export {
  type Migration,
  type MigrationFolder,
  migrate,
  platformMigrations,
  readMigrations,
} from './migrations.ts';
export { type OpenDatabase, openDatabase, type PoolSizes } from './open-database.ts';
export { createDatabase, prepareDatabase } from './prepare-database.ts';
export { type RoleName, roleNames } from './roles.ts';
export { DatabaseUnusableError } from './unusable.ts';
