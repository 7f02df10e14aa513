import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { CompiledQuery, type Transaction } from 'kysely';
import type pg from 'pg';
import { type ConstructorOptions, type Db, PgBoss } from 'pg-boss';
import { clientOptions, type DatabaseAddress, type PlatformTables } from '../database/index.ts';
import type { Logger } from '../logging/index.ts';
import type { JobHandler, Jobs, WorkOptions } from './jobs.ts';

/** Schema of the job tables; the library's own migrations keep it. */
export const jobSchema = 'pgboss';

/** Queue that keeps jobs whose tries are used up, for an operator to look at and send again. */
export const deadLetterQueue = 'dead-letter';

/** Jobs and the means to run and stop them. */
export type OpenJobs = Jobs & {
  /** Connects without working: `enqueue` is possible from here on. */
  open(): Promise<void>;
  /**
   * Starts the registered workers. `alone` says that no other process works on this database: what a killed process
   * left as running is then taken up at once, and not only when its heartbeat is missed and its delay is over.
   */
  start(options?: { alone: boolean }): Promise<void>;
  /** Lets running jobs end, then closes. */
  stop(): Promise<void>;
  /** Jobs waiting, running and given up, for `/metrics`. */
  counts(): Promise<{ queue: string; state: string; count: number }[]>;
};

type Registered = { queue: string; handler: JobHandler<object>; options: WorkOptions; cron?: string };

/** Makes the job tables as their owner and lets the server's roles use them; part of preparing the database. */
export async function prepareJobs(owner: pg.Client): Promise<void> {
  const lockNumber = 7_290_114_002;
  await owner.query('select pg_advisory_lock($1)', [lockNumber]);
  try {
    const boss = new PgBoss({
      db: { executeSql: async (text, values) => await execute(owner, text, values) },
      schema: jobSchema,
      supervise: false,
      schedule: false,
      registerInstance: false,
    });
    boss.on('error', () => undefined);
    await boss.start();
    await boss.stop({ graceful: false, close: false });
    await owner.query(`grant usage on schema ${jobSchema} to yiwen_app, yiwen_jobs;
      grant select, insert, update, delete on all tables in schema ${jobSchema} to yiwen_jobs;
      grant usage on all sequences in schema ${jobSchema} to yiwen_jobs;
      grant select on ${jobSchema}.queue, ${jobSchema}.version to yiwen_app;
      grant insert, select (id, start_after) on ${jobSchema}.job, ${jobSchema}.job_common to yiwen_app`);
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [lockNumber]);
  }
}

/** A statement of several commands answers with a list; the library expects the rows of the last that has any. */
async function execute(client: pg.Client, text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
  const result = (await client.query(text, values)) as pg.QueryResult | pg.QueryResult[];
  return Array.isArray(result) ? { rows: result.flatMap((one) => one.rows) } : result;
}

