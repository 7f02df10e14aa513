import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ContextOf } from './context.ts';

/**
 * Who may call a route. Required on every route:
 * `public` anybody; `second-factor` a session still waiting for its second factor; `session` anybody signed in, about
 * themselves; `may` a signed-in person whose post may do the action (table of actions in the modules' `permissions`).
 */
export type Policy =
  | { kind: 'public' }
  | { kind: 'second-factor' }
  | { kind: 'session' }
  | { kind: 'may'; action: string };

/** One file of a multipart request, already read within the limits. */
export type FilePart = { field: string; name: string; mediaType: string; bytes: Uint8Array };

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What a handler gets: parsed input, and the raw request and reply for the few that stream. */
export type RouteInput<P, Q, B> = {
  params: Out<P>;
  query: Out<Q>;
  body: Out<B>;
  /** Files and text fields of a `multipart: true` route. */
  files: FilePart[];
  fields: Record<string, string>;
  request: FastifyRequest;
  reply: FastifyReply;
};

/** One route: address, policy, schemas and handler in one place. */
export type RouteSpec<
  K extends Policy,
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R extends z.ZodType | undefined,
> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Full path, e.g. `/api/v1/matters/:id`. */
  url: string;
  policy: K;
  /** One English line for the OpenAPI file. */
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** Answers are checked and stripped by it; leave it out for files and HTML sent with `reply(...)`. */
  response?: R;
  /** Media type of an answer that is not JSON (for the OpenAPI file). */
  produces?: string;
  multipart?: boolean;
  /** The body is bytes of a protocol that is not JSON: the handler finds them as `request.body`, a Buffer. */
  takesBytes?: boolean;
  /** Only for public routes that change nothing (checking a file): no `x-csrf-token` is asked for. */
  withoutCsrf?: boolean;
  /** Largest body; 1 MiB by default, 64 MiB for multipart. */
  bodyLimitBytes?: number;
  /** Calls allowed per minute and caller; the node's default otherwise. */
  perMinute?: number;
  handler(
    input: RouteInput<P, Q, B>,
    ctx: ContextOf<K>,
  ): Promise<R extends z.ZodType ? z.input<R> | RawReply : RawReply | undefined>;
};

/** An answer that is not JSON by schema. */
export type RawReply = {
  readonly raw: true;
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | AsyncIterable<Uint8Array>;
};

/** Makes a raw answer: file, HTML, plain text. */
export function reply(
  body: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: { type: string; status?: number; headers?: Record<string, string>; fileName?: string },
): RawReply {
  const headers: Record<string, string> = { 'content-type': options.type, ...options.headers };
  if (options.fileName) {
    headers['content-disposition'] = `attachment; filename*=UTF-8''${encodeURIComponent(options.fileName)}`;
  }
  return { raw: true, status: options.status ?? 200, headers, body };
}

/** Where a module's `routes` hook puts its routes. */
export type RouteRegistrar = {
  route<
    const K extends Policy,
    P extends z.ZodType | undefined = undefined,
    Q extends z.ZodType | undefined = undefined,
    B extends z.ZodType | undefined = undefined,
    R extends z.ZodType | undefined = undefined,
  >(spec: RouteSpec<K, P, Q, B, R>): void;
};
