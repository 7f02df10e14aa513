/** Forward-only SQL migrations of the platform and the modules, under one advisory lock. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';

/** A folder of `NNNN-name.sql` and the schema it belongs to. */
export type MigrationFolder = { module: string; folder: URL };

/** One migration file. */
export type Migration = { module: string; name: string; sql: string; sha256: string };

/** The platform's own migrations; they run before any module's. */
export const platformMigrations: MigrationFolder = {
  module: 'platform',
  folder: new URL('./migrations/', import.meta.url),
};

/** Reads migration folders in the order given; files by name. */
export function readMigrations(folders: readonly MigrationFolder[]): Migration[] {
  return folders.flatMap(({ module, folder }) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => {
        if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name)) {
          throw new Error(`migration ${module}/${name} is not named NNNN-name.sql`);
        }
        const sql = readFileSync(new URL(name, folder), 'utf8');
        return { module, name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
      }),
  );
}

const lockNumber = 7_290_114_001;

/**
 * Applies what is missing, each file in a transaction of its own, as `yiwen_owner`. Several processes may start at
 * once: one works, the others wait and find nothing to do. A file changed after it was applied stops the start.
 */
export async function migrate(owner: pg.Client, migrations: readonly Migration[]): Promise<string[]> {
  await owner.query('select pg_advisory_lock($1)', [lockNumber]);
  try {
    await owner.query('create schema if not exists platform');
    await owner.query(`create table if not exists platform.migration (
      module text not null, name text not null, sha256 text not null, applied_at timestamptz not null default now(),
      primary key (module, name))`);
    const { rows } = await owner.query<{ module: string; name: string; sha256: string }>(
      'select module, name, sha256 from platform.migration',
    );
    const applied = new Map(rows.map((row) => [`${row.module}/${row.name}`, row.sha256]));
    const done: string[] = [];
    for (const migration of migrations) {
      const known = applied.get(`${migration.module}/${migration.name}`);
      if (known === migration.sha256) {
        continue;
      }
      if (known !== undefined) {
        throw new Error(
          `migration ${migration.module}/${migration.name} was changed after it had been applied; write a new file instead`,
        );
      }
      await apply(owner, migration);
      done.push(`${migration.module}/${migration.name}`);
    }
    return done;
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [lockNumber]);
  }
}

async function apply(owner: pg.Client, migration: Migration): Promise<void> {
  await owner.query('begin');
  try {
    await owner.query(`create schema if not exists ${migration.module}`);
    await owner.query(`grant usage on schema ${migration.module} to yiwen_app, yiwen_jobs`);
    await owner.query(migration.sql);
    await owner.query('insert into platform.migration (module, name, sha256) values ($1, $2, $3)', [
      migration.module,
      migration.name,
      migration.sha256,
    ]);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw new Error(`migration ${migration.module}/${migration.name}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
