import { sql } from 'kysely';
import pg from 'pg';
import { clientOptions, type DatabaseAddress, type OpenDatabase } from '../database/index.ts';
import type { NodeOptions } from './node.ts';

/** What the node remembers about its own beginning. */
export type Facts = {
  /** True when an earlier start died while it was making the demo world. */
  seedingBroke(address: DatabaseAddress): Promise<boolean>;
  isDemo(db: OpenDatabase): Promise<boolean>;
  /** True for the one process that may seed a node that was never used. */
  beginSeeding(db: OpenDatabase): Promise<boolean>;
  endSeeding(db: OpenDatabase): Promise<void>;
};

/** Facts of a node; without a seed it only remembers that it began without the demo. */
export function openFacts(options: NodeOptions): Facts {
  async function set(db: OpenDatabase, fact: string, value: unknown): Promise<boolean> {
    const { rows } = await db.asPublic((tx) =>
      sql<{
        done: boolean | null;
      }>`select platform.set_fact(${fact}, ${JSON.stringify(value)}::jsonb) as done`.execute(tx),
    );
    return rows[0]?.done === true;
  }
  return {
    async seedingBroke(address) {
      const owner = new pg.Client(clientOptions(address));
      await owner.connect();
      try {
        const { rows } = await owner.query<{ there: boolean }>(
          `select to_regclass('platform.fact') is not null as there`,
        );
        if (!rows[0]!.there) {
          return false;
        }
        const facts = await owner.query<{ name: string }>('select name from platform.fact');
        const names = new Set(facts.rows.map((row) => row.name));
        return names.has('seeding-begun') && !names.has('seeding-done');
      } finally {
        await owner.end();
      }
    },
    async isDemo(db) {
      const { rows } = await db.asPublic((tx) =>
        sql`select 1 from platform.fact where name = 'seeding-done'`.execute(tx),
      );
      return rows.length > 0;
    },
    async beginSeeding(db) {
      // The first start decides whether a node is a demonstration, for its whole life.
      const wanted = !options.empty && options.demoSeed !== undefined;
      const first = await set(db, 'began', wanted ? 'demo' : 'empty');
      return first && wanted && (await set(db, 'seeding-begun', true));
    },
    async endSeeding(db) {
      await set(db, 'seeding-done', true);
    },
  };
}
