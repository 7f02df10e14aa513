import type { Label } from './types.ts';

/** A refusal or fault as the server (or the line) gave it; `message` is for people, `code` for programs. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly label: Label | null;
  readonly remedy: Label | null;
  readonly details: unknown;

  constructor(status: number, code: string, label: Label | null, remedy: Label | null, details: unknown) {
    super(label?.zh ?? code);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.label = label;
    this.remedy = remedy;
    this.details = details;
  }
}

/** Refusals that mean: sign in again. A wrong password is not one of them. */
const SESSION_ENDED = new Set(['http.not-signed-in', 'http.second-factor-needed']);

let csrfToken = '';
const signedOutListeners = new Set<() => void>();

/** Keeps the token that every changing request must carry; the session answer brings it. */
export function keepCsrf(token: string): void {
  csrfToken = token;
}

/** The token to send with changing requests. */
export function csrf(): string {
  return csrfToken;
}

/** Calls `listener` whenever the server says that the session has ended; answers the way to stop listening. */
export function onSignedOut(listener: () => void): () => void {
  signedOutListeners.add(listener);
  return () => signedOutListeners.delete(listener);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function labelOf(value: unknown): Label | null {
  if (isRecord(value) && typeof value.zh === 'string') {
    return { zh: value.zh, en: typeof value.en === 'string' ? value.en : value.zh };
  }
  return typeof value === 'string' ? { zh: value, en: value } : null;
}

/** Turns an answer that is not 2xx into an ApiError, whatever its body looks like. */
export async function refusalOf(response: Response): Promise<ApiError> {
  let body: unknown = null;
  try {
    body = await response.json();
  } catch {
    body = null;
  }
  const fault = isRecord(body) && isRecord(body.error) ? body.error : {};
  const code = typeof fault.code === 'string' ? fault.code : `http.${response.status}`;
  const refusal = new ApiError(
    response.status,
    code,
    labelOf(fault.message),
    labelOf(fault.remedy),
    fault.details ?? null,
  );
  if (SESSION_ENDED.has(code)) {
    for (const listener of signedOutListeners) {
      listener();
    }
  }
  return refusal;
}

/** One request; answers the JSON body. Throws ApiError, with code `line.down` when the node cannot be reached. */
export async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') {
    headers['x-csrf-token'] = csrfToken;
  }
  const multipart = body instanceof FormData;
  if (body !== undefined && !multipart) {
    headers['content-type'] = 'application/json';
  }
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      signal: signal ?? null,
      body: body === undefined ? null : multipart ? body : JSON.stringify(body),
    });
  } catch (cause) {
    if (signal?.aborted) {
      throw cause;
    }
    throw new ApiError(0, 'line.down', null, null, null);
  }
  if (!response.ok) {
    throw await refusalOf(response);
  }
  if (response.status === 204) {
    return undefined as T;
  }
  return (await response.json()) as T;
}

/** Query string from the values that are set. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
