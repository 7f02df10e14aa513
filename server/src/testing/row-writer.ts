/**
 * A process that starts an embedded cluster, writes numbered rows and says each number once it is committed, until it
 * is killed. Usage: node row-writer.ts FOLDER
 */
import pg from 'pg';
import { startCluster } from '../platform/database/index.ts';

const cluster = await startCluster(process.argv[2]!);
const client = new pg.Client({ ...cluster.connection, database: 'postgres' });
await client.connect();
await client.query('create table if not exists written (n integer primary key)');
const { rows } = await client.query<{ next: number }>('select coalesce(max(n), 0) + 1 as next from written');
process.stdout.write(`server ${(await client.query('select pg_backend_pid() as pid')).rows[0].pid}\n`);
for (let n = rows[0]!.next; ; n++) {
  await client.query('insert into written values ($1)', [n]);
  process.stdout.write(`row ${n}\n`);
}
