import type { FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { dateIn } from '../../platform/clock/index.ts';
import { anonymousCsrf } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import type { Role } from '../permissions/index.ts';
import { type HeldPost, postsHeldBy } from './people.ts';
import { factorsOf } from './second-factors.ts';
import { type SessionRow, sessionByToken } from './session-store.ts';
import { needsSecondFactor } from './sign-in.ts';

const postSchema = z.object({
  id: z.uuid(),
  title: z.string(),
  role: z.string(),
  unit: z.string().optional(),
  organ: z.object({ id: z.uuid(), name: z.string() }),
});

/** What the client knows about who uses it. */
export const sessionAnswer = z.object({
  state: z.enum(['anonymous', 'second-factor', 'signed-in']),
  csrf: z.string(),
  person: z.object({ id: z.uuid(), name: z.string(), login: z.string() }).optional(),
  post: postSchema.optional(),
  posts: z.array(postSchema).optional(),
  roles: z.array(z.string()).optional(),
  menu: z.array(z.string()).optional(),
  preferences: z.object({ largePrint: z.boolean(), language: z.enum(['zh', 'en']) }).optional(),
  mustChangePassword: z.boolean().optional(),
  /** While the second factor is missing: what is set up, or that one has to be set up now (`enrol`). */
  secondFactor: z.object({ methods: z.array(z.enum(['totp', 'passkey'])), enrol: z.boolean() }).optional(),
  node: z.object({
    name: z.string(),
    demo: z.boolean(),
    now: z.iso.datetime(),
    publicUrl: z.string(),
    setupNeeded: z.boolean(),
  }),
});

/** The answer's type. */
export type SessionAnswer = z.output<typeof sessionAnswer>;

/** Parts of the client that each role sees; rights are checked by the routes, this only spares dead doors. */
function menuOf(role: Role): string[] {
  switch (role) {
    case 'system-admin':
      return ['admin', 'fonts', 'certificates', 'settings'];
    case 'security-admin':
      return ['admin', 'seals', 'certificates', 'settings'];
    case 'audit-admin':
      return ['audit', 'seals', 'certificates', 'log', 'settings'];
    case 'inspector':
      return ['ledgers', 'log', 'settings'];
    default:
      return ['todo', 'incoming', 'outgoing', 'circulation', 'ledgers', 'seals', 'log', 'settings'];
  }
}

/** The session behind a cookie as the client shows it. */
export async function answerSession(
  node: Node,
  request: FastifyRequest,
  token: string,
): Promise<SessionAnswer> {
  const now = node.clock.now();
  const day = dateIn(now, node.settings.timeZone);
  const { row, posts, setupNeeded } = await node.db.asPublic(async (tx) => {
    const found = await sessionByToken(tx, token, day);
    const { rows } = await sql<{ there: boolean }>`select directory.has_administrators() as there`.execute(
      tx,
    );
    return {
      row: found,
      posts: found ? await postsHeldBy(tx, found.personId, day) : [],
      setupNeeded: !rows[0]!.there,
    };
  });
  const about = {
    name: node.settings.nodeName,
    demo: node.demo(),
    now: now.toISOString(),
    publicUrl: node.publicUrl() || `${request.protocol}://${request.host}`,
    setupNeeded,
  };
  if (!row) {
    return { state: 'anonymous', csrf: anonymousCsrf(token), node: about };
  }
  const person = { id: row.personId, name: row.personName, login: row.login };
  if (row.stage === 'second-factor') {
    const factors = await node.db.asOrgan({ organId: row.homeOrganId }, (tx) => factorsOf(tx, row.personId));
    return {
      state: 'second-factor',
      csrf: row.csrf,
      person,
      secondFactor: {
        methods: [...new Set(factors.map((factor) => factor.kind))],
        enrol: factors.length === 0 && needsSecondFactor(posts),
      },
      node: about,
    };
  }
  return { ...signedIn(row, posts), person, node: about };
}

function signedIn(row: SessionRow, posts: HeldPost[]): Omit<SessionAnswer, 'node' | 'person'> {
  return {
    state: 'signed-in',
    csrf: row.csrf,
    post: {
      id: row.postId!,
      title: row.postTitle!,
      role: row.postRole!,
      ...(row.unitName ? { unit: row.unitName } : {}),
      organ: { id: row.postOrganId!, name: row.organName! },
    },
    posts: posts.map((post) => ({
      id: post.id,
      title: post.title,
      role: post.role,
      ...(post.unit ? { unit: post.unit } : {}),
      organ: { id: post.organId, name: post.organName },
    })),
    roles: [row.postRole!],
    menu: menuOf(row.postRole!),
    preferences: { largePrint: row.largePrint, language: row.language },
    mustChangePassword: row.mustChange,
  };
}
