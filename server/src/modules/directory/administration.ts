/** What the three administrators do, each a use case in five beats; the rules that keep them apart are here. */
import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { dateIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Role } from '../permissions/index.ts';
import { acts } from './acts.ts';
import { createPost } from './organs.ts';
import { setPassword } from './passwords.ts';
import { appoint, createPerson, postsHeldBy } from './people.ts';
import { endSessionsOf } from './session-store.ts';
import type { DirectoryTables } from './tables.ts';

/** The roles of the three administrators (三员). */
export const administratorRoles: readonly Role[] = ['system-admin', 'security-admin', 'audit-admin'];

/** A person as an administrator sees them. */
export type PersonEntry = {
  id: string;
  name: string;
  login: string;
  suspended: boolean;
  locked: boolean;
  factors: ('totp' | 'passkey')[];
  posts: { id: string; title: string; role: string; from: string; to: string | null }[];
};

/** The people whose accounts the organ keeps, and what they hold in it. */
export async function peopleOfOrgan(tx: Tx, organId: string, now: Date): Promise<PersonEntry[]> {
  const { rows } = await sql<PersonEntry>`
    select p.id, p.name, p.login, p.suspended_at is not null as suspended,
      coalesce((select locked_until > ${now} from directory.credential c where c.person_id = p.id), false) as locked,
      coalesce((select jsonb_agg(distinct f.kind) from directory.second_factor f
                where f.person_id = p.id and f.confirmed_at is not null), '[]') as factors,
      coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'title', t.title, 'role', t.role,
                                                    'from', h.from_day, 'to', h.to_day) order by h.position, t.title)
                from directory.holding h join directory.post t on t.id = h.post_id where h.person_id = p.id), '[]') as posts
    from directory.person p where p.organ_id = ${organId} order by p.name, p.id`.execute(tx);
  return rows;
}

/** System administrator: adds an account. Without a post it cannot sign in; posts are granted by the security administrator. */
export async function addPerson(
  tx: Tx,
  ctx: Context,
  person: { id: string; name: string; login: string; password: string },
): Promise<void> {
  const at = ctx.now();
  await createPerson(tx, { ...person, organId: ctx.organId, at });
  await setPassword(tx, { ...person, organId: ctx.organId, at, mustChange: true });
  await record(tx, ctx, acts.personAdded.kind, { person: person.id });
}

/** System administrator: sets up a post for office work. */
export async function addPost(
  tx: Tx,
  ctx: Context,
  post: { id: string; title: string; role: Role; unitId?: string },
): Promise<void> {
  if (administratorRoles.includes(post.role)) {
    throw new OfficeError('directory.role-not-grantable');
  }
  await createPost(tx, { ...post, organId: ctx.organId });
  await record(tx, ctx, acts.postAdded.kind, { post: post.id, role: post.role });
}

/** Security administrator: gives somebody a post, never themselves, and never office and administration together. */
export async function grantPost(
  tx: Tx,
  ctx: Context,
  grant: { personId: string; postId: string; from: string; to?: string },
): Promise<void> {
  const post = await tx
    .$extendTables<DirectoryTables>()
    .selectFrom('directory.post')
    .select('role')
    .where('id', '=', grant.postId)
    .executeTakeFirst();
  await requirePerson(tx, ctx.organId, grant.personId);
  if (!post) {
    throw new OfficeError('directory.not-found');
  }
  const held = await rolesHeldWithin(tx, grant, dateIn(ctx.now()));
  const administers = administratorRoles.includes(post.role as Role);
  const mixed = administers ? held.length > 0 : held.some((role) => administratorRoles.includes(role));
  if (mixed || grant.personId === ctx.personId) {
    throw new OfficeError('directory.role-not-grantable');
  }
  await appoint(tx, { ...grant, organId: ctx.organId });
  await record(tx, ctx, acts.roleGranted.kind, {
    person: grant.personId,
    post: grant.postId,
    from: grant.from,
    to: grant.to,
  });
}

/** Roles of all posts the person holds on any day of the grant; in other organs of the node, on its first day and today. */
async function rolesHeldWithin(
  tx: Tx,
  grant: { personId: string; from: string; to?: string },
  today: string,
): Promise<Role[]> {
  let here = tx
    .$extendTables<DirectoryTables>()
    .selectFrom('directory.holding as h')
    .innerJoin('directory.post as t', 't.id', 'h.post_id')
    .select('t.role')
    .where('h.person_id', '=', grant.personId)
    .where((eb) => eb.or([eb('h.to_day', 'is', null), eb('h.to_day', '>=', grant.from)]));
  if (grant.to !== undefined) {
    here = here.where('h.from_day', '<=', grant.to);
  }
  const anywhere = [
    ...(await postsHeldBy(tx, grant.personId, grant.from)),
    ...(await postsHeldBy(tx, grant.personId, today)),
  ];
  return [...(await here.execute()), ...anywhere].map(({ role }) => role as Role);
}

