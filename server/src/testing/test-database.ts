/** Fresh migrated databases for tests, copied from a template; on the run's cluster or on YIWEN_TEST_DATABASE_URL. */
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import {
  clientOptions,
  createDatabase,
  type DatabaseAddress,
  type Migration,
  type MigrationFolder,
  platformMigrations,
  prepareDatabase,
  readDatabaseUrl,
  readMigrations,
} from '../platform/database/index.ts';
import { prepareJobs } from '../platform/jobs/index.ts';
import { testCluster } from './test-cluster.ts';

/** A database of one test file. */
export type TestDatabase = { address: DatabaseAddress; url: string; drop(): Promise<void> };

/** The server that tests use: the operator's, where `YIWEN_TEST_DATABASE_URL` names one. */
export async function testServer(): Promise<DatabaseAddress> {
  const url = process.env.YIWEN_TEST_DATABASE_URL;
  return url ? readDatabaseUrl(url) : { ...(await testCluster()), database: 'postgres' };
}

/** A fresh database with the migrations of the given folders, in about a tenth of a second. */
export async function makeTestDatabase(folders: readonly MigrationFolder[] = []): Promise<TestDatabase> {
  const server = await testServer();
  const migrations = readMigrations([platformMigrations, ...folders]);
  const template = { ...server, database: `yiwen_template_${digest(migrations)}` };
  await withLock(server, async () => {
    if (await createDatabase(template)) {
      try {
        await prepareDatabase(template, migrations, prepareJobs);
      } catch (error) {
        await dropDatabase(template);
        throw error;
      }
    }
  });
  const address = { ...server, database: `yiwen_test_${randomBytes(6).toString('hex')}` };
  await withLock(server, async () => {
    await createDatabase(address, { template: template.database });
  });
  return { address, url: urlOf(address), drop: () => dropDatabase(address) };
}

/** A fresh database without any table. */
export async function makeEmptyDatabase(): Promise<TestDatabase> {
  const address = { ...(await testServer()), database: `yiwen_test_${randomBytes(6).toString('hex')}` };
  await createDatabase(address);
  return { address, url: urlOf(address), drop: () => dropDatabase(address) };
}

function digest(migrations: readonly Migration[]): string {
  const hash = createHash('sha256').update('1');
  for (const { module, name, sha256 } of migrations) {
    hash.update(`${module}/${name} ${sha256}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** PostgreSQL copies a template only while nobody is connected to it, so copies are made one at a time. */
async function withLock(server: DatabaseAddress, fn: () => Promise<void>): Promise<void> {
  const client = new pg.Client(clientOptions({ ...server, database: 'postgres' }));
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(7290114009)');
    await fn();
  } finally {
    await client.end();
  }
}

async function dropDatabase(address: DatabaseAddress): Promise<void> {
  const admin = new pg.Client(clientOptions({ ...address, database: 'postgres' }));
  await admin.connect();
  try {
    await admin.query(`drop database if exists ${pg.escapeIdentifier(address.database)} with (force)`);
  } finally {
    await admin.end();
  }
}

function urlOf(address: DatabaseAddress): string {
  const password = address.password ? `:${encodeURIComponent(address.password)}` : '';
  const query = new URLSearchParams({ host: address.host, port: String(address.port) });
  return `postgres://${encodeURIComponent(address.user)}${password}@localhost/${address.database}?${query}`;
}
