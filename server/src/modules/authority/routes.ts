/** What anybody may ask the authority: time-stamps, revocation lists, the status of a certificate, issuers' certificates. */
import { fromBase64 } from '@yiwen/trust/crypto';
import { z } from 'zod';
import { OfficeError } from '../../platform/errors/index.ts';
import { type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import type { Authority } from './make-authority.ts';

const perMinute = 120;
/** A request for a time-stamp is some 60 bytes, one for a status some 100. */
const requestLimitBytes = 8 * 1024;

/** Registers the public routes. */
export function publicRoutes(app: RouteRegistrar, node: Node, authority: () => Authority): void {
  const open = { kind: 'public' } as const;
  const keyId = z.string().regex(/^[0-9a-f]{8,64}$/);

  app.route({
    method: 'POST',
    url: '/tsa',
    policy: open,
    summary: 'Time-stamp by the node (RFC 3161 over HTTP)',
    takesBytes: true,
    withoutCsrf: true,
    bodyLimitBytes: requestLimitBytes,
    perMinute,
    produces: 'application/timestamp-reply',
    handler: async ({ request }) => {
      const { timeStamping } = authority();
      if (timeStamping === undefined) {
        throw new OfficeError('http.not-found');
      }
      const body = request.body instanceof Uint8Array ? new Uint8Array(request.body) : new Uint8Array(0);
      return reply(await timeStamping.answer(body, node.clock.now().getTime()), {
        type: 'application/timestamp-reply',
      });
    },
  });

  async function status(request: Uint8Array) {
    return reply(await authority().revocationOf.answer(request), { type: 'application/ocsp-response' });
  }
  app.route({
    method: 'POST',
    url: '/ocsp',
    policy: open,
    summary: 'Status of certificates (RFC 6960)',
    takesBytes: true,
    withoutCsrf: true,
    bodyLimitBytes: requestLimitBytes,
    perMinute,
    produces: 'application/ocsp-response',
    handler: ({ request }) =>
      status(request.body instanceof Uint8Array ? new Uint8Array(request.body) : new Uint8Array(0)),
  });
  app.route({
    method: 'GET',
    url: '/ocsp/*',
    policy: open,
    summary: 'Status of certificates, the request as base64 in the address (RFC 6960 A.1)',
    params: z.object({ '*': z.string().max(2000) }),
    perMinute,
    produces: 'application/ocsp-response',
    handler: ({ params }) => status(fromBase64(params['*']) ?? new Uint8Array(0)),
  });
  app.route({
    method: 'GET',
    url: '/crl/:file',
    policy: open,
    summary: 'Revocation list of an issuer, named by its key identifier: <hex>.crl',
    params: z.object({ file: z.string().max(80) }),
    perMinute,
    produces: 'application/pkix-crl',
    handler: async ({ params }) => {
      const id = keyId.safeParse(params.file.replace(/\.crl$/, ''));
      const list = id.success ? await authority().revocationOf.list(id.data) : undefined;
      if (list === undefined) {
        throw new OfficeError('http.not-found');
      }
      return reply(list, { type: 'application/pkix-crl' });
    },
  });
  app.route({
    method: 'GET',
    url: '/ca/:file',
    policy: open,
    summary: 'Certificate of an issuer, named by its key identifier: <hex>.crt',
    params: z.object({ file: z.string().max(80) }),
    perMinute,
    produces: 'application/pkix-cert',
    handler: async ({ params }) => {
      const id = keyId.safeParse(params.file.replace(/\.crt$/, ''));
      const issuer = (await authority().issuers.all()).find((one) => one.keyId === id.data);
      if (!id.success || issuer === undefined) {
        throw new OfficeError('http.not-found');
      }
      return reply(issuer.signer.certificate, { type: 'application/pkix-cert' });
    },
  });
}
