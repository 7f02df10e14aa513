import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { newSessionToken } from '../../platform/http/index.ts';
import type { Role } from '../permissions/index.ts';
import type { DirectorySettings } from './settings.ts';
import type { DirectoryTables } from './tables.ts';

/** A session with everything a request needs to know. */
export type SessionRow = {
  id: string;
  homeOrganId: string;
  personId: string;
  personName: string;
  login: string;
  suspendedAt: Date | null;
  stage: 'second-factor' | 'signed-in';
  csrf: string;
  challenge: string | null;
  /** False when the cookie was already exchanged for a newer one. */
  current: boolean;
  rotatedAt: Date;
  seenAt: Date;
  expiresAt: Date;
  postId: string | null;
  postOrganId: string | null;
  postTitle: string | null;
  postRole: Role | null;
  unitName: string | null;
  organName: string | null;
  /** Whether the post is still held today. */
  held: boolean;
  largePrint: boolean;
  language: 'zh' | 'en';
  mustChange: boolean;
};

/** What the database keeps of a cookie: nobody who reads it can sign in with it. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The session behind a cookie, in a transaction without an organ. */
export async function sessionByToken(tx: Tx, token: string, day: string): Promise<SessionRow | undefined> {
  const { rows } = await sql<SessionRow>`
    select id, organ_id as "homeOrganId", person_id as "personId", person_name as "personName", login,
      suspended_at as "suspendedAt", stage, csrf, challenge, current, rotated_at as "rotatedAt", seen_at as "seenAt",
      expires_at as "expiresAt", post_id as "postId", post_organ_id as "postOrganId", post_title as "postTitle",
      post_role as "postRole", unit_name as "unitName", organ_name as "organName", held,
      large_print as "largePrint", language, must_change as "mustChange"
    from directory.session_view(${tokenHash(token)}, ${day})`.execute(tx);
  return rows[0];
}

/** Opens a session in the person's home organ; always with a new cookie value, whatever the browser sent. */
export async function openSession(
  tx: Tx,
  settings: DirectorySettings,
  session: { organId: string; personId: string; postId: string; stage: SessionRow['stage']; at: Date },
): Promise<{ id: string; token: string; csrf: string }> {
  const token = newSessionToken();
  const csrf = newSessionToken();
  const id = randomUUID();
  await tx
    .$extendTables<DirectoryTables>()
    .insertInto('directory.session')
    .values({
      id,
      organ_id: session.organId,
      person_id: session.personId,
      post_id: session.postId,
      token_hash: tokenHash(token),
      csrf,
      stage: session.stage,
      created_at: session.at,
      rotated_at: session.at,
      seen_at: session.at,
      expires_at: new Date(session.at.getTime() + settings.sessionHours * 3_600_000),
    })
    .execute();
  return { id, token, csrf };
}

/** Exchanges the cookie value; the old one stays good for a moment, for requests already under way. */
export async function rotateSession(tx: Tx, id: string, at: Date): Promise<string> {
  const token = newSessionToken();
  await tx
    .$extendTables<DirectoryTables>()
    .updateTable('directory.session')
    .set((eb) => ({
      previous_hash: eb.ref('token_hash'),
      token_hash: tokenHash(token),
      rotated_at: at,
      seen_at: at,
    }))
    .where('id', '=', id)
    .execute();
  return token;
}

/** Raises a session to signed-in or moves it to another post: new cookie, new CSRF token, the old cookie dead at once. */
export async function renewSession(
  tx: Tx,
  id: string,
  change: { stage?: SessionRow['stage']; postId?: string; at: Date },
): Promise<{ token: string; csrf: string }> {
  const token = newSessionToken();
  const csrf = newSessionToken();
  await tx
    .$extendTables<DirectoryTables>()
    .updateTable('directory.session')
    .set({
      token_hash: tokenHash(token),
      previous_hash: null,
      csrf,
      challenge: null,
      rotated_at: change.at,
      seen_at: change.at,
      ...(change.stage ? { stage: change.stage } : {}),
      ...(change.postId ? { post_id: change.postId } : {}),
    })
    .where('id', '=', id)
    .execute();
  return { token, csrf };
}

/** Notes that a session is in use. */
export async function touchSession(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .$extendTables<DirectoryTables>()
    .updateTable('directory.session')
    .set({ seen_at: at })
    .where('id', '=', id)
    .execute();
}

/** Ends one session. */
export async function endSession(tx: Tx, id: string): Promise<void> {
  await tx.$extendTables<DirectoryTables>().deleteFrom('directory.session').where('id', '=', id).execute();
}

/** Ends all sessions of a person, except one. */
export async function endSessionsOf(tx: Tx, personId: string, except?: string): Promise<void> {
  let query = tx
    .$extendTables<DirectoryTables>()
    .deleteFrom('directory.session')
    .where('person_id', '=', personId);
  if (except) {
    query = query.where('id', '!=', except);
  }
  await query.execute();
}

/** Removes sessions that ended or that nobody used for too long, in all organs; returns how many. */
export async function sweepSessions(tx: Tx, settings: DirectorySettings, now: Date): Promise<number> {
  const idleSince = new Date(now.getTime() - settings.idleMinutes * 60_000);
  const { rows } = await sql<{ gone: number }>`
    select directory.sweep_sessions(${now}, ${idleSince}) as gone`.execute(tx);
  return rows[0]!.gone;
}
