import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { errorAnswer, OfficeError } from '../errors/index.ts';

/** Addresses that are never a page of the web client. */
const notPages = /^\/(api|health|metrics|log|trust|v)(\/|$)/;

/** Serves the built web client; an unknown address that wants HTML gets its first page, which then finds its way. */
export async function serveWeb(app: FastifyInstance, folder: string): Promise<void> {
  if (existsSync(folder)) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: true,
      index: ['index.html'],
      // The web build leaves a .br and a .gz beside each text file.
      preCompressed: true,
      setHeaders(reply, path) {
        const forEver = path.includes(`${join(folder, 'assets')}`);
        reply.header('cache-control', forEver ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0]!;
    const wantsPage =
      request.method === 'GET' &&
      !notPages.test(path) &&
      (request.headers.accept ?? '').includes('text/html');
    if (!wantsPage) {
      return await reply
        .code(404)
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(errorAnswer(new OfficeError('http.not-found'))));
    }
    const page = join(folder, 'index.html');
    if (!existsSync(page)) {
      return await reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send('页面还没有构建，请先运行 npm start。\nThe pages are not built yet; run npm start.\n');
    }
    return await reply
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(await readFile(page));
  });
}
