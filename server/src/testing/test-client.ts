import { generate } from 'otplib';
import type { Clock } from '../platform/clock/index.ts';

/** An answer of the node. */
// biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape
export type Answer = { status: number; body: any; headers: Headers };

/** A browser without a screen: keeps the cookie and sends the CSRF token. */
export type TestClient = {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** Sends files as `multipart/form-data`. */
  upload(
    path: string,
    files: { field: string; name: string; bytes: Uint8Array }[],
    fields?: Record<string, string>,
  ): Promise<Answer>;
  /** Downloads bytes. */
  bytes(path: string): Promise<{ status: number; bytes: Uint8Array; headers: Headers }>;
  /** Signs in; enrols a TOTP factor where the node asks for one. */
  signIn(login: string, password: string): Promise<Answer>;
  /** The state of the session, as the last answer about it said. */
  session: SessionBody;
  cookie: string | undefined;
};

type SessionBody = {
  state: string;
  csrf: string;
  person?: { id: string };
  post?: { id: string; organ: { id: string } };
  secondFactor?: { enrol: boolean };
};

/** A client of one node. */
export function testClient(url: string, clock: Clock): TestClient {
  const client: TestClient = {
    session: { state: 'anonymous', csrf: '' },
    cookie: undefined,
    get: (path) => send('GET', path),
    post: (path, body) => send('POST', path, body ?? {}),
    put: (path, body) => send('PUT', path, body ?? {}),
    delete: (path) => send('DELETE', path),
    async upload(path, files, fields = {}) {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) {
        form.append(name, value);
      }
      for (const file of files) {
        form.append(file.field, new Blob([file.bytes as Uint8Array<ArrayBuffer>]), file.name);
      }
      return await read(await request('POST', path, form));
    },
    async bytes(path) {
      const response = await request('GET', path);
      return {
        status: response.status,
        bytes: new Uint8Array(await response.arrayBuffer()),
        headers: response.headers,
      };
    },
    async signIn(login, password) {
      await send('GET', '/api/v1/session');
      let answer = await send('POST', '/api/v1/session', { login, password });
      if (answer.status === 200 && client.session.secondFactor?.enrol) {
        const { body } = await send('POST', '/api/v1/me/totp', {});
        answer = await send('POST', '/api/v1/me/totp/confirm', { code: await codeAt(body.secret, clock) });
      }
      return answer;
    },
  };

  async function request(method: string, path: string, body?: FormData | string): Promise<Response> {
    const headers: Record<string, string> = {};
    if (client.cookie) {
      headers.cookie = client.cookie;
    }
    if (method !== 'GET') {
      headers['x-csrf-token'] = client.session.csrf;
      headers.origin = url;
    }
    if (typeof body === 'string') {
      headers['content-type'] = 'application/json';
    }
    const response = await fetch(url + path, { method, headers, body, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      client.cookie = cookie.split(';')[0];
    }
    return response;
  }

  async function read(response: Response): Promise<Answer> {
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') && text.length > 0;
    const answer = {
      status: response.status,
      body: json ? JSON.parse(text) : text,
      headers: response.headers,
    };
    if (json && typeof answer.body?.csrf === 'string') {
      client.session = answer.body;
    }
    return answer;
  }

  async function send(method: string, path: string, body?: unknown): Promise<Answer> {
    return await read(await request(method, path, body === undefined ? undefined : JSON.stringify(body)));
  }

  return client;
}

/** The code an authenticator app would show at the node's time. */
export async function codeAt(secret: string, clock: Clock): Promise<string> {
  return await generate({ secret, epoch: Math.floor(clock.now().getTime() / 1000) });
}
