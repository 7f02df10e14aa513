/** A time-stamping authority on loopback that answers as a test wants: well, or in one of the ways that must not be believed. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { certificatesPem, makeDemoAuthority } from '@yiwen/trust/certificates';
import { type EcSignerAlgorithm, keySigner, type Signer } from '@yiwen/trust/crypto';
import { makeTimeStamp, readTimeStampRequest, timeStampRequest } from '@yiwen/trust/signatures';
import { random } from './demo-files.ts';

/** How it answers. */
export type Manner =
  | 'good'
  | 'hangs'
  | 'trickles'
  | 'garbage'
  | 'error'
  | 'redirect'
  | 'too-long'
  | 'wrong-nonce'
  | 'wrong-imprint'
  | 'expired'
  | 'old-time'
  | 'stranger';

const DAY_MS = 86_400_000;

/** Starts it; `now` is its clock. `ca` is its issuer's certificate, PEM. */
export async function startTimeAuthority(now: () => number, certificateDays: number) {
  const made = (validFrom: number, notAfter: number) => {
    const authority = makeDemoAuthority({ random, now: validFrom, validFrom });
    const signer = (algorithm: EcSignerAlgorithm): Signer =>
      keySigner(
        authority.issue(
          { commonName: '别处的时间戳' },
          { purpose: 'time', algorithm, notBefore: validFrom, notAfter },
        ),
        { random },
      );
    return { authority, signers: [signer('ecdsa-p256-sha256'), signer('sm2-sm3')] as const };
  };
  const start = now();
  let good = made(start - 30 * DAY_MS, start + certificateDays * DAY_MS);
  const stranger = made(start - 30 * DAY_MS, start + certificateDays * DAY_MS);
  // Of the believed authority, but its certificate ended yesterday.
  const expired = (['ecdsa-p256-sha256', 'sm2-sm3'] as const).map((algorithm) =>
    keySigner(
      good.authority.issue(
        { commonName: '过期的时间戳' },
        { purpose: 'time', algorithm, notBefore: start - 20 * DAY_MS, notAfter: start - DAY_MS },
      ),
      { random },
    ),
  );
  const state = { manner: 'good' as Manner, asked: 0 };
  let serial = 1n;

  async function respond(request: Uint8Array): Promise<Uint8Array> {
    const { hash, nonce, digest } = readTimeStampRequest(request);
    const by = (signers: readonly Signer[]) => signers[hash === 'sm3' ? 1 : 0]!;
    const stamp = (asked: Uint8Array, signer: Signer, at = now()) =>
      makeTimeStamp(asked, signer, { now: at, serial: serial++, accuracy: 1 });
    switch (state.manner) {
      case 'wrong-nonce':
        return await stamp(timeStampRequest({ digest }, { hash: hash!, random }), by(good.signers));
      case 'wrong-imprint': {
        // The same nonce over something else.
        const other = timeStampRequest(random(8), {
          hash: hash!,
          random: () => nonceBytes(nonce!),
        });
        return await stamp(other, by(good.signers));
      }
      case 'expired':
        return await stamp(request, by(expired));
      case 'old-time':
        return await stamp(request, by(good.signers), now() - DAY_MS);
      case 'stranger':
        return await stamp(request, by(stranger.signers));
      default:
        return await stamp(request, by(good.signers));
    }
  }

  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      state.asked += 1;
      const type = { 'content-type': 'application/timestamp-reply' };
      switch (state.manner) {
        case 'hangs':
          return;
        case 'trickles':
          response.writeHead(200, type);
          response.write('0');
          return;
        case 'garbage':
          response.writeHead(200, type).end(random(500));
          return;
        case 'error':
          response.writeHead(503).end('later');
          return;
        case 'redirect':
          response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
          return;
        case 'too-long':
          response.writeHead(200, type).end(new Uint8Array(2_000_000));
          return;
        default:
          response.writeHead(200, type).end(await respond(new Uint8Array(Buffer.concat(parts))));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/tsa`,
    ca: certificatesPem(
      (['ecdsa-p256-sha256', 'sm2-sm3'] as const).map(
        (algorithm) => good.authority.issuer('time', algorithm).certificate,
      ),
    ),
    state,
    /** Goes on with new certificates of the same issuers. */
    renew(days: number): void {
      const { authority } = good;
      const signers = (['ecdsa-p256-sha256', 'sm2-sm3'] as const).map((algorithm) =>
        keySigner(
          authority.issue(
            { commonName: '别处的新时间戳' },
            { purpose: 'time', algorithm, notBefore: now() - DAY_MS, notAfter: now() + days * DAY_MS },
          ),
          { random },
        ),
      ) as [Signer, Signer];
      good = { authority, signers };
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function nonceBytes(nonce: bigint): Uint8Array {
  return Uint8Array.from(Buffer.from(nonce.toString(16).padStart(16, '0'), 'hex'));
}
