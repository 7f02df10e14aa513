import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Name of the session cookie. */
export const sessionCookieName = 'yiwen_session';

/** A new cookie value: 256 random bits. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The token a page must send back with every change while nobody is signed in. It can be made only by who holds the
 * HttpOnly cookie; signed-in sessions carry a random one of their own.
 */
export function anonymousCsrf(token: string): string {
  return createHash('sha256').update(`yiwen csrf\n${token}`).digest('base64url');
}

/** Sends the session cookie: out of reach of scripts, never to other sites, only over TLS where there is TLS. */
export function sendSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookieName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
  });
}

/** Takes the session cookie away. */
export function clearSessionCookie(reply: FastifyReply): void {
  reply.clearCookie(sessionCookieName, { path: '/' });
}

/** Compares two secrets without telling by time where they differ. */
export function sameSecret(left: string, right: string): boolean {
  const a = createHash('sha256').update(left).digest();
  const b = createHash('sha256').update(right).digest();
  return timingSafeEqual(a, b);
}
