export { EmbeddedDatabaseError } from './binaries.ts';
export { type Cluster, startCluster } from './cluster.ts';
