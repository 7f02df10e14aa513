/** What the same database takes for the least it can do: a round trip, a committed row, fifty rows by their key. */
import { join } from 'node:path';
import pg from 'pg';
import { BareCost } from './measure.ts';

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
  roundTrip: BareCost;
  insert: BareCost;
  close(): Promise<void>;
}

/** `SELECT 1` and one `INSERT` that is committed and on disk. */
export async function bareDatabase(data: string): Promise<BareDatabase> {
  const client = await connectTo(data, 'postgres');
  await client.query('create table if not exists bench_row (n bigserial primary key, body text not null)');
  const row = 'x'.repeat(200);
  return {
    roundTrip: await BareCost.of('SELECT 1', () => client.query('select 1')),
    insert: await BareCost.of('one INSERT, committed', () =>
      client.query('insert into bench_row (body) values ($1)', [row]),
    ),
    async close() {
      await client.query('drop table bench_row');
      await client.end();
    },
  };
}
