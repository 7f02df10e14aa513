import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { DirectoryTables } from './tables.ts';

/** One standing-in (委托): who acts for which post, in what, between which days. */
export type Delegation = {
  id: string;
  fromPostId: string;
  fromPostTitle: string;
  /** Who holds the post that is stood in for, when somebody does. */
  fromPersonName: string | null;
  toPersonId: string;
  toPersonName: string;
  /** `all`, or a flow id such as `dispatch`. */
  scope: string;
  from: string;
  to: string;
};

/** Records a delegation in the transaction's organ. */
export async function delegate(
  tx: Tx,
  delegation: {
    id: string;
    organId: string;
    fromPostId: string;
    toPersonId: string;
    scope: string;
    from: string;
    to: string;
  },
): Promise<void> {
  if (delegation.to < delegation.from) {
    throw new OfficeError('directory.dates-reversed');
  }
  // A foreign key alone would take another organ's post: it is checked by the owner, who sees all.
  await requireHere(tx, delegation);
  await tx
    .$extendTables<DirectoryTables>()
    .insertInto('directory.delegation')
    .values({
      id: delegation.id,
      organ_id: delegation.organId,
      from_post_id: delegation.fromPostId,
      to_person_id: delegation.toPersonId,
      scope: delegation.scope,
      from_day: delegation.from,
      to_day: delegation.to,
    })
    .execute();
}

async function requireHere(
  tx: Tx,
  delegation: { organId: string; fromPostId: string; toPersonId: string },
): Promise<void> {
  const db = tx.$extendTables<DirectoryTables>();
  const post = await db
    .selectFrom('directory.post')
    .select('id')
    .where('id', '=', delegation.fromPostId)
    .where('organ_id', '=', delegation.organId)
    .executeTakeFirst();
  const person = await db
    .selectFrom('directory.person')
    .select('id')
    .where('id', '=', delegation.toPersonId)
    .executeTakeFirst();
  if (!post || !person) {
    throw new OfficeError('directory.not-found');
  }
}

/** Delegations of the transaction's organ; with `personId` and `day` only those by which that person may act then. */
export async function delegations(
  tx: Tx,
  only: { personId?: string; day?: string; postId?: string } = {},
): Promise<Delegation[]> {
  let query = tx
    .$extendTables<DirectoryTables>()
    .selectFrom('directory.delegation as d')
    .innerJoin('directory.post as t', 't.id', 'd.from_post_id')
    .innerJoin('directory.person as p', 'p.id', 'd.to_person_id')
    .select((eb) => [
      'd.id',
      'd.from_post_id as fromPostId',
      't.title as fromPostTitle',
      'd.to_person_id as toPersonId',
      'p.name as toPersonName',
      'd.scope',
      'd.from_day as from',
      'd.to_day as to',
      eb
        .selectFrom('directory.holding as h')
        .innerJoin('directory.person as q', 'q.id', 'h.person_id')
        .select('q.name')
        .whereRef('h.post_id', '=', 'd.from_post_id')
        .orderBy('h.from_day', 'desc')
        .limit(1)
        .as('fromPersonName'),
    ])
    .where('d.ended_at', 'is', null)
    .orderBy('d.from_day', 'desc');
  if (only.personId) {
    query = query.where('d.to_person_id', '=', only.personId);
  }
  if (only.postId) {
    query = query.where('d.from_post_id', '=', only.postId);
  }
  if (only.day) {
    query = query.where('d.from_day', '<=', only.day).where('d.to_day', '>=', only.day);
  }
  return await query.execute();
}
