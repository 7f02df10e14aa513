/** One signed-in person at the HTTP interface, as the browser or another system would be. */

/** An answer outside 2xx, with the registry's code. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: unknown;
  constructor(
    status: number,
    body: { error?: { code?: string; message?: { zh?: string }; details?: unknown } },
  ) {
    super(`${status} ${body.error?.code ?? ''} ${body.error?.message?.zh ?? ''}`);
    this.status = status;
    this.code = body.error?.code ?? '';
    this.details = body.error?.details;
  }
}

/** Holds the cookie and the CSRF token of one session. */
export class Client {
  readonly url: string;
  #cookies = new Map<string, string>();
  #csrf = '';

  constructor(url: string) {
    this.url = url;
  }

  async #send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { origin: this.url };
    if (this.#cookies.size > 0) {
      headers.cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    }
    if (method !== 'GET' && this.#csrf) {
      headers['x-csrf-token'] = this.#csrf;
    }
    let payload: FormData | string | undefined;
    if (body instanceof FormData) {
      payload = body;
    } else if (body !== undefined) {
      headers['content-type'] = 'application/json';
      payload = JSON.stringify(body);
    }
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers,
      body: payload,
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Sends and answers JSON; throws ApiError on refusal. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#send(method, `/api/v1${path}`, body);
    const text = await response.text();
    const json = text ? JSON.parse(text) : undefined;
    if (!response.ok) {
      throw new ApiError(response.status, json ?? {});
    }
    return json as T;
  }

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('PUT', path, body);
  }

  /** Bytes of a file at an address the interface gave. */
  async bytes(href: string): Promise<Uint8Array> {
    const response = await this.#send('GET', href);
    if (!response.ok) {
      throw new ApiError(response.status, {});
    }
    return new Uint8Array(await response.arrayBuffer());
  }

  /** Signs in with a password. */
  async signIn(login: string, password: string): Promise<this> {
    this.#csrf = (await this.get<{ csrf: string }>('/session')).csrf;
    const session = await this.post<{ csrf: string; state: string }>('/session', { login, password });
    this.#csrf = session.csrf;
    if (session.state !== 'signed-in') {
      throw new Error(`${login}: ${session.state}`);
    }
    return this;
  }
}
