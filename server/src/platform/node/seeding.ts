/**
 * The demonstration is made by the first start of a node and never again. A start that dies while making it leaves
 * half a world that nobody has seen: the next start throws it away and begins anew.
 */
import { sql } from 'kysely';
import pg from 'pg';
import { clientOptions, type DatabaseAddress, type OpenDatabase } from '../database/index.ts';
import type { NodeOptions } from './node.ts';
import { DataInUseError } from './place-database.ts';

const lockNumber = 7_290_114_005;

/** Removes an unfinished demonstration; true when there was one. Only its own schemas are dropped. */
export async function clearBrokenSeeding(address: DatabaseAddress): Promise<boolean> {
  const owner = await connectAsOwner(address);
  if (!owner) {
    return false;
  }
  try {
    const facts = await factNames(owner);
    if (!facts.has('seeding-begun') || facts.has('seeding-done')) {
      return false;
    }
    if (!(await holdLock(owner))) {
      throw new DataInUseError(
        '另一个一文通进程正在这个数据库中生成演示数据，请等它完成后再启动。\n' +
          'Another Yiwen process is making the demonstration in this database. Start again when it is done.',
      );
    }
    const { rows } = await owner.query<{ name: string }>(
      'select nspname as name from pg_namespace where pg_get_userbyid(nspowner) = current_user',
    );
    for (const { name } of rows) {
      await owner.query(`drop schema ${pg.escapeIdentifier(name)} cascade`);
    }
    return true;
  } finally {
    await owner.end();
  }
}

/** Whether the node holds the finished demonstration. */
export async function isDemo(db: OpenDatabase): Promise<boolean> {
  const { rows } = await db.asPublic((tx) =>
    sql`select 1 from platform.fact where name = 'seeding-done'`.execute(tx),
  );
  return rows.length > 0;
}

/** Runs `seed` if this is the first start of a node that is to be a demonstration. */
export async function seedOnce(
  db: OpenDatabase,
  options: NodeOptions,
  seed: () => Promise<void>,
): Promise<void> {
  // The first start decides whether a node is a demonstration, for its whole life.
  const wanted = !options.empty && options.demoSeed !== undefined;
  const first = await setFact(db, 'began', wanted ? 'demo' : 'empty');
  if (!first || !wanted) {
    return;
  }
  const holder = (await connectAsOwner(db.address))!;
  try {
    await holdLock(holder);
    await setFact(db, 'seeding-begun', true);
    await seed();
    await setFact(db, 'seeding-done', true);
  } finally {
    await holder.end();
  }
}

async function setFact(db: OpenDatabase, fact: string, value: unknown): Promise<boolean> {
  const { rows } = await db.asPublic((tx) =>
    sql<{ done: boolean | null }>`
      select platform.set_fact(${fact}, ${JSON.stringify(value)}::jsonb) as done`.execute(tx),
  );
  return rows[0]?.done === true;
}

/** A connection as the owner, or undefined where no start has made the roles yet. */
async function connectAsOwner(address: DatabaseAddress): Promise<pg.Client | undefined> {
  const owner = new pg.Client(clientOptions(address, 'yiwen_owner'));
  owner.on('error', () => undefined);
  try {
    await owner.connect();
    return owner;
  } catch (error) {
    if (/^28/.test((error as { code?: string }).code ?? '')) {
      return undefined;
    }
    throw error;
  }
}

async function factNames(owner: pg.Client): Promise<Set<string>> {
  const { rows } = await owner.query<{ there: boolean }>(
    `select to_regclass('platform.fact') is not null as there`,
  );
  if (!rows[0]!.there) {
    return new Set();
  }
  const facts = await owner.query<{ name: string }>('select name from platform.fact');
  return new Set(facts.rows.map((row) => row.name));
}

async function holdLock(owner: pg.Client): Promise<boolean> {
  const { rows } = await owner.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
    lockNumber,
  ]);
  return rows[0]!.held;
}
