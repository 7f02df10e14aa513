import { join } from 'node:path';
import pg from 'pg';
import {
  clientOptions,
  createDatabase,
  type DatabaseAddress,
  readDatabaseUrl,
  startCluster,
} from '../database/index.ts';
import type { NodeOptions } from './node.ts';

/** The data of this folder is in use by another process; the message says so in words. */
export class DataInUseError extends Error {
  override readonly name = 'DataInUseError';
}

/** The database of a node and how to let it go. */
export type Place = {
  address: DatabaseAddress;
  /** Held for this process: nobody else works on it. */
  alone: boolean;
  release(): Promise<void>;
};

const lockNumber = 7_290_114_003;

/** Finds or starts the node's database. The embedded one is held for this process alone. */
export async function placeDatabase(options: NodeOptions): Promise<Place> {
  if (options.databaseUrl) {
    const address = readDatabaseUrl(options.databaseUrl);
    await createDatabase(address).catch(() => false);
    return { address, alone: false, release: async () => undefined };
  }
  const cluster = await startCluster(join(options.dataDir, 'database'));
  const address = { ...cluster.connection, database: 'yiwen' };
  const holder = new pg.Client({
    ...clientOptions({ ...address, database: 'postgres' }),
    application_name: 'yiwen node',
  });
  holder.on('error', () => undefined);
  await holder.connect();
  const { rows } = await holder.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
    lockNumber,
  ]);
  if (!rows[0]!.held) {
    await holder.end();
    throw new DataInUseError(
      `数据目录 ${options.dataDir} 正被另一个一文通进程使用，请先停止它，或用 --data 指定其他目录。\n` +
        `The data in ${options.dataDir} is in use by another Yiwen process. Stop it first, or name other data with --data.`,
    );
  }
  await createDatabase(address);
  return {
    address,
    alone: true,
    async release() {
      await holder.end();
      await cluster.stop();
    },
  };
}
