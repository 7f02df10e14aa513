import { randomUUID } from 'node:crypto';
import type { RegisteredRoute } from '../platform/http/index.ts';
import { fillSchema } from './fill-schema.ts';
import type { Answer, TestClient } from './test-client.ts';

/** How many ids are tried where the address takes one, and where only the body or the query does. */
const triesInAddress = 24;
const triesInBody = 4;

/**
 * Calls a route with parameters, query and body filled in by its own schemas: with the given ids one after the other,
 * and one of nothing. Answers with every answer.
 */
export async function fillRoute(
  client: TestClient,
  route: RegisteredRoute,
  ids: readonly string[],
): Promise<Answer[]> {
  const tries = /[:*]/.test(route.url)
    ? triesInAddress
    : route.schemas.body || route.schemas.query
      ? triesInBody
      : 0;
  const answers: Answer[] = [];
  for (const id of [...sample(ids, tries), randomUUID()]) {
    answers.push(await send(client, route, id, false));
    if (answers.at(-1)!.status === 400 && route.schemas.body) {
      answers.push(await send(client, route, id, true));
    }
  }
  return answers;
}

async function send(client: TestClient, route: RegisteredRoute, id: string, bare: boolean): Promise<Answer> {
  const filling = { id, bare };
  const params = (fillSchema(route.schemas.params, filling) ?? {}) as Record<string, unknown>;
  const path = route.url.replace(/:([A-Za-z]+)|\*/g, (_whole, name: string | undefined) =>
    encodeURIComponent(String((name && params[name]) ?? id)),
  );
  const query = fillSchema(route.schemas.query, { ...filling, bare: true }) as
    | Record<string, string>
    | undefined;
  const address = query && Object.keys(query).length > 0 ? `${path}?${new URLSearchParams(query)}` : path;
  if (route.multipart) {
    const bytes = new TextEncoder().encode('试验');
    return await client.upload(address, [{ field: 'file', name: 'a.txt', bytes }], { uploadId: id, id });
  }
  const body = fillSchema(route.schemas.body, filling) ?? {};
  switch (route.method) {
    case 'GET':
      return await client.get(address);
    case 'PUT':
      return await client.put(address, body);
    case 'DELETE':
      return await client.delete(address);
    default:
      return await client.post(address, body);
  }
}

/** Evenly spread, so that every table is represented. */
function sample(ids: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.ceil(ids.length / Math.max(1, count)));
  return ids.filter((_, index) => index % step === 0).slice(0, count);
}
