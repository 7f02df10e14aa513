/** The HTTP server: every route passes one guard, every answer one error handler. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyMultipart from '@fastify/multipart';
import fastifyRateLimit from '@fastify/rate-limit';
import fastifySwagger from '@fastify/swagger';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Clock } from '../clock/index.ts';
import { OfficeError } from '../errors/index.ts';
import type { Logger } from '../logging/index.ts';
import type { Metrics } from '../metrics/index.ts';
import { answerErrors } from './answer-errors.ts';
import type { Context, PublicContext, SessionSource } from './context.ts';
import { admit } from './guard.ts';
import { readMultipart } from './multipart.ts';
import type { Policy, RawReply, RouteRegistrar, RouteSpec } from './route.ts';
import { serveWeb } from './web-files.ts';

/** What the server needs from the node. */
export type HttpOptions = {
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  sessions: SessionSource;
  authorise(ctx: Context, action: string): void;
  tls?: { certificatePath: string; keyPath: string };
  publicUrl?: string;
  requestsPerMinute: number;
  limitRates: boolean;
  trustProxy: boolean;
  /** Folder of the built web client. */
  webFolder: string;
};

/** A route as the tests walk it. */
export type RegisteredRoute = {
  method: string;
  url: string;
  policy: Policy;
  module: string;
  multipart: boolean;
  schemas: { params?: z.ZodType; query?: z.ZodType; body?: z.ZodType };
};

/** The server of one node. */
export type HttpServer = {
  /** Registrar for one module's routes. */
  registrar(module: string): RouteRegistrar;
  routes: readonly RegisteredRoute[];
  /** Listens and returns the URL without a trailing slash. */
  listen(host: string, port: number): Promise<string>;
  /** The OpenAPI 3.1 description of all routes. */
  openapi(): Promise<object>;
  inject: FastifyInstance['inject'];
  close(): Promise<void>;
};

type AnyRoute = RouteSpec<
  Policy,
  z.ZodType | undefined,
  z.ZodType | undefined,
  z.ZodType | undefined,
  z.ZodType | undefined
>;

const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.object({ zh: z.string(), en: z.string() }),
    remedy: z.object({ zh: z.string(), en: z.string() }).optional(),
    details: z.unknown().optional(),
  }),
});

z.globalRegistry.add(errorSchema, { id: 'Error' });

const smallBodyBytes = 1024 * 1024;
const fileBodyBytes = 64 * 1024 * 1024;

