import pg from 'pg';
import { clientOptions, type DatabaseAddress } from '../platform/database/index.ts';

/** A table behind row security and the column that names the organ. */
export type ProtectedTable = { name: string; organColumn: string };

/** Tables that belong to no organ, each with the reason why nobody's rows can be seen through it. */
export const unprotected: Readonly<Record<string, string>> = {
  'platform.migration': 'names and digests of the migration files; no role of the server reads it',
  'platform.fact': 'facts about the node as a whole: demo seeded, set up',
  'platform.calendar_day': 'working days of the whole node',
};

/** Tables whose rows everybody may read, because publishing them is what they are for. Written by the sequencer only. */
export const published: Readonly<Record<string, string>> = {
  'log.log': 'the list of logs and their public keys',
  'log.checkpoint': 'signed checkpoints',
  'log.file': 'tiles and entry bundles: commitments without content',
  'log.cosignature': 'cosignatures of published checkpoints',
  'log.witnessed': 'which checkpoints have enough of them',
};

/** Tables behind row security that belong to the node and to no organ: nothing in them is anybody's own. */
const ofNoOrgan: Readonly<Record<string, string>> = {
  'log.policy': 'which witnesses the node asks for; as public as the checkpoints',
  'witness.state':
    'what this node as a witness saw last of others’ public logs; the sequencer alone reads it',
};

const ours = `n.nspname not in ('pg_catalog', 'information_schema', 'pgboss') and n.nspname not like 'pg\\_%'`;

/** Every table with forced row security. */
export async function protectedTables(owner: pg.Client): Promise<ProtectedTable[]> {
  const { rows } = await owner.query<{ name: string; column: string }>(`
    select n.nspname || '.' || c.relname as name,
      case when exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'organ_id' and not a.attisdropped)
           then 'organ_id' else 'id' end as column
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${ours} and c.relrowsecurity and c.relforcerowsecurity
    order by 1`);
  return rows
    .filter((row) => !(row.name in ofNoOrgan))
    .map((row) => ({ name: row.name, organColumn: row.column }));
}

/** Tables without forced row security or without a policy that are not listed above. */
export async function tablesWithoutProtection(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(`
    select n.nspname || '.' || c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and ${ours}
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (select 1 from pg_policy p where p.polrelid = c.oid))
    order by 1`);
  return rows.map((row) => row.name).filter((name) => !(name in unprotected));
}

/**
 * Rows of a table that a request sees in the transaction of a stranger: without an organ at all (`organId` absent), or
 * in an organ that does not exist while asking for `organId`'s rows. A table the role may not read shows none.
 */
export async function foreignRows(
  address: DatabaseAddress,
  table: ProtectedTable,
  organId: string | undefined,
): Promise<number> {
  const client = new pg.Client(clientOptions(address, 'yiwen_app'));
  await client.connect();
  try {
    await client.query('begin');
    if (organId) {
      await client.query(`select set_config('yiwen.organ', gen_random_uuid()::text, true)`);
    }
    const where = organId ? `where ${table.organColumn} = '${organId}'` : '';
    const { rows } = await client.query<{ count: number }>(
      `select count(*) as count from ${table.name} ${where}`,
    );
    return rows[0]!.count;
  } catch (error) {
    if ((error as { code?: string }).code === '42501') {
      return 0;
    }
    throw error;
  } finally {
    await client.end();
  }
}
