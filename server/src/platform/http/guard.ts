import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../clock/index.ts';
import { OfficeError } from '../errors/index.ts';
import type { Context, Language, PublicContext, SessionSource, SessionState } from './context.ts';
import { anonymousCsrf, sameSecret, sendSessionCookie, sessionCookieName } from './csrf.ts';
import type { Policy } from './route.ts';

/** What a request has to pass before its body is read. */
export type Guard = {
  policy: Policy;
  withoutCsrf: boolean;
  sessions: SessionSource;
  clock: Clock;
  authorise(ctx: Context, action: string): void;
  /** Origins that are this node; the address asked for is always one. */
  origins(): readonly string[];
};

/** Applies origin, session, CSRF and policy, and returns what the handler may know. */
export async function admit(
  guard: Guard,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PublicContext | Context> {
  const changes = request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS';
  if (changes) {
    refuseForeignOrigin(request, guard.origins());
  }
  const token = request.cookies[sessionCookieName];
  const found: { state: SessionState; newToken?: string } = token
    ? await guard.sessions.resolve(token)
    : { state: { kind: 'anonymous' } };
  const { state } = found;
  if (found.newToken) {
    sendSessionCookie(request, reply, found.newToken);
  }
  if (guard.policy.kind !== 'public') {
    refuseUnlessSignedIn(guard.policy, state);
  }
  if (changes && !guard.withoutCsrf) {
    const expected = state.kind === 'anonymous' ? token && anonymousCsrf(token) : state.csrf;
    const sent = request.headers['x-csrf-token'];
    if (!expected || typeof sent !== 'string' || !sameSecret(sent, expected)) {
      throw new OfficeError('http.csrf-refused');
    }
  }
  const ctx = context(guard, request, state);
  if (guard.policy.kind === 'may') {
    guard.authorise(ctx as Context, guard.policy.action);
  }
  return ctx;
}

function refuseForeignOrigin(request: FastifyRequest, origins: readonly string[]): void {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const own = `${request.protocol}://${request.host}`;
  const foreign =
    (origin !== undefined && origin !== own && !origins.includes(origin)) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (foreign) {
    throw new OfficeError('http.origin-refused');
  }
}

function refuseUnlessSignedIn(policy: Policy, state: SessionState): void {
  if (state.kind === 'anonymous') {
    throw new OfficeError('http.not-signed-in');
  }
  if (state.kind === 'second-factor' && policy.kind !== 'second-factor') {
    throw new OfficeError('http.second-factor-needed');
  }
  if (state.kind === 'signed-in' && state.mustChangePassword && policy.kind === 'may') {
    throw new OfficeError('http.password-change-needed');
  }
}

function context(guard: Guard, request: FastifyRequest, state: SessionState): PublicContext | Context {
  const base: PublicContext = {
    now: () => guard.clock.now(),
    newId: () => randomUUID(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    requestId: request.id,
    language: state.kind === 'signed-in' ? state.language : languageOf(request),
    ip: request.ip,
  };
  if (state.kind === 'anonymous') {
    return base;
  }
  if (state.kind === 'second-factor') {
    return {
      ...base,
      organId: state.homeOrganId,
      homeOrganId: state.homeOrganId,
      personId: state.personId,
      postId: '',
      actor: { personId: state.personId, name: '', post: '' },
      roles: [],
      sessionId: state.sessionId,
    };
  }
  return {
    ...base,
    organId: state.organId,
    homeOrganId: state.homeOrganId,
    personId: state.personId,
    postId: state.postId,
    actor: state.actor,
    roles: state.roles,
    sessionId: state.sessionId,
  };
}

function languageOf(request: FastifyRequest): Language {
  return /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
}
