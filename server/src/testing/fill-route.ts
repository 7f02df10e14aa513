import { randomUUID } from 'node:crypto';
import type { RegisteredRoute } from '../platform/http/index.ts';
import type { Answer, TestClient } from './test-client.ts';

/** How many foreign ids are tried on one route. */
const triesPerRoute = 24;

/**
 * Calls a route with every parameter filled in: by the given ids one after the other, else by ids of nothing. Answers
 * with the first that was neither refused nor missing, or else the last.
 */
export async function fillRoute(
  client: TestClient,
  route: RegisteredRoute,
  ids: readonly string[],
): Promise<Answer> {
  const names = route.url.match(/:[A-Za-z]+|\*/g) ?? [];
  const candidates = names.length === 0 ? [''] : [...sample(ids), randomUUID()];
  let last: Answer | undefined;
  for (const id of candidates) {
    let path = route.url;
    for (const name of names) {
      path = path.replace(name, name === ':year' ? '2026' : name === ':n' ? '1' : id || 'x');
    }
    last = await send(client, route, path);
    if (last.status < 400 || last.status >= 500) {
      return last;
    }
  }
  return last!;
}

async function send(client: TestClient, route: RegisteredRoute, path: string): Promise<Answer> {
  if (route.multipart) {
    return await client.upload(path, [{ field: 'file', name: 'a.txt', bytes: new Uint8Array([1]) }]);
  }
  switch (route.method) {
    case 'GET':
      return await client.get(path);
    case 'PUT':
      return await client.put(path, {});
    case 'DELETE':
      return await client.delete(path);
    default:
      return await client.post(path, {});
  }
}

/** Evenly spread, so that every table is represented. */
function sample(ids: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(ids.length / triesPerRoute));
  return ids.filter((_, index) => index % step === 0).slice(0, triesPerRoute);
}