/** Suspends or resumes an account; suspending ends its sessions at once. */
export async function suspendPerson(
  tx: Tx,
  ctx: Context,
  personId: string,
  suspended: boolean,
): Promise<void> {
  await requirePerson(tx, ctx.organId, personId);
  const held = await postsHeldBy(tx, personId, dateIn(ctx.now()));
  const administers = held.some((one) => administratorRoles.includes(one.role));
  const bySecurity = ctx.roles.includes('security-admin');
  if (personId === ctx.personId || administers !== bySecurity) {
    throw new OfficeError('directory.administrator-protected');
  }
  await tx
    .$extendTables<DirectoryTables>()
    .updateTable('directory.person')
    .set({ suspended_at: suspended ? ctx.now() : null })
    .where('id', '=', personId)
    .execute();
  if (suspended) {
    await endSessionsOf(tx, personId);
  }
  await record(tx, ctx, suspended ? acts.personSuspended.kind : acts.personResumed.kind, {
    person: personId,
  });
}

/** Security administrator: a new one-time password, no second factors, no sessions. Never their own. */
export async function resetPerson(tx: Tx, ctx: Context, personId: string): Promise<{ password: string }> {
  const login = await requirePerson(tx, ctx.organId, personId);
  if (personId === ctx.personId) {
    throw new OfficeError('directory.administrator-protected');
  }
  const password = randomBytes(9).toString('base64url');
  const at = ctx.now();
  await setPassword(tx, { id: personId, organId: ctx.organId, login, password, at, mustChange: true });
  await tx
    .$extendTables<DirectoryTables>()
    .deleteFrom('directory.second_factor')
    .where('person_id', '=', personId)
    .execute();
  await endSessionsOf(tx, personId);
  await record(tx, ctx, acts.factorsReset.kind, { person: personId });
  return { password };
}

/** The first organ and its three administrators, on a node that has none. */
export async function setUpNode(
  tx: Tx,
  setup: {
    organ: { id: string; name: string; shortName: string; code?: string };
    administrators: { role: Role; name: string; login: string; password: string }[];
    titles: Record<Role, { zh: string }>;
    at: Date;
    day: string;
  },
): Promise<void> {
  const roles = new Set(setup.administrators.map((one) => one.role));
  const logins = new Set(setup.administrators.map((one) => one.login.toLowerCase()));
  const complete = administratorRoles.every((role) => roles.has(role));
  if (
    !complete ||
    roles.size !== setup.administrators.length ||
    logins.size !== setup.administrators.length
  ) {
    throw new OfficeError('directory.administrators-must-differ');
  }
  for (const [position, one] of setup.administrators.entries()) {
    const personId = randomUUID();
    const postId = randomUUID();
    const organId = setup.organ.id;
    await createPost(tx, {
      id: postId,
      organId,
      title: setup.titles[one.role].zh,
      role: one.role,
      position: 900 + position,
    });
    await createPerson(tx, { id: personId, organId, name: one.name, login: one.login, at: setup.at });
    await appoint(tx, { organId, personId, postId, from: setup.day });
    await setPassword(tx, { id: personId, organId, login: one.login, password: one.password, at: setup.at });
  }
  await recordAct(tx, {
    kind: acts.nodeSetUp.kind,
    organId: setup.organ.id,
    actor: { name: '系统', post: '系统' },
    at: setup.at,
    body: { organ: setup.organ.id },
  });
}

async function requirePerson(tx: Tx, organId: string, personId: string): Promise<string> {
  const person = await tx
    .$extendTables<DirectoryTables>()
    .selectFrom('directory.person')
    .select('login')
    .where('id', '=', personId)
    .where('organ_id', '=', organId)
    .executeTakeFirst();
  if (!person) {
    throw new OfficeError('directory.not-found');
  }
  return person.login;
}

async function record(tx: Tx, ctx: Context, kind: string, body: Record<string, unknown>): Promise<void> {
  await recordAct(tx, { kind, organId: ctx.organId, actor: ctx.actor, at: ctx.now(), body });
}
