import type { paths } from './generated/openapi.ts';
import { query, request } from './request.ts';

/** What the contract says of one method of one address; `never` where it does not exist. */
type Operation<P extends keyof paths, M extends 'get' | 'post' | 'put' | 'delete'> = NonNullable<paths[P][M]>;

/** Addresses that know a method. */
type Addresses<M extends 'get' | 'post' | 'put' | 'delete'> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];

type PathOf<O> = O extends { parameters: { path: infer X extends Record<string, unknown> } } ? X : never;
type QueryOf<O> = O extends { parameters: { query?: infer X } } ? X : never;
type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer X } } } ? X : never;

/** The JSON an operation answers with 200. */
export type Answer<O> = O extends { responses: { 200: { content: { 'application/json': infer X } } } }
  ? X
  : undefined;

/** What goes with a call: the members of the address, the query, the body, each as the contract has them. */
type Sent<O> = ([PathOf<O>] extends [never] ? { path?: undefined } : { path: PathOf<O> }) &
  ([BodyOf<O>] extends [never] ? { body?: undefined } : { body: BodyOf<O> }) & {
    query?: QueryOf<O>;
    signal?: AbortSignal;
  };

type Given<O> = [PathOf<O>, BodyOf<O>] extends [never, never] ? [sent?: Sent<O>] : [sent: Sent<O>];

/**
 * One call of the HTTP API, typed by the generated contract: an address, a body or an answer that the server does not
 * have does not compile. Throws ApiError.
 */
export async function call<M extends 'get' | 'post' | 'put' | 'delete', P extends Addresses<M>>(
  method: M,
  address: P,
  ...[sent]: Given<Operation<P, M>>
): Promise<Answer<Operation<P, M>>> {
  const values = (sent?.path ?? {}) as Record<string, unknown>;
  const path = String(address).replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values[name])),
  );
  const search = query((sent?.query ?? {}) as Record<string, string | number | null | undefined>);
  // An operation without a body of its own still takes `{}`: some proxies refuse a POST with nothing in it.
  const body = sent?.body ?? (method === 'post' ? {} : undefined);
  return await request(method.toUpperCase(), `${path}${search}`, body, sent?.signal);
}
