import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { clientOptions, type DatabaseAddress } from './connection.ts';
import type { Database, PlatformTables, Scope, Tx } from './database.ts';
import { listen } from './listen.ts';
import type { RoleName } from './roles.ts';

/** Connections one process opens at most, by role. */
export type PoolSizes = { app: number; jobs: number; sequencer: number };

/** An open database and the means to close it. */
export type OpenDatabase = Database & {
  address: DatabaseAddress;
  /** Waits for open transactions and closes all connections. */
  close(): Promise<void>;
  /** Answers when a request's connection works; used by `/health/ready`. */
  ping(): Promise<void>;
  poolCounts(): Record<string, { total: number; idle: number; waiting: number }>;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Opens the pools. Roles and migrations must be in place. `onError` hears of idle connections that broke. */
export function openDatabase(
  address: DatabaseAddress,
  onError: (error: Error) => void,
  // The sequencer and the collector of cosignatures each hold a log's lock on one connection and work on a second.
  sizes: PoolSizes = { app: 12, jobs: 6, sequencer: 5 },
): OpenDatabase {
  const pools = new Map<RoleName, pg.Pool>();
  const builders = new Map<RoleName, Kysely<PlatformTables>>();
  for (const [role, max] of [
    ['yiwen_app', sizes.app],
    ['yiwen_jobs', sizes.jobs],
    ['yiwen_sequencer', sizes.sequencer],
  ] as const) {
    const pool = new pg.Pool({ ...clientOptions(address, role), max, idleTimeoutMillis: 30_000 });
    pool.on('error', onError);
    // The pool listens to idle connections only: one that breaks inside a transaction would end the process. Its query
    // fails anyway, and the pool drops it.
    pool.on('connect', (client) => client.on('error', onError));
    pools.set(role, pool);
    builders.set(role, new Kysely<PlatformTables>({ dialect: new PostgresDialect({ pool }) }));
  }

  async function within<T>(role: RoleName, scope: Scope | undefined, fn: (tx: Tx) => Promise<T>): Promise<T> {
    if (scope && !uuid.test(scope.organId)) {
      throw new Error('a transaction needs the UUID of an organ');
    }
    return await builders
      .get(role)!
      .transaction()
      .execute(async (tx) => {
        if (scope) {
          await sql`select set_config('yiwen.organ', ${scope.organId}, true),
            set_config('yiwen.person', ${scope.personId ?? ''}, true)`.execute(tx);
        }
        return await fn(tx);
      });
  }

  return {
    address,
    asOrgan: (scope, fn) => within('yiwen_app', scope, fn),
    asJob: (scope, fn) => within('yiwen_jobs', scope, fn),
    asSequencer: (fn) => within('yiwen_sequencer', undefined, fn),
    asPublic: (fn) => within('yiwen_app', undefined, fn),
    listen: (channel, fn, onReconnect) =>
      listen(clientOptions(address, 'yiwen_sequencer'), channel, fn, onReconnect ?? (() => undefined)),
    async close() {
      for (const builder of builders.values()) {
        await builder.destroy();
      }
    },
    async ping() {
      await pools.get('yiwen_app')!.query('select 1');
    },
    poolCounts() {
      return Object.fromEntries(
        [...pools].map(([role, pool]) => [
          role,
          { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
        ]),
      );
    },
  };
}
