import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeEmptyDatabase, makeTestDatabase, type TestDatabase } from '../../testing/index.ts';
import {
  clientOptions,
  type OpenDatabase,
  openDatabase,
  platformMigrations,
  prepareDatabase,
  readDatabaseUrl,
  readMigrations,
} from './index.ts';

const organ = '11111111-1111-4111-8111-111111111111';
const other = '22222222-2222-4222-8222-222222222222';

describe('migrations', () => {
  let database: TestDatabase;
  afterEach(() => database?.drop());
  const migrations = readMigrations([platformMigrations]);

  it('apply once when several processes start at the same moment', async () => {
    database = await makeEmptyDatabase();
    const done = await Promise.all([1, 2, 3, 4].map(() => prepareDatabase(database.address, migrations)));
    expect(done.flat().sort()).toEqual(migrations.map(({ module, name }) => `${module}/${name}`).sort());
    expect(await prepareDatabase(database.address, migrations)).toEqual([]);
  });

  it('are refused when a file was changed after it had been applied', async () => {
    database = await makeEmptyDatabase();
    await prepareDatabase(database.address, migrations);
    const changed = migrations.map((one, index) => (index === 0 ? { ...one, sha256: 'f'.repeat(64) } : one));
    await expect(prepareDatabase(database.address, changed)).rejects.toThrow(
      /was changed after it had been applied/,
    );
  });

  it('leave nothing of a file that fails', async () => {
    database = await makeEmptyDatabase();
    const broken = {
      module: 'broken',
      name: '0001-half.sql',
      sql: 'create table broken.a (); select nonsense;',
      sha256: '0',
    };
    await expect(prepareDatabase(database.address, [...migrations, broken])).rejects.toThrow(
      /broken\/0001-half.sql/,
    );
    const client = new pg.Client(clientOptions(database.address));
    await client.connect();
    const { rows } = await client.query("select to_regclass('broken.a') as there");
    await client.end();
    expect(rows[0].there).toBeNull();
  });
});

describe('transactions', () => {
  let database: TestDatabase;
  let db: OpenDatabase;
  beforeAll(async () => {
    database = await makeTestDatabase();
    db = openDatabase(database.address, () => undefined);
  });
  afterAll(async () => {
    await db?.close();
    await database?.drop();
  });

  const insert = (organId: string) => sql`insert into event.entry
    (id, organ_id, year, kind, chain, seq, sha256, sm3, commitment, recorded_at)
    values (gen_random_uuid(), ${organId}, 2026, 'test.done', gen_random_uuid(), 1,
            sha256('a'), sha256('b'), 'c', now())`;

  it('see the rows of their organ and of no other', async () => {
    await db.asOrgan({ organId: organ }, (tx) => insert(organ).execute(tx));
    const count = (organId: string): Promise<number> =>
      db.asOrgan(
        { organId },
        async (tx) => (await tx.selectFrom('event.entry').select('id').execute()).length,
      );
    expect(await count(organ)).toBe(1);
    expect(await count(other)).toBe(0);
    expect(
      await db.asPublic(async (tx) => (await tx.selectFrom('event.entry').select('id').execute()).length),
    ).toBe(0);
    expect(
      await db.asJob(
        { organId: other },
        async (tx) => (await tx.selectFrom('event.entry').select('id').execute()).length,
      ),
    ).toBe(0);
  });

  it('cannot write a row for another organ, nor change the journal', async () => {
    await expect(db.asOrgan({ organId: other }, (tx) => insert(organ).execute(tx))).rejects.toThrow(
      /row-level security/,
    );
    await expect(db.asPublic((tx) => insert(organ).execute(tx))).rejects.toThrow(/row-level security/);
    await expect(
      db.asOrgan({ organId: organ }, (tx) => sql`update event.entry set kind = 'x.y'`.execute(tx)),
    ).rejects.toThrow(/permission denied/);
    await expect(
      db.asOrgan({ organId: organ }, (tx) => sql`delete from event.entry`.execute(tx)),
    ).rejects.toThrow(/permission denied/);
  });

  it('run as roles that own nothing and cannot bypass row security', async () => {
    for (const run of [
      (fn: Parameters<typeof db.asPublic>[0]) => db.asOrgan({ organId: organ }, fn),
      (fn: Parameters<typeof db.asPublic>[0]) => db.asJob({ organId: organ }, fn),
      db.asSequencer,
      db.asPublic,
    ]) {
      const { rows } = (await run((tx) =>
        sql`select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as strong,
              exists (select 1 from pg_class where relowner = pg_roles.oid) as owns
            from pg_roles where rolname = current_user`.execute(tx),
      )) as { rows: unknown[] };
      expect(rows).toEqual([{ strong: false, owns: false }]);
    }
  });

  it('leave nothing of the organ behind on the connection', async () => {
    const small = openDatabase(database.address, () => undefined, { app: 1, jobs: 1, sequencer: 1 });
    await small.asOrgan({ organId: organ }, (tx) => sql`select 1`.execute(tx));
    await small
      .asOrgan({ organId: organ }, () => Promise.reject(new Error('refused')))
      .catch(() => undefined);
    const { rows } = await small.asPublic((tx) => sql`select platform.organ() as organ`.execute(tx));
    expect(rows).toEqual([{ organ: null }]);
    await small.close();
  });

  it('roll back when the function throws', async () => {
    await expect(
      db.asOrgan({ organId: other }, async (tx) => {
        await insert(other).execute(tx);
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    const left = await db.asOrgan({ organId: other }, (tx) =>
      tx.selectFrom('event.entry').select('id').execute(),
    );
    expect(left).toEqual([]);
  });

  it('hear notifications, also after the connection was cut', async () => {
    const heard: string[] = [];
    let reconnected = 0;
    const listener = await db.listen(
      'yiwen_event',
      (payload) => heard.push(payload),
      () => {
        reconnected++;
      },
    );
    await db.asPublic((tx) => sql`select pg_notify('yiwen_event', 'first')`.execute(tx));
    await expect.poll(() => heard).toEqual(['first']);
    const admin = new pg.Client(clientOptions(database.address));
    await admin.connect();
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen yiwen_event%'`);
    await admin.end();
    await expect.poll(() => reconnected, { timeout: 10_000 }).toBe(1);
    await db.asPublic((tx) => sql`select pg_notify('yiwen_event', 'second')`.execute(tx));
    await expect.poll(() => heard).toEqual(['first', 'second']);
    await listener.close();
  });
});

describe('DATABASE_URL', () => {
  it('is read with host, port, user, password, database and TLS', () => {
    expect(readDatabaseUrl('postgres://op:s%40fe@db.example:5433/office?sslmode=require')).toEqual({
      host: 'db.example',
      port: 5433,
      database: 'office',
      user: 'op',
      password: 's@fe',
      ssl: { rejectUnauthorized: false },
    });
    expect(readDatabaseUrl('postgres://op@localhost/office?host=/run/postgresql').host).toBe(
      '/run/postgresql',
    );
    expect(() => readDatabaseUrl('mysql://x')).toThrow(RangeError);
  });
});
