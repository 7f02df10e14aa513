import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTestDatabase, type TestDatabase } from '../../testing/index.ts';
import { type OpenDatabase, openDatabase } from '../database/index.ts';
import { makeLogger } from '../logging/index.ts';
import { type OpenJobs, openJobs } from './index.ts';

const scope = { organId: '11111111-1111-4111-8111-111111111111' };

describe('jobs', () => {
  let database: TestDatabase;
  let db: OpenDatabase;
  let jobs: OpenJobs;
  const done: unknown[] = [];
  beforeEach(async () => {
    done.length = 0;
    database = await makeTestDatabase();
    db = openDatabase(database.address, () => undefined);
    jobs = openJobs(
      database.address,
      makeLogger('silent', () => new Date(0)),
      'Asia/Shanghai',
    );
  });
  afterEach(async () => {
    await jobs?.stop();
    await db?.close();
    await database?.drop();
  });

  async function begin(): Promise<void> {
    await jobs.open();
    await jobs.start();
  }

  it('run after the transaction that asked for them, from a request and from a job', async () => {
    jobs.work<{ n: number }>('test.add', async ({ n }) => {
      done.push(n);
    });
    await begin();
    await db.asOrgan(scope, (tx) => jobs.enqueue(tx, 'test.add', { n: 1 }));
    await db.asJob(scope, (tx) => jobs.enqueue(tx, 'test.add', { n: 2 }));
    await jobs.idle();
    expect(done.sort()).toEqual([1, 2]);
  });

  it('do not exist when the transaction is rolled back', async () => {
    jobs.work('test.add', async (data) => {
      done.push(data);
    });
    await begin();
    await db
      .asOrgan(scope, async (tx) => {
        await jobs.enqueue(tx, 'test.add', { n: 1 });
        throw new Error('refused after all');
      })
      .catch(() => undefined);
    await jobs.idle();
    expect(done).toEqual([]);
    expect(await jobs.counts()).toEqual([]);
  });

  it('are one job however often the same key is enqueued', async () => {
    jobs.work('test.add', async (data) => {
      done.push(data);
    });
    await begin();
    for (let time = 0; time < 3; time++) {
      await db.asOrgan(scope, (tx) => jobs.enqueue(tx, 'test.add', { time }, { key: 'the same' }));
    }
    await jobs.idle();
    expect(done).toEqual([{ time: 0 }]);
  });

  it('are tried again after a failure, each on its own', async () => {
    let failures = 2;
    jobs.work<{ n: number }>(
      'test.shaky',
      async ({ n }) => {
        if (n === 1 && failures-- > 0) {
          throw new Error('not yet');
        }
        done.push(n);
      },
      { retryDelaySeconds: 1 },
    );
    await begin();
    await db.asOrgan(scope, async (tx) => {
      for (const n of [0, 1, 2]) {
        await jobs.enqueue(tx, 'test.shaky', { n });
      }
    });
    await jobs.idle();
    expect(done.sort()).toEqual([0, 1, 2]);
    expect(failures).toBe(-1);
  });

  it('left running by a killed process are taken up at once by the next that is alone', async () => {
    jobs.work('test.add', async (data) => {
      done.push(data);
    });
    await jobs.open();
    await db.asOrgan(scope, (tx) => jobs.enqueue(tx, 'test.add', { n: 1 }));
    await db.asJob(scope, (tx) =>
      sql`update pgboss.job set state = 'active', started_on = now(), heartbeat_on = now()`.execute(tx),
    );
    await jobs.start({ alone: true });
    await jobs.idle(10_000);
    expect(done).toEqual([{ n: 1 }]);
  });

  it('are kept aside when their tries are used up', async () => {
    jobs.work(
      'test.hopeless',
      async () => {
        throw new Error('never');
      },
      { retryLimit: 0 },
    );
    await begin();
    await db.asOrgan(scope, (tx) => jobs.enqueue(tx, 'test.hopeless', {}));
    await jobs.idle();
    expect(await jobs.counts()).toContainEqual({ queue: 'dead-letter', state: 'created', count: 1 });
  });

  it('cannot be read by a request', async () => {
    jobs.work('test.add', async () => undefined);
    await jobs.open();
    await expect(db.asOrgan(scope, (tx) => sql`select data from pgboss.job`.execute(tx))).rejects.toThrow(
      /permission denied/,
    );
  });
});
