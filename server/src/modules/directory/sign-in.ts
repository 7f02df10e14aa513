import { sql } from 'kysely';
import { dateIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { acts } from './acts.ts';
import { passwordFits } from './passwords.ts';
import { type HeldPost, postsHeldBy } from './people.ts';
import { factorsOf } from './second-factors.ts';
import { openSession } from './session-store.ts';
import type { DirectorySettings } from './settings.ts';
import type { DirectoryTables } from './tables.ts';

const administrators = new Set(['system-admin', 'security-admin', 'audit-admin']);

/** Whether somebody with these posts must have a second factor. */
export function needsSecondFactor(posts: readonly HeldPost[]): boolean {
  return posts.some((post) => administrators.has(post.role) || post.secondFactorRequired);
}

type Account = {
  personId: string;
  organId: string;
  name: string;
  suspended: boolean;
  hash: string | undefined;
  lockedUntil: Date | null;
};

/** Signs in with login and password: a new session, or a refusal in words. Failures are counted even when refused. */
export async function signIn(
  node: Node,
  settings: DirectorySettings,
  given: { login: string; password: string },
): Promise<{ token: string }> {
  const now = node.clock.now();
  const found = await node.db.asPublic(async (tx) => {
    const { rows } = await sql<{ organ_id: string; person_id: string }>`
      select organ_id, person_id from directory.person_by_login(${given.login})`.execute(tx);
    return rows[0];
  });
  if (!found) {
    await passwordFits(undefined, given.password);
    throw new OfficeError('directory.wrong-password');
  }
  const scope = { organId: found.organ_id, personId: found.person_id };
  const account = await node.db.asOrgan(scope, (tx) => loadAccount(tx, found.person_id, found.organ_id));
  refuseLocked(account.lockedUntil, now);
  if (!(await passwordFits(account.hash, given.password))) {
    await node.db.asOrgan(scope, (tx) => countFailure(tx, settings, account, now));
    throw new OfficeError('directory.wrong-password');
  }
  if (account.suspended) {
    throw new OfficeError('directory.suspended');
  }
  return await node.db.asOrgan(scope, async (tx) => {
    const posts = await postsHeldBy(tx, account.personId, dateIn(now, node.settings.timeZone));
    const post = posts[0];
    if (!post) {
      throw new OfficeError('directory.no-post');
    }
    const factors = await factorsOf(tx, account.personId);
    const pending = factors.length > 0 || needsSecondFactor(posts);
    if (!pending) {
      await forgetFailures(tx, account.personId);
      await recordSignIn(tx, account, post, 'password', now);
    }
    return await openSession(tx, settings, {
      organId: account.organId,
      personId: account.personId,
      postId: post.id,
      stage: pending ? 'second-factor' : 'signed-in',
      at: now,
    });
  });
}

/** The account behind a person id, in its home organ. */
export async function loadAccount(tx: Tx, personId: string, organId: string): Promise<Account> {
  const row = await tx
    .$extendTables<DirectoryTables>()
    .selectFrom('directory.person as p')
    .leftJoin('directory.credential as c', 'c.person_id', 'p.id')
    .select(['p.name', 'p.suspended_at', 'c.hash', 'c.locked_until'])
    .where('p.id', '=', personId)
    .executeTakeFirstOrThrow();
  return {
    personId,
    organId,
    name: row.name,
    suspended: row.suspended_at !== null,
    hash: row.hash ?? undefined,
    lockedUntil: row.locked_until,
  };
}

/** Refuses while an account is locked, whatever was typed. */
export function refuseLocked(lockedUntil: Date | null, now: Date): void {
  if (lockedUntil !== null && now < lockedUntil) {
    throw new OfficeError('directory.locked-out', { until: lockedUntil.toISOString() });
  }
}

/** Counts a wrong password or code; the last one allowed locks the account for a while and is recorded. */
export async function countFailure(
  tx: Tx,
  settings: DirectorySettings,
  account: { personId: string; organId: string },
  now: Date,
): Promise<void> {
  const row = await tx
    .$extendTables<DirectoryTables>()
    .updateTable('directory.credential')
    .set((eb) => ({ failures: eb('failures', '+', 1) }))
    .where('person_id', '=', account.personId)
    .returning('failures')
    .executeTakeFirst();
  if (!row || row.failures < settings.attempts) {
    return;
  }
  await tx
    .$extendTables<DirectoryTables>()
    .updateTable('directory.credential')
    .set({ failures: 0, locked_until: new Date(now.getTime() + settings.lockMinutes * 60_000) })
    .where('person_id', '=', account.personId)
    .execute();
  await recordAct(tx, {
    kind: acts.lockedOut.kind,
    organId: account.organId,
    actor: { name: '系统', post: '系统' },
    at: now,
    body: { person: account.personId },
  });
}

/** A sign-in that succeeded clears the count. */
export async function forgetFailures(tx: Tx, personId: string): Promise<void> {
  await tx
    .$extendTables<DirectoryTables>()
    .updateTable('directory.credential')
    .set({ failures: 0, locked_until: null })
    .where('person_id', '=', personId)
    .execute();
}

/** Records a completed sign-in in the home organ, for the audit administrator. */
export async function recordSignIn(
  tx: Tx,
  account: { personId: string; organId: string; name: string },
  post: { id: string; title: string },
  factor: 'password' | 'totp' | 'passkey',
  now: Date,
): Promise<void> {
  await recordAct(tx, {
    kind: acts.signedIn.kind,
    organId: account.organId,
    actor: { personId: account.personId, name: account.name, postId: post.id, post: post.title },
    at: now,
    body: { factor },
  });
}