/** The job queue of one node. */
export function openJobs(address: DatabaseAddress, log: Logger, timeZone: string): OpenJobs {
  const options = clientOptions(address, 'yiwen_jobs');
  const boss = new PgBoss({
    host: options.host,
    port: options.port,
    database: options.database,
    user: options.user,
    password: options.password as string | undefined,
    ssl: options.ssl,
    application_name: 'yiwen_jobs',
    max: 5,
    schema: jobSchema,
    migrate: false,
    createSchema: false,
    supervise: true,
    superviseIntervalSeconds: 10,
    maintenanceIntervalSeconds: 60,
    monitorIntervalSeconds: 10,
    reindex: false,
    monitorVacuum: false,
    useListenNotify: true,
    openTelemetry: { enabled: false },
  } satisfies ConstructorOptions);
  let stopping = false;
  boss.on('error', (error) => {
    // The library lets go of some connections only when the server ends them: while we stop that is no fault.
    log[stopping ? 'debug' : 'error']({ error: String(error) }, 'job queue');
  });
  boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'job queue'));
  const registered: Registered[] = [];
  let started = false;

  async function declare(queue: string, work: WorkOptions): Promise<void> {
    await boss.createQueue(queue, {
      notify: true,
      retryLimit: work.retryLimit ?? 5,
      retryDelay: work.retryDelaySeconds ?? 2,
      retryBackoff: true,
      retryDelayMax: 300,
      expireInSeconds: work.expireInSeconds ?? 300,
      heartbeatSeconds: 30,
      deleteAfterSeconds: 7 * 24 * 3600,
      ...(queue === deadLetterQueue ? {} : { deadLetter: deadLetterQueue }),
    });
  }

  async function begin({ queue, handler, options: work, cron }: Registered): Promise<void> {
    await boss.work(
      queue,
      {
        batchSize: work.batchSize ?? 10,
        localConcurrency: work.concurrency ?? 1,
        burstWhenBatchFull: true,
        pollingIntervalSeconds: 2,
        notifyPollingIntervalSeconds: 2,
        perJobResults: true,
      },
      async (jobs) => {
        const results = [];
        for (const job of jobs) {
          try {
            await handler(job.data as object, { id: job.id, queue, signal: job.signal });
            results.push({ id: job.id, status: 'completed' as const });
          } catch (error) {
            log.warn({ queue, job: job.id, error: String(error) }, 'job failed, will be tried again');
            results.push({ id: job.id, status: 'failed' as const, output: { error: String(error) } });
          }
        }
        return results;
      },
    );
    if (cron) {
      await boss.schedule(queue, cron, {}, { tz: timeZone, missed: 'once' });
    }
  }

  return {
    async enqueue(tx, queue, data, enqueueOptions = {}) {
      await boss.send(queue, data, {
        db: inTransaction(tx),
        ...(enqueueOptions.key === undefined ? {} : { id: keyedId(queue, enqueueOptions.key) }),
        ...(enqueueOptions.afterSeconds ? { startAfter: enqueueOptions.afterSeconds } : {}),
      });
    },
    work<T>(queue: string, handler: JobHandler<T>, work: WorkOptions = {}) {
      if (started) {
        throw new Error(`queue ${queue} must be registered before the node starts`);
      }
      registered.push({ queue, handler: handler as JobHandler<object>, options: work });
    },
    schedule(queue, cron, handler) {
      registered.push({ queue, handler, options: {}, cron });
    },
    async open() {
      await boss.start();
      await declare(deadLetterQueue, {});
      for (const { queue, options: work } of registered) {
        await declare(queue, work);
      }
    },
    async start({ alone } = { alone: false }) {
      started = true;
      if (alone) {
        // The interrupted try counts, so that a job that ends its process does not do so for ever.
        await boss.getDb().executeSql(
          `update ${jobSchema}.job set state = 'retry', start_after = now(), heartbeat_on = null
             where state = 'active' and retry_count < retry_limit`,
        );
      }
      for (const one of registered) {
        await begin(one);
      }
    },
    async stop() {
      stopping = true;
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
    async counts() {
      const { rows } = await boss
        .getDb()
        .executeSql(
          `select name as queue, state::text as state, count(*)::int as count from ${jobSchema}.job group by 1, 2`,
        );
      return rows as { queue: string; state: string; count: number }[];
    },
    async idle(timeoutMs = 30_000) {
      for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 25) {
        const { rows } = await boss
          .getDb()
          .executeSql(
            `select 1 from ${jobSchema}.job where name <> $1 and state in ('created', 'retry', 'active') limit 1`,
            [deadLetterQueue],
          );
        if (rows.length === 0) {
          return;
        }
        await delay(25);
      }
      throw new Error(`jobs are still waiting after ${timeoutMs} ms`);
    },
  };
}

/** The same queue and key give the same job id, and the second insert does nothing. */
function keyedId(queue: string, key: string): string {
  const hex = createHash('sha256').update(`${queue}\n${key}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function inTransaction(tx: Transaction<PlatformTables>): Db {
  return {
    async executeSql(text, values) {
      const result = await tx.executeQuery(CompiledQuery.raw(text, values ?? []));
      return { rows: result.rows as never[] };
    },
  };
}
