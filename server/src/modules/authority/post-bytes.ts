/**
 * One HTTP exchange with a service the office has configured: bytes there, bytes back, within a time and a size. No
 * redirect is followed and no other address is ever asked; the proxies of the environment are honoured.
 */
import { type ClientRequest, Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

/** The service did not answer, or not with what was asked for. */
export class ServiceUnanswered extends Error {
  override name = 'ServiceUnanswered';
}

/** An exchange. `body` absent means GET. `expects`: the media type the answer must have, when given. */
export type Exchange = {
  url: string;
  body?: { type: string; bytes: Uint8Array };
  expects?: string;
  timeoutMs: number;
  limitBytes: number;
  environment?: Record<string, string | undefined>;
};

/** The answer's bytes. Throws ServiceUnanswered after `timeoutMs` at the latest, however slowly bytes trickle in. */
export function exchangeBytes(exchange: Exchange): Promise<Uint8Array> {
  const { url, body, expects, timeoutMs, limitBytes } = exchange;
  const proxyEnv = (exchange.environment ?? process.env) as NodeJS.ProcessEnv;
  const isTls = new URL(url).protocol === 'https:';
  const agent = isTls ? new HttpsAgent({ proxyEnv }) : new HttpAgent({ proxyEnv });
  return new Promise<Uint8Array>((resolve, reject) => {
    let asked: ClientRequest | undefined;
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new ServiceUnanswered(reason));
      asked?.destroy();
    };
    const timer = setTimeout(() => fail(`no answer within ${timeoutMs} ms`), timeoutMs);
    asked = (isTls ? requestHttps : requestHttp)(
      url,
      {
        agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: body === undefined ? {} : { 'content-type': body.type, 'content-length': body.bytes.length },
      },
      (answer) => {
        const type = answer.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
        if (answer.statusCode !== 200) {
          fail(`answered with status ${answer.statusCode}`);
          return;
        }
        if (expects !== undefined && type !== expects) {
          fail(`answered with ${type ?? 'no media type'} instead of ${expects}`);
          return;
        }
        const parts: Buffer[] = [];
        let length = 0;
        answer.on('data', (part: Buffer) => {
          length += part.length;
          parts.push(part);
          if (length > limitBytes) {
            fail(`answered with more than ${limitBytes} bytes`);
          }
        });
        answer.on('end', () => {
          clearTimeout(timer);
          resolve(new Uint8Array(Buffer.concat(parts)));
        });
        answer.on('error', (error) => fail(error.message));
      },
    );
    asked.on('error', (error) => fail(error.message));
    asked.end(body?.bytes);
  }).finally(() => agent.destroy());
}
