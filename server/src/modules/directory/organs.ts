import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Role } from '../permissions/index.ts';
import type { DirectoryTables } from './tables.ts';

/** An organ as it is made. `id` is also the organ the transaction must be opened for. */
export type NewOrgan = {
  id: string;
  parentId?: string;
  name: string;
  shortName: string;
  /** Agency code 机关代字, e.g. 禾汀政. */
  code?: string;
  /** Unified social credit code. */
  unifiedCode?: string;
  kind: string;
  position?: number;
  /** Days between which it may issue, `YYYY-MM-DD`. */
  mayIssueFrom?: string;
  mayIssueTo?: string;
  secondFactorRequired?: boolean;
};

/** An entry of the node's address book. */
export type OrganEntry = {
  id: string;
  parentId: string | null;
  name: string;
  shortName: string;
  code: string | null;
  kind: string;
  mayIssueFrom: string | null;
  mayIssueTo: string | null;
};

/** A post and who holds it. */
export type PostEntry = {
  id: string;
  title: string;
  role: Role;
  unit: string | null;
  holders: { id: string; name: string }[];
};

/** Makes an organ: `db.asOrgan({ organId: organ.id }, (tx) => createOrgan(tx, organ))`. */
export async function createOrgan(tx: Tx, organ: NewOrgan): Promise<void> {
  await tx
    .$extendTables<DirectoryTables>()
    .insertInto('directory.organ')
    .values({
      id: organ.id,
      parent_id: organ.parentId ?? null,
      path: '',
      name: organ.name,
      short_name: organ.shortName,
      code: organ.code ?? null,
      unified_code: organ.unifiedCode ?? null,
      kind: organ.kind,
      position: organ.position ?? 0,
      may_issue_from: organ.mayIssueFrom ?? null,
      may_issue_to: organ.mayIssueTo ?? null,
      second_factor_required: organ.secondFactorRequired ?? false,
    })
    .execute();
}

/** Makes a unit (内设机构) of the transaction's organ. */
export async function createUnit(
  tx: Tx,
  unit: { id: string; organId: string; name: string; position?: number },
): Promise<void> {
  await tx
    .$extendTables<DirectoryTables>()
    .insertInto('directory.unit')
    .values({ id: unit.id, organ_id: unit.organId, name: unit.name, position: unit.position ?? 0 })
    .execute();
}

/** Makes a post (岗位) of the transaction's organ. */
export async function createPost(
  tx: Tx,
  post: { id: string; organId: string; unitId?: string; title: string; role: Role; position?: number },
): Promise<void> {
  const db = tx.$extendTables<DirectoryTables>();
  if (post.unitId) {
    const unit = await db
      .selectFrom('directory.unit')
      .select('id')
      .where('id', '=', post.unitId)
      .where('organ_id', '=', post.organId)
      .executeTakeFirst();
    if (!unit) {
      throw new OfficeError('directory.not-found');
    }
  }
  await db
    .insertInto('directory.post')
    .values({
      id: post.id,
      organ_id: post.organId,
      unit_id: post.unitId ?? null,
      title: post.title,
      role: post.role,
      position: post.position ?? 0,
    })
    .execute();
}

/** All organs of the node, parents before children. Names only: open to every transaction. */
export async function addressBook(tx: Tx): Promise<OrganEntry[]> {
  const { rows } = await sql<OrganEntry>`
    select id, parent_id as "parentId", name, short_name as "shortName", code, kind,
           may_issue_from as "mayIssueFrom", may_issue_to as "mayIssueTo"
    from directory.address_book() order by length(path), position, name`.execute(tx);
  return rows;
}

/** One organ of the address book, or undefined. */
export async function organById(tx: Tx, id: string): Promise<OrganEntry | undefined> {
  return (await addressBook(tx)).find((organ) => organ.id === id);
}

/** The posts of the transaction's organ with their holders on a day, in the office's order. */
export async function postsOfOrgan(tx: Tx, organId: string, day: string): Promise<PostEntry[]> {
  const { rows } = await sql<PostEntry>`
    select t.id, t.title, t.role, u.name as unit,
           coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by h.position, p.name)
                    filter (where p.id is not null and p.suspended_at is null), '[]') as holders
    from directory.post t
    left join directory.unit u on u.id = t.unit_id
    left join directory.holding h on h.post_id = t.id and h.from_day <= ${day} and (h.to_day is null or h.to_day >= ${day})
    left join directory.person p on p.id = h.person_id
    where t.organ_id = ${organId}
    group by t.id, u.id
    order by t.position, t.title`.execute(tx);
  return rows;
}
