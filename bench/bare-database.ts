/** What the same database takes for the least it can do: a round trip, a committed row, fifty rows by their key. */
import { join } from 'node:path';
import pg from 'pg';
import { measure, type Sample } from './measure.ts';

/** A connection as the superuser of a node's embedded database; the figures below are taken through it. */
export async function connectTo(data: string, database: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: join(data, 'database', 'socket'),
    port: 5432,
    user: 'postgres',
    database,
  });
  await client.connect();
  return client;
}

/** Address of the same server for tests' databases. */
export function serverUrl(data: string): string {
  return `postgres://postgres@localhost/postgres?host=${encodeURIComponent(join(data, 'database', 'socket'))}&port=5432`;
}

/** Costs of the bare database. */
export interface BareDatabase {
  roundTrip: Sample;
  insert: Sample;
}

/** `SELECT 1` and one `INSERT` that is committed and on disk. */
export async function bareDatabase(data: string): Promise<BareDatabase> {
  const client = await connectTo(data, 'postgres');
  try {
    await client.query('create table if not exists bench_row (n bigserial primary key, body text not null)');
    const roundTrip = await measure(200, () => client.query('select 1'), { warmUp: 20 });
    const insert = await measure(
      200,
      () => client.query('insert into bench_row (body) values ($1)', ['x'.repeat(200)]),
      { warmUp: 20 },
    );
    return { roundTrip, insert };
  } finally {
    await client.query('drop table if exists bench_row');
    await client.end();
  }
}
