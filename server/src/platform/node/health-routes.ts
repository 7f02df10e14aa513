import { z } from 'zod';
import type { OpenDatabase } from '../database/index.ts';
import { OfficeError } from '../errors/index.ts';
import { type HttpServer, reply, sameSecret } from '../http/index.ts';
import type { OpenJobs } from '../jobs/index.ts';
import type { Node } from './node.ts';

/** Liveness, readiness, metrics and the API description. */
export function healthRoutes(
  http: HttpServer,
  node: Node,
  parts: { ready(): boolean; db: OpenDatabase; jobs: OpenJobs },
): void {
  const app = http.registrar('platform');
  const answer = z.object({ status: z.literal('ok') });
  app.route({
    method: 'GET',
    url: '/health/live',
    policy: { kind: 'public' },
    summary: 'The process answers.',
    response: answer,
    handler: async () => ({ status: 'ok' as const }),
  });
  app.route({
    method: 'GET',
    url: '/health/ready',
    policy: { kind: 'public' },
    summary: 'The node can take requests: started, and the database answers.',
    response: answer,
    handler: async () => {
      if (!parts.ready()) {
        throw new OfficeError('http.unavailable');
      }
      await parts.db.ping().catch(() => {
        throw new OfficeError('http.unavailable');
      });
      return { status: 'ok' as const };
    },
  });
  const waiting = node.metrics.gauge('yiwen_jobs_count', 'Jobs by queue and state', ['queue', 'state']);
  const connections = node.metrics.gauge(
    'yiwen_database_connections_count',
    'Connections by role and state',
    ['role', 'state'],
  );
  node.metrics.onExpose(async () => {
    for (const { queue, state, count } of await parts.jobs.counts()) {
      waiting.set(count, { queue, state });
    }
    for (const [role, counts] of Object.entries(parts.db.poolCounts())) {
      for (const [state, count] of Object.entries(counts)) {
        connections.set(count, { role, state });
      }
    }
  });
  app.route({
    method: 'GET',
    url: '/metrics',
    policy: { kind: 'public' },
    summary: 'Prometheus metrics, for this machine or with the token.',
    produces: 'text/plain',
    handler: async ({ request }) => {
      const local = request.socket.remoteAddress ?? '';
      const token = node.settings.metricsToken;
      const sent = request.headers.authorization?.replace(/^Bearer /, '');
      const proxied = request.headers['x-forwarded-for'] !== undefined;
      const near = !proxied && /^(127\.|::1$|::ffff:127\.)/.test(local);
      if (!near && !(token && sent && sameSecret(sent, token))) {
        throw new OfficeError('http.not-found');
      }
      return reply(await node.metrics.expose(), { type: 'text/plain; version=0.0.4; charset=utf-8' });
    },
  });
  app.route({
    method: 'GET',
    url: '/api/openapi.json',
    policy: { kind: 'public' },
    summary: 'This description.',
    produces: 'application/json',
    handler: async () =>
      reply(JSON.stringify(await http.openapi()), { type: 'application/json; charset=utf-8' }),
  });
}
