/** Lists of matters, newest first, and who may look at one. */

import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Context } from '../../platform/http/index.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { delegationFor, nameOf, postsOf, standingOf } from './people.ts';
import { loadMatter, type Matter } from './store.ts';
import { tables } from './tables.ts';

/** Which list of matters is asked for. */
export type Box = 'outgoing' | 'incoming' | 'circulation' | 'done' | 'mine';

/** One line of a list of matters. */
export type MatterLine = {
  id: string;
  kind: string;
  title: string;
  number?: string;
  urgency?: string;
  state: 'open' | 'closed';
  /** Who has it now. */
  holders: string[];
  openedAt: string;
  updatedAt: string;
  counterpart?: string;
};

/**
 * Roles that keep the organ's documents and may look at every matter (条例: one office or a named person manages all
 * documents). Everybody else sees what passed through a post of theirs.
 */
const SEES_ALL: ReadonlySet<string> = new Set([
  'clerk',
  'office-director',
  'principal-leader',
  'village-clerk',
  'village-secretary',
  'county-clerk',
  'archivist',
]);

function postsSeenFrom(standing: {
  own: ReadonlySet<string>;
  delegated: ReadonlyMap<string, unknown>;
}): string[] {
  return [...standing.own, ...standing.delegated.keys()];
}

/** The matter, if the reader may look at it; refused otherwise. A matter of another organ is not found. */
export async function readableMatter(tx: Tx, ctx: Context, id: string, lock = false): Promise<Matter> {
  const matter = await loadMatter(tx, id, lock);
  if (matter === undefined) {
    throw new OfficeError('workflow.matter-unknown');
  }
  if (!ctx.roles.some((role) => SEES_ALL.has(role))) {
    const standing = await standingOf(tx, ctx.organId, ctx.personId, ctx.now());
    const delegated = [...standing.delegated.keys()].filter((post) =>
      delegationFor(standing, post, matter.flow.id),
    );
    const posts = [...standing.own, ...delegated];
    const passed = await tables(tx)
      .selectFrom('workflow.step')
      .select('id')
      .where('matter_id', '=', id)
      .where('holder_post', 'in', posts.length > 0 ? posts : [ctx.postId])
      .limit(1)
      .executeTakeFirst();
    if (passed === undefined) {
      throw new OfficeError('permissions.denied');
    }
  }
  return matter;
}

/** One page of a list of matters. */
export async function listMatters(
  tx: Tx,
  ctx: Context,
  query: { box: Box; q: string | undefined; cursor: Cursor | undefined; limit: number },
): Promise<{ items: MatterLine[]; next: string | null }> {
  const standing = await standingOf(tx, ctx.organId, ctx.personId, ctx.now());
  const posts = postsSeenFrom(standing);
  const conditions = [boxCondition(query.box, posts)];
  if (!ctx.roles.some((role) => SEES_ALL.has(role))) {
    conditions.push(passedThrough(posts, sql``));
  }
  if (query.q !== undefined && query.q !== '') {
    const pattern = `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(
      sql`(m.title like ${pattern} or m.number like ${pattern} or m.counterpart like ${pattern})`,
    );
  }
  if (query.cursor) {
    conditions.push(sql`(m.updated_at, m.id) < (${query.cursor.at}, ${query.cursor.id}::uuid)`);
  }
  const { rows } = await sql<LineRow>`
    select m.id, m.kind, m.title, m.number, m.urgency, m.opened_at, m.updated_at, m.closed_at, m.counterpart,
      array(select s.holder_post::text from workflow.step s
            where s.matter_id = m.id and s.state = 'open' order by s.ordinal) as holder_posts
    from workflow.matter m
    where m.organ_id = platform.organ() and ${sql.join(conditions, sql` and `)}
    order by m.updated_at desc, m.id desc limit ${query.limit + 1}`.execute(tx);
  const directory = await postsOf(tx, ctx.organId, ctx.now());
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      id: row.id,
      kind: row.kind,
      title: row.title,
      state: row.closed_at === null ? ('open' as const) : ('closed' as const),
      holders: row.holder_posts.map((id) => nameOf(directory.get(id)) || (directory.get(id)?.title ?? '')),
      openedAt: row.opened_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
      ...(row.number === null ? {} : { number: row.number }),
      ...(row.urgency === null ? {} : { urgency: row.urgency }),
      ...(row.counterpart === null ? {} : { counterpart: row.counterpart }),
    })),
    next: rows.length > query.limit && last ? writeCursor(last.updated_at, last.id) : null,
  };
}

type LineRow = {
  id: string;
  kind: string;
  title: string;
  number: string | null;
  urgency: string | null;
  opened_at: Date;
  updated_at: Date;
  closed_at: Date | null;
  counterpart: string | null;
  holder_posts: string[];
};

function boxCondition(box: Box, posts: readonly string[]): RawBuilder<unknown> {
  switch (box) {
    case 'outgoing':
      return sql`m.kind = 'dispatch'`;
    case 'incoming':
      return sql`m.kind = 'incoming'`;
    case 'circulation':
      return passedThrough(posts, sql`and s.node = 'circulate'`);
    case 'done':
      return passedThrough(posts, sql`and s.state <> 'open'`);
    case 'mine':
      return sql`(m.drafter_post = any (${posts}::uuid[]) or ${passedThrough(posts, sql`and s.state = 'open'`)})`;
  }
}

function passedThrough(posts: readonly string[], more: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (select 1 from workflow.step s
    where s.matter_id = m.id and s.organ_id = platform.organ() and s.holder_post = any (${posts}::uuid[]) ${more})`;
}
