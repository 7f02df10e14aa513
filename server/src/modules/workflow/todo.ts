/** The to-do list: open steps of the posts a person stands in, newest first. A query, never a table of its own. */

import { sql } from 'kysely';
import type { Calendar } from '../../platform/calendar/index.ts';
import { dateIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { type Cursor, writeCursor } from './cursor.ts';
import { type Label, nodeOf } from './flow.ts';
import { flowOf } from './flows.ts';
import type { Standing } from './people.ts';

/** One thing waiting for somebody. */
export type TodoItem = {
  stepId: string;
  matterId: string;
  matterKind: string;
  node: string;
  asked: Label;
  title: string;
  from: { name: string; post: string } | null;
  urgency?: string;
  deadline?: string;
  workingDaysLeft?: number;
  openedAt: string;
  number?: string;
  /** How often it was urged. */
  urged?: number;
  /** Set when the post is not the reader's own. */
  delegated?: boolean;
};

type Row = {
  id: string;
  matter_id: string;
  node: string;
  holder_post: string;
  from_name: string | null;
  from_post: string | null;
  opened_at: Date;
  deadline: string | null;
  urged: number;
  flow: string;
  flow_version: number;
  kind: string;
  title: string;
  urgency: string | null;
  number: string | null;
};

/** What is read of the to-do list. */
export type TodoQuery = {
  standing: Standing;
  personId: string;
  cursor: Cursor | undefined;
  limit: number;
  now: Date;
  calendar: Calendar;
};

/**
 * One page of the to-do list. Each post is read as one ordered range of `step_todo`, so a list of ten thousand costs
 * what a page costs; the count is an index scan.
 */
export async function readTodo(
  tx: Tx,
  query: TodoQuery,
): Promise<{ items: TodoItem[]; next: string | null; count: number }> {
  const posts = [...query.standing.own, ...query.standing.delegated.keys()];
  if (posts.length === 0) {
    return { items: [], next: null, count: 0 };
  }
  const own = [...query.standing.own];
  const isMine = sql`(s.holder_person is null or s.holder_person = ${query.personId}::uuid or s.holder_post <> all (${own}::uuid[]))`;
  const after = query.cursor
    ? sql`and (s.opened_at, s.id) < (${query.cursor.at}, ${query.cursor.id}::uuid)`
    : sql``;
  const { rows } = await sql<Row>`
    select s.id, s.matter_id, s.node, s.holder_post, s.from_name, s.from_post, s.opened_at, s.deadline, s.urged,
           m.flow, m.flow_version, m.kind, m.title, m.urgency, m.number
    from (
      select page.* from unnest(${posts}::uuid[]) as post (id)
      cross join lateral (
        select s.* from workflow.step s
        where s.organ_id = platform.organ() and s.holder_post = post.id and s.state = 'open' and ${isMine} ${after}
        order by s.opened_at desc, s.id desc limit ${query.limit + 1}
      ) page
      order by page.opened_at desc, page.id desc limit ${query.limit + 1}
    ) s join workflow.matter m on m.id = s.matter_id
    order by s.opened_at desc, s.id desc`.execute(tx);
  const counted = await sql<{ count: string }>`
    select count(*) as count from workflow.step s
    where s.organ_id = platform.organ() and s.holder_post = any (${posts}::uuid[]) and s.state = 'open' and ${isMine}`.execute(
    tx,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => itemOf(row, query)),
    next: rows.length > query.limit && last ? writeCursor(last.opened_at, last.id) : null,
    count: Number(counted.rows[0]!.count),
  };
}

function itemOf(row: Row, query: TodoQuery): TodoItem {
  const node = nodeOf(flowOf(row.flow, row.flow_version), row.node)!;
  return {
    stepId: row.id,
    matterId: row.matter_id,
    matterKind: row.kind,
    node: row.node,
    asked: node.asked,
    title: row.title,
    from: row.from_name === null ? null : { name: row.from_name, post: row.from_post ?? '' },
    openedAt: row.opened_at.toISOString(),
    ...(row.urgency === null ? {} : { urgency: row.urgency }),
    ...(row.number === null ? {} : { number: row.number }),
    ...(row.urged === 0 ? {} : { urged: row.urged }),
    ...(row.deadline === null
      ? {}
      : {
          deadline: row.deadline,
          workingDaysLeft: query.calendar.workingDaysBetween(dateIn(query.now), row.deadline),
        }),
    ...(query.standing.own.has(row.holder_post) ? {} : { delegated: true }),
  };
}