/** Builds the server; modules add their routes before `listen`. */
export async function makeHttp(options: HttpOptions): Promise<HttpServer> {
  const app = Fastify({
    genReqId: () => randomUUID(),
    bodyLimit: smallBodyBytes,
    trustProxy: options.trustProxy,
    forceCloseConnections: true,
    // A body that trickles in must not hold a connection for ever; long enough for 64 MiB over a village's line.
    requestTimeout: 300_000,
    connectionTimeout: 330_000,
    routerOptions: { maxParamLength: 200 },
    ...(options.tls
      ? {
          https: {
            cert: readFileSync(options.tls.certificatePath),
            key: readFileSync(options.tls.keyPath),
            minVersion: 'TLSv1.2',
          },
        }
      : {}),
  }) as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(fastifyCookie);
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: options.tls !== undefined || options.publicUrl?.startsWith('https:') === true,
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(fastifyRateLimit, {
    global: options.limitRates,
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: () => new OfficeError('http.too-many-requests'),
  });
  await app.register(fastifyMultipart, {
    limits: { fileSize: fileBodyBytes, files: 20, fields: 40, fieldSize: smallBodyBytes, headerPairs: 100 },
  });
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Yiwen 一文通', version: '1', description: 'HTTP API of one node.' },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'no-store');
    }
  });
  countRequests(app, options.metrics);
  takeBytes(app);
  answerErrors(app, options.log, options.metrics);
  await serveWeb(app, options.webFolder);

  const routes: RegisteredRoute[] = [];
  const origins = options.publicUrl ? [new URL(options.publicUrl).origin] : [];

  function add(module: string, spec: AnyRoute): void {
    if (!spec.policy) {
      throw new Error(`route ${spec.method} ${spec.url} has no policy`);
    }
    if (spec.withoutCsrf && spec.policy.kind !== 'public') {
      throw new Error(`route ${spec.method} ${spec.url}: only a public route may go without a CSRF token`);
    }
    const multipart = spec.multipart ?? false;
    const bodyLimit = spec.bodyLimitBytes ?? (multipart ? fileBodyBytes : smallBodyBytes);
    routes.push({
      method: spec.method,
      url: spec.url,
      policy: spec.policy,
      module,
      multipart,
      schemas: { params: spec.params, query: spec.query, body: spec.body },
    });
    app.route({
      method: spec.method,
      url: spec.url,
      bodyLimit,
      config: {
        ...(spec.perMinute && options.limitRates
          ? { rateLimit: { max: spec.perMinute, timeWindow: 60_000 } }
          : {}),
        takesBytes: spec.takesBytes ?? false,
      },
      schema: {
        summary: spec.summary,
        tags: [module],
        ...(spec.params ? { params: spec.params } : {}),
        ...(spec.query ? { querystring: spec.query } : {}),
        ...(spec.body ? { body: spec.body } : {}),
        ...(multipart ? { consumes: ['multipart/form-data'] } : {}),
        ...(spec.produces ? { produces: [spec.produces] } : {}),
        ...(spec.response ? { response: { 200: spec.response, '4xx': errorSchema } } : {}),
      },
      onRequest: async (request, reply) => {
        remembered.set(
          request,
          await admit(
            {
              policy: spec.policy,
              withoutCsrf: spec.withoutCsrf ?? false,
              sessions: options.sessions,
              clock: options.clock,
              authorise: options.authorise,
              origins: () => origins,
            },
            request,
            reply,
          ),
        );
      },
      handler: async (request, reply) => {
        const parts = multipart ? await readMultipart(request, bodyLimit) : { files: [], fields: {} };
        const answer = (await spec.handler(
          {
            params: request.params as never,
            query: request.query as never,
            body: request.body as never,
            ...parts,
            request,
            reply,
          },
          remembered.get(request) as never,
        )) as RawReply | object | undefined;
        if (isRaw(answer)) {
          reply.code(answer.status).headers(answer.headers);
          const { body } = answer;
          return reply.send(
            typeof body === 'string'
              ? Buffer.from(body)
              : body instanceof Uint8Array
                ? Buffer.from(body.buffer, body.byteOffset, body.byteLength)
                : Readable.from(body),
          );
        }
        return answer === undefined ? reply.code(204).send() : answer;
      },
    });
  }

  return {
    routes,
    registrar: (module) => ({ route: (spec) => add(module, spec as unknown as AnyRoute) }),
    async listen(host, port) {
      await app.listen({ host, port });
      const { address, port: taken } = app.server.address() as { address: string; port: number };
      const shown = address === '127.0.0.1' || address === '::1' ? 'localhost' : address;
      return `${options.tls ? 'https' : 'http'}://${shown.includes(':') ? `[${shown}]` : shown}:${taken}`;
    },
    async openapi() {
      await app.ready();
      return app.swagger();
    },
    inject: app.inject.bind(app) as FastifyInstance['inject'],
    close: () => app.close(),
  };
}

/** Bodies of other media types: as they came, and only for routes that take bytes. */
function takeBytes(app: FastifyInstance): void {
  app.addContentTypeParser(['*', 'text/plain'], { parseAs: 'buffer' }, (request, body, done) => {
    const { takesBytes } = request.routeOptions.config as { takesBytes?: boolean };
    if (takesBytes) {
      done(null, body);
    } else {
      done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }));
    }
  });
}

/** Contexts of requests under way; a WeakMap keeps them typed without widening Fastify's own types. */
const remembered = new WeakMap<FastifyRequest, PublicContext | Context>();

function isRaw(answer: unknown): answer is RawReply {
  return typeof answer === 'object' && answer !== null && (answer as RawReply).raw === true;
}

function countRequests(app: FastifyInstance, metrics: Metrics): void {
  const seconds = metrics.histogram(
    'yiwen_http_request_seconds',
    'Time to answer a request',
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    ['method', 'route', 'status'],
  );
  app.addHook('onResponse', async (request, reply) => {
    seconds.observe(reply.elapsedTime / 1000, {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    });
  });
}
