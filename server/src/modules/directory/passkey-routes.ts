import { randomUUID } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Context, RouteRegistrar } from '../../platform/http/index.ts';
import { sendSessionCookie, sessionCookieName } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { completeEnrolment, completeSecondFactor, refuseSideDoor } from './complete-second-factor.ts';
import { confirmedBody, confirmPassword } from './confirm-password.ts';
import { factorsOf } from './second-factors.ts';
import { answerSession, sessionAnswer } from './session-answer.ts';
import type { DirectorySettings } from './settings.ts';
import { countFailure, loadAccount, refuseLocked } from './sign-in.ts';
import type { DirectoryTables } from './tables.ts';

/** What a browser hands over; its inside is checked by the WebAuthn library. */
const credential = z.looseObject({
  id: z.string().max(2000),
  rawId: z.string().max(2000),
  type: z.literal('public-key'),
  response: z.record(z.string(), z.unknown()),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
});
const options = z.looseObject({ challenge: z.string() });

/** Passkeys (WebAuthn level 2) as a second factor. */
export function passkeyRoutes(app: RouteRegistrar, node: Node, settings: DirectorySettings): void {
  app.route({
    method: 'POST',
    url: '/api/v1/me/passkeys/options',
    policy: { kind: 'second-factor' },
    summary: 'Options for making a passkey. Signed in already: with the password.',
    body: confirmedBody,
    response: options,
    perMinute: 20,
    handler: async ({ body, request }, ctx) => {
      await confirmPassword(node, settings, ctx, body.password);
      const site = siteOf(node, request);
      return await node.db.asOrgan({ organId: ctx.homeOrganId }, async (tx) => {
        await refuseSideDoor(tx, ctx);
        const person = await tx
          .$extendTables<DirectoryTables>()
          .selectFrom('directory.person')
          .select(['login', 'name'])
          .where('id', '=', ctx.personId)
          .executeTakeFirstOrThrow();
        const known = await factorsOf(tx, ctx.personId);
        const made = await generateRegistrationOptions({
          rpName: node.settings.nodeName,
          rpID: site.id,
          userName: person.login,
          userDisplayName: person.name,
          userID: new Uint8Array(Buffer.from(ctx.personId.replaceAll('-', ''), 'hex')),
          attestationType: 'none',
          excludeCredentials: known
            .filter((factor) => factor.kind === 'passkey')
            .map((factor) => ({ id: factor.credentialId! })),
          authenticatorSelection: { userVerification: 'preferred', residentKey: 'discouraged' },
        });
        await keepChallenge(tx, ctx, made.challenge);
        return made as unknown as z.input<typeof options>;
      });
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/me/passkeys',
    policy: { kind: 'second-factor' },
    summary: 'Add the passkey the browser made.',
    body: z.strictObject({ response: credential, label: z.string().trim().max(40).default('通行密钥') }),
    response: sessionAnswer,
    perMinute: 30,
    handler: async ({ body, request, reply }, ctx) => {
      const site = siteOf(node, request);
      const token = await node.db.asOrgan({ organId: ctx.homeOrganId }, async (tx) => {
        await refuseSideDoor(tx, ctx);
        const challenge = await takeChallenge(tx, ctx);
        const result = await verifyRegistrationResponse({
          response: body.response as unknown as RegistrationResponseJSON,
          expectedChallenge: challenge,
          expectedOrigin: site.origin,
          expectedRPID: site.id,
          requireUserVerification: false,
        }).catch(refuse);
        if (!result.verified) {
          throw new OfficeError('directory.passkey-refused');
        }
        const made = result.registrationInfo.credential;
        await tx
          .$extendTables<DirectoryTables>()
          .insertInto('directory.second_factor')
          .values({
            id: randomUUID(),
            organ_id: ctx.homeOrganId,
            person_id: ctx.personId,
            kind: 'passkey',
            label: body.label,
            credential_id: made.id,
            public_key: made.publicKey,
            counter: made.counter,
            transports: made.transports ?? null,
            added_at: ctx.now(),
            confirmed_at: ctx.now(),
          })
          .execute();
        return await completeEnrolment(tx, node, ctx, 'passkey');
      });
      if (token) {
        sendSessionCookie(request, reply, token);
      }
      return await answerSession(node, request, token ?? request.cookies[sessionCookieName]!);
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/session/passkey/options',
    policy: { kind: 'second-factor' },
    summary: 'Options for completing sign-in with a passkey.',
    response: options,
    handler: async ({ request }, ctx) =>
      await node.db.asOrgan({ organId: ctx.homeOrganId }, async (tx) => {
        const known = (await factorsOf(tx, ctx.personId)).filter((factor) => factor.kind === 'passkey');
        const made = await generateAuthenticationOptions({
          rpID: siteOf(node, request).id,
          allowCredentials: known.map((factor) => ({
            id: factor.credentialId!,
            ...(factor.transports ? { transports: factor.transports as never } : {}),
          })),
          userVerification: 'preferred',
        });
        await keepChallenge(tx, ctx, made.challenge);
        return made as unknown as z.input<typeof options>;
      }),
  });

  app.route({
    method: 'POST',
    url: '/api/v1/session/passkey',
    policy: { kind: 'second-factor' },
    summary: 'Complete sign-in with a passkey.',
    body: z.strictObject({ response: credential }),
    response: sessionAnswer,
    perMinute: 30,
    handler: async ({ body, request, reply }, ctx) => {
      const site = siteOf(node, request);
      const done = await node.db.asOrgan({ organId: ctx.homeOrganId }, async (tx) => {
        const account = await loadAccount(tx, ctx.personId, ctx.homeOrganId);
        refuseLocked(account.lockedUntil, ctx.now());
        const challenge = await takeChallenge(tx, ctx);
        if (
          !(await usePasskey(
            tx,
            ctx,
            site,
            challenge,
            body.response as unknown as AuthenticationResponseJSON,
          ))
        ) {
          await countFailure(tx, settings, account, ctx.now());
          return undefined;
        }
        return await completeSecondFactor(tx, node, ctx, 'passkey');
      });
      if (!done) {
        throw new OfficeError('directory.passkey-refused');
      }
      sendSessionCookie(request, reply, done.token);
      return await answerSession(node, request, done.token);
    },
  });
}

type Site = { id: string; origin: string };

/** The site a passkey belongs to: the public address where one is set, else the address asked for. */
function siteOf(node: Node, request: FastifyRequest): Site {
  const url = new URL(node.settings.publicUrl ?? `${request.protocol}://${request.host}`);
  return { id: url.hostname, origin: url.origin };
}

async function usePasskey(
  tx: Tx,
  ctx: Context,
  site: Site,
  challenge: string,
  response: AuthenticationResponseJSON,
): Promise<boolean> {
  const factor = (await factorsOf(tx, ctx.personId)).find((one) => one.credentialId === response.id);
  if (!factor) {
    return false;
  }
  const result = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    credential: {
      id: factor.credentialId!,
      publicKey: new Uint8Array(factor.publicKey!),
      counter: factor.counter ?? 0,
    },
    requireUserVerification: false,
  }).catch(() => undefined);
  if (!result?.verified) {
    return false;
  }
  await tx
    .$extendTables<DirectoryTables>()
    .updateTable('directory.second_factor')
    .set({ counter: result.authenticationInfo.newCounter })
    .where('id', '=', factor.id)
    .execute();
  return true;
}

async function keepChallenge(tx: Tx, ctx: Context, challenge: string): Promise<void> {
  await tx
    .$extendTables<DirectoryTables>()
    .updateTable('directory.session')
    .set({ challenge })
    .where('id', '=', ctx.sessionId)
    .execute();
}

/** A challenge is good for one try. */
async function takeChallenge(tx: Tx, ctx: Context): Promise<string> {
  const db = tx.$extendTables<DirectoryTables>();
  const row = await db
    .selectFrom('directory.session')
    .select('challenge')
    .where('id', '=', ctx.sessionId)
    .forUpdate()
    .executeTakeFirst();
  if (!row?.challenge) {
    throw new OfficeError('directory.passkey-refused');
  }
  await db
    .updateTable('directory.session')
    .set({ challenge: null })
    .where('id', '=', ctx.sessionId)
    .execute();
  return row.challenge;
}

function refuse(): never {
  throw new OfficeError('directory.passkey-refused');
}
