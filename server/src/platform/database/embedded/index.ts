export { type Cluster, startCluster } from './cluster.ts';
