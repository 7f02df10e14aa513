/** The certificates page of an organ's administrators: what is in use, what waits outside, what ends soon. */
import {
  type ExpiryWarning,
  fingerprint,
  nameText,
  nameTitle,
  parseCertificate,
  writePem,
} from '@yiwen/trust/certificates';
import { z } from 'zod';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import { type RouteRegistrar, reply } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { certificateArrived, certificateImported } from './acts.ts';
import { nodeWarnings, organWarnings } from './expiring.ts';
import { importCertificate } from './import-certificate.ts';
import type { Authority } from './make-authority.ts';
import { allCertificates, allRequests, requestById } from './store.ts';

const warning = z.object({
  title: z.string(),
  notAfter: z.string(),
  /** Reached: 60, 30 or 7 days before the end; 0 once it has ended. */
  stage: z.int(),
  daysLeft: z.int(),
  message: z.object({ zh: z.string(), en: z.string() }),
});

function warningOf({ title, notAfter, stage, daysLeft, message }: ExpiryWarning): z.input<typeof warning> {
  const en =
    stage === 0
      ? `${title}: expired, replace it at once`
      : `${title}: expires in ${daysLeft} days, replace it in time`;
  return { title, notAfter: new Date(notAfter).toISOString(), stage, daysLeft, message: { zh: message, en } };
}

const certificateView = z.object({
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  purpose: z.string(),
  algorithm: z.string(),
  notBefore: z.string(),
  notAfter: z.string(),
  /** Its time is over. */
  ended: z.boolean(),
  revokedAt: z.string().optional(),
  reason: z.string().optional(),
});

const requestView = z.object({
  id: z.uuid(),
  purpose: z.string(),
  subject: z.string(),
  askedAt: z.string(),
  answeredAt: z.string().optional(),
  href: z.string(),
});

/** Who may look, and who may import. */
export const authorityPermissions = {
  'authority.read': ['system-admin', 'security-admin', 'audit-admin'],
  'authority.import': ['security-admin'],
} as const;

/** Registers the administrators' routes. */
export function adminRoutes(app: RouteRegistrar, node: Node, authority: () => Authority): void {
  const read = { kind: 'may', action: 'authority.read' } as const;

  app.route({
    method: 'GET',
    url: '/api/v1/authority',
    policy: read,
    summary: 'Certificates of my organ, requests to outside authorities, and what ends soon',
    response: z.object({
      kind: z.enum(['demo', 'own']),
      certificates: z.array(certificateView),
      requests: z.array(requestView),
      warnings: z.array(warning),
    }),
    handler: async (_input, ctx) => {
      const found = await node.db.asOrgan(ctx, async (tx) => ({
        certificates: await allCertificates(tx),
        requests: await allRequests(tx),
        warnings: await organWarnings(tx, ctx.now()),
      }));
      return {
        kind: authority().service.kind,
        certificates: found.certificates.map((row) => {
          const { subject, issuer } = parseCertificate(new Uint8Array(row.certificate));
          return {
            subject: nameTitle(subject),
            issuer: nameTitle(issuer),
            serial: row.serial,
            purpose: row.purpose,
            algorithm: row.algorithm,
            notBefore: row.not_before.toISOString(),
            notAfter: row.not_after.toISOString(),
            ended: row.not_after < ctx.now(),
            ...(row.revoked_at === null
              ? {}
              : { revokedAt: row.revoked_at.toISOString(), reason: row.reason ?? 'unspecified' }),
          };
        }),
        requests: found.requests.map((row) => ({
          id: row.id,
          purpose: row.purpose,
          subject: row.subject,
          askedAt: row.asked_at.toISOString(),
          ...(row.answered_at === null ? {} : { answeredAt: row.answered_at.toISOString() }),
          href: `/api/v1/authority/requests/${row.id}/request.pem`,
        })),
        warnings: [...(await nodeWarnings(node, authority())), ...found.warnings].map(warningOf),
      };
    },
  });

  app.route({
    method: 'GET',
    url: '/api/v1/authority/requests/:id/request.pem',
    policy: read,
    summary: 'A certificate request (PKCS#10) to be taken to the outside authority',
    params: z.object({ id: z.uuid() }),
    produces: 'application/x-pem-file',
    handler: async ({ params }, ctx) => {
      const row = await node.db.asOrgan(ctx, (tx) => requestById(tx, params.id));
      if (row === undefined) {
        throw new OfficeError('authority.unknown-request');
      }
      return reply(writePem('CERTIFICATE REQUEST', new Uint8Array(row.request)), {
        type: 'application/x-pem-file',
        fileName: `证书请求-${row.subject}.pem`,
      });
    },
  });

  app.route({
    method: 'POST',
    url: '/api/v1/authority/requests/:id/certificate',
    policy: { kind: 'may', action: 'authority.import' },
    summary: 'Import the certificate an outside authority issued on a request, with its chain',
    params: z.object({ id: z.uuid() }),
    multipart: true,
    bodyLimitBytes: 1024 * 1024,
    response: z.object({ subject: z.string(), issuer: z.string(), notAfter: z.string() }),
    handler: async ({ params, files }, ctx) => {
      const [file] = files;
      if (file === undefined) {
        throw new OfficeError('http.invalid-input', { place: 'file' });
      }
      const trust = await authority().service.trust();
      const at = ctx.now();
      return await node.db.asOrgan(ctx, async (tx) => {
        const { certificate, chain, purpose } = await importCertificate(tx, {
          organId: ctx.organId,
          requestId: params.id,
          file: file.bytes,
          trust,
          at,
        });
        await recordAct(tx, {
          kind: certificateImported.kind,
          organId: ctx.organId,
          actor: ctx.actor,
          at,
          body: {
            requestId: params.id,
            purpose,
            subject: nameText(certificate.subject),
            issuer: nameText(certificate.issuer),
            serial: certificate.serial,
            fingerprint: fingerprint(certificate),
            notAfter: new Date(certificate.notAfter).toISOString(),
          },
        });
        await node.services.announce(certificateArrived, tx, {
          organId: ctx.organId,
          requestId: params.id,
          certificate: certificate.der,
          chain,
          at,
        });
        return {
          subject: nameTitle(certificate.subject),
          issuer: nameTitle(certificate.issuer),
          notAfter: new Date(certificate.notAfter).toISOString(),
        };
      });
    },
  });
}
