import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { dateIn } from '../../platform/clock/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import {
  clearSessionCookie,
  newSessionToken,
  type RouteRegistrar,
  sendSessionCookie,
  sessionCookieName,
} from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { acts } from './acts.ts';
import { completeEnrolment, completeSecondFactor, refuseSideDoor } from './complete-second-factor.ts';
import { confirmedBody, confirmPassword } from './confirm-password.ts';
import { passwordFits, setPassword } from './passwords.ts';
import { postsHeldBy } from './people.ts';
import { setPreferences } from './preferences.ts';
import { beginTotp, confirmTotp, factorsOf, useTotp } from './second-factors.ts';
import { answerSession, type SessionAnswer, sessionAnswer } from './session-answer.ts';
import { endSession, endSessionsOf, renewSession } from './session-store.ts';
import type { DirectorySettings } from './settings.ts';
import { countFailure, loadAccount, needsSecondFactor, refuseLocked, signIn } from './sign-in.ts';
import type { DirectoryTables } from './tables.ts';

/** Signing in and out, the second factor, the post acted in, and what a person sets for themselves. */
export function sessionRoutes(app: RouteRegistrar, node: Node, settings: DirectorySettings): void {
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    token?: string,
  ): Promise<SessionAnswer> {
    const used = token ?? request.cookies[sessionCookieName];
    if (token !== undefined) {
      sendSessionCookie(request, reply, token);
    }
    return await answerSession(node, request, used ?? '');
  }

  app.route({
    method: 'GET',
    url: '/api/v1/session',
    policy: { kind: 'public' },
    summary: 'Who is signed in, and the token to send with changes.',
    response: sessionAnswer,
    handler: async ({ request, reply }) =>
      await answer(request, reply, request.cookies[sessionCookieName] ? undefined : newSessionToken()),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/session',
    policy: { kind: 'public' },
    summary: 'Sign in with login and password.',
    body: z.strictObject({ login: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
    response: sessionAnswer,
    perMinute: 60,
    handler: async ({ body, request, reply }) => {
      const { token } = await signIn(node, settings, body);
      return await answer(request, reply, token);
    },
  });

  app.route({
    method: 'DELETE',
    url: '/api/v1/session',
    policy: { kind: 'second-factor' },
    summary: 'Sign out.',
    response: sessionAnswer,
    handler: async ({ request, reply }, ctx) => {
      await node.db.asOrgan({ organId: ctx.homeOrganId }, (tx) => endSession(tx, ctx.sessionId));
      clearSessionCookie(reply);
      return await answer(request, reply, newSessionToken());
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/session/second-factor',
    policy: { kind: 'second-factor' },
    summary: 'Complete sign-in with a one-time code.',
    body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
    response: sessionAnswer,
    perMinute: 30,
    handler: async ({ body, request, reply }, ctx) => {
      const scope = { organId: ctx.homeOrganId, personId: ctx.personId };
      const done = await node.db.asOrgan(scope, async (tx) => {
        const account = await loadAccount(tx, ctx.personId, ctx.homeOrganId);
        refuseLocked(account.lockedUntil, ctx.now());
        if (!(await useTotp(tx, ctx.personId, body.code, ctx.now()))) {
          await countFailure(tx, settings, account, ctx.now());
          return undefined;
        }
        return await completeSecondFactor(tx, node, ctx, 'totp');
      });
      if (!done) {
        throw new OfficeError('directory.wrong-code');
      }
      return await answer(request, reply, done.token);
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/session/post',
    policy: { kind: 'session' },
    summary: 'Act in another of your posts.',
    body: z.strictObject({ postId: z.uuid() }),
    response: sessionAnswer,
    handler: async ({ body, request, reply }, ctx) => {
      const { token } = await node.db.asOrgan({ organId: ctx.homeOrganId }, async (tx) => {
        const held = await postsHeldBy(tx, ctx.personId, dateIn(ctx.now(), node.settings.timeZone));
        const wanted = held.find((post) => post.id === body.postId);
        if (!wanted) {
          throw new OfficeError('directory.not-your-post');
        }
        // A post granted after sign-in may ask for more than the password that opened this session.
        const lacksFactor = needsSecondFactor([wanted]) && (await factorsOf(tx, ctx.personId)).length === 0;
        return await renewSession(tx, ctx.sessionId, {
          postId: wanted.id,
          stage: lacksFactor ? 'second-factor' : 'signed-in',
          at: ctx.now(),
        });
      });
      return await answer(request, reply, token);
    },
  });

  app.route({
    method: 'PUT',
    url: '/api/v1/me/preferences',
    policy: { kind: 'session' },
    summary: 'Large print and language.',
    body: z.strictObject({ largePrint: z.boolean().optional(), language: z.enum(['zh', 'en']).optional() }),
    response: sessionAnswer,
    handler: async ({ body, request, reply }, ctx) => {
      await node.db.asOrgan({ organId: ctx.homeOrganId }, (tx) =>
        setPreferences(tx, { id: ctx.personId, organId: ctx.homeOrganId }, body),
      );
      return await answer(request, reply);
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/me/password',
    policy: { kind: 'session' },
    summary: 'Change your password; other sessions of yours end.',
    body: z.strictObject({ old: z.string().max(256), new: z.string().max(256) }),
    response: sessionAnswer,
    perMinute: 20,
    handler: async ({ body, request, reply }, ctx) => {
      const scope = { organId: ctx.homeOrganId, personId: ctx.personId };
      const done = await node.db.asOrgan(scope, async (tx) => {
        const account = await loadAccount(tx, ctx.personId, ctx.homeOrganId);
        refuseLocked(account.lockedUntil, ctx.now());
        if (!(await passwordFits(account.hash, body.old))) {
          await countFailure(tx, settings, account, ctx.now());
          return undefined;
        }
        const person = await tx
          .$extendTables<DirectoryTables>()
          .selectFrom('directory.person')
          .select('login')
          .where('id', '=', ctx.personId)
          .executeTakeFirstOrThrow();
        await setPassword(tx, {
          id: ctx.personId,
          organId: ctx.homeOrganId,
          login: person.login,
          password: body.new,
          at: ctx.now(),
        });
        await recordAct(tx, {
          kind: acts.passwordChanged.kind,
          organId: ctx.homeOrganId,
          actor: ctx.actor,
          at: ctx.now(),
          body: { person: ctx.personId },
        });
        await endSessionsOf(tx, ctx.personId, ctx.sessionId);
        return await renewSession(tx, ctx.sessionId, { at: ctx.now() });
      });
      if (!done) {
        throw new OfficeError('directory.wrong-password');
      }
      return await answer(request, reply, done.token);
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/me/totp',
    policy: { kind: 'second-factor' },
    summary:
      'Begin an authenticator app; it counts after its first code. Signed in already: with the password.',
    body: confirmedBody,
    response: z.object({ uri: z.string(), secret: z.string() }),
    perMinute: 20,
    handler: async ({ body }, ctx) => {
      await confirmPassword(node, settings, ctx, body.password);
      const scope = { organId: ctx.homeOrganId, personId: ctx.personId };
      return await node.db.asOrgan(scope, async (tx) => {
        await refuseSideDoor(tx, ctx);
        const person = await tx
          .$extendTables<DirectoryTables>()
          .selectFrom('directory.person')
          .select('login')
          .where('id', '=', ctx.personId)
          .executeTakeFirstOrThrow();
        return await beginTotp(tx, {
          id: ctx.personId,
          organId: ctx.homeOrganId,
          login: person.login,
          issuer: node.settings.nodeName,
          at: ctx.now(),
        });
      });
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/me/totp/confirm',
    policy: { kind: 'second-factor' },
    summary: 'Confirm the authenticator app by a code from it.',
    body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
    response: sessionAnswer,
    perMinute: 30,
    handler: async ({ body, request, reply }, ctx) => {
      const scope = { organId: ctx.homeOrganId, personId: ctx.personId };
      const token = await node.db.asOrgan(scope, async (tx) => {
        await refuseSideDoor(tx, ctx);
        if (!(await confirmTotp(tx, ctx.personId, body.code, ctx.now()))) {
          throw new OfficeError('directory.wrong-code');
        }
        return await completeEnrolment(tx, node, ctx, 'totp');
      });
      return await answer(request, reply, token);
    },
  });
}
