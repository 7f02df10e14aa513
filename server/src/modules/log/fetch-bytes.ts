/** What another node answered; never more bytes than allowed. */
export type FetchedBytes = { status: number; type: string; bytes: Uint8Array };

/** How to ask. */
export type FetchOptions = {
  method?: 'GET' | 'POST';
  body?: Uint8Array;
  timeoutMs: number;
  /** Longest body read. */
  maxBytes: number;
};

/**
 * One HTTP exchange with a witness, a mirror or a log. The other side decides how long its answer is and how slowly it
 * comes, so both are limited; redirections are not followed, since the operator named the address.
 *
 * @throws Error when it cannot be reached, is too slow or answers too much
 */
export async function fetchBytes(url: string, options: FetchOptions): Promise<FetchedBytes> {
  const answer = await fetch(url, {
    method: options.method ?? 'GET',
    redirect: 'error',
    signal: AbortSignal.timeout(options.timeoutMs),
    ...(options.body === undefined
      ? {}
      : {
          body: options.body as Uint8Array<ArrayBuffer>,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
        }),
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.length;
    if (length > options.maxBytes) {
      throw new Error(`${url} answers more than ${options.maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, type, bytes: new Uint8Array(Buffer.concat(chunks)) };
}
