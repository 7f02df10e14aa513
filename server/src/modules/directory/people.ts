import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Role } from '../permissions/index.ts';
import type { DirectoryTables } from './tables.ts';

/** A post somebody holds today, in whatever organ. */
export type HeldPost = {
  id: string;
  organId: string;
  title: string;
  role: Role;
  unit: string | null;
  organName: string;
  secondFactorRequired: boolean;
};

/** Adds a person to the transaction's organ; the login is one for the whole node. */
export async function createPerson(
  tx: Tx,
  person: { id: string; organId: string; name: string; login: string; at: Date },
): Promise<void> {
  const { rows } = await sql`select 1 from directory.person_by_login(${person.login})`.execute(tx);
  if (rows.length > 0) {
    throw new OfficeError('directory.login-taken', { login: person.login });
  }
  await tx
    .$extendTables<DirectoryTables>()
    .insertInto('directory.person')
    .values({
      id: person.id,
      organ_id: person.organId,
      name: person.name,
      login: person.login.toLowerCase(),
      added_at: person.at,
    })
    .execute();
}

/** Gives a person a post of the transaction's organ, from a day, optionally to a day (inspector). */
export async function appoint(
  tx: Tx,
  holding: {
    organId: string;
    personId: string;
    postId: string;
    from: string;
    to?: string;
    position?: number;
  },
): Promise<void> {
  if (holding.to !== undefined && holding.to < holding.from) {
    throw new OfficeError('directory.dates-reversed');
  }
  await tx
    .$extendTables<DirectoryTables>()
    .insertInto('directory.holding')
    .values({
      id: randomUUID(),
      organ_id: holding.organId,
      person_id: holding.personId,
      post_id: holding.postId,
      from_day: holding.from,
      to_day: holding.to ?? null,
      position: holding.position ?? 0,
    })
    .execute();
}

/** The posts a person holds on a day, the usual one first. */
export async function postsHeldBy(tx: Tx, personId: string, day: string): Promise<HeldPost[]> {
  const { rows } = await sql<HeldPost>`
    select post_id as id, organ_id as "organId", title, role, unit_name as unit, organ_name as "organName",
           second_factor as "secondFactorRequired"
    from directory.posts_held(${personId}, ${day})`.execute(tx);
  return rows;
}
