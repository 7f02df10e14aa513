import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestNode, type TestNode } from '../../testing/index.ts';
import { OfficeError } from '../errors/index.ts';
import type { Module } from '../node/index.ts';
import { reply } from './index.ts';

const probe: Module = {
  name: 'probe',
  floor: 4,
  permissions: { 'probe.look': ['clerk'] },
  routes(app) {
    app.route({
      method: 'POST',
      url: '/api/v1/probe/echo',
      policy: { kind: 'public' },
      withoutCsrf: true,
      summary: 'Echo.',
      body: z.strictObject({ n: z.number().int().max(9), list: z.array(z.string()).optional() }),
      response: z.object({ n: z.number() }),
      handler: async ({ body }) => ({ n: body.n, secret: 'never leaves' }),
    });
    app.route({
      method: 'GET',
      url: '/api/v1/probe/fault',
      policy: { kind: 'public' },
      summary: 'Fails.',
      handler: async () => {
        throw new Error('password=hunter2');
      },
    });
    app.route({
      method: 'GET',
      url: '/api/v1/probe/refusal',
      policy: { kind: 'public' },
      summary: 'Refuses.',
      handler: async () => {
        throw new OfficeError('permissions.denied', { action: 'probe.look' });
      },
    });
    app.route({
      method: 'GET',
      url: '/api/v1/probe/file',
      policy: { kind: 'public' },
      summary: 'A file.',
      produces: 'application/pdf',
      handler: async () =>
        reply(new TextEncoder().encode('%PDF-'), {
          type: 'application/pdf',
          fileName: '禾汀政发〔2026〕12号.pdf',
        }),
    });
    app.route({
      method: 'POST',
      url: '/api/v1/probe/upload',
      policy: { kind: 'public' },
      withoutCsrf: true,
      multipart: true,
      bodyLimitBytes: 4096,
      summary: 'Takes files.',
      response: z.object({ names: z.array(z.string()), sizes: z.array(z.number()), note: z.string() }),
      handler: async ({ files, fields }) => ({
        names: files.map((file) => file.name),
        sizes: files.map((file) => file.bytes.length),
        note: fields.note ?? '',
      }),
    });
    app.route({
      method: 'GET',
      url: '/api/v1/probe/rare',
      policy: { kind: 'public' },
      summary: 'Seldom.',
      perMinute: 3,
      response: z.object({}),
      handler: async () => ({}),
    });
  },
};

describe('HTTP', () => {
  let test: TestNode;
  beforeAll(async () => {
    const webFolder = mkdtempSync(join(tmpdir(), 'yiwen-web-'));
    mkdirSync(join(webFolder, 'assets'));
    writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>一文通</title>');
    writeFileSync(join(webFolder, 'assets', 'app-1a2b.js'), 'export {};');
    test = await startTestNode({
      modules: [probe],
      roles: ['clerk'],
      webFolder,
      environment: { YIWEN_LIMIT_RATES: 'true' },
    });
  });
  afterAll(() => test?.stop());

  it('checks input by schema and says what is wrong', async () => {
    const answer = await test.visitor().post('/api/v1/probe/echo', { n: 12, list: [1] });
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toBe('http.invalid-input');
    expect(answer.body.error.details.map((one: { place: string }) => one.place)).toEqual([
      'body/n',
      'body/list/0',
    ]);
    expect((await test.visitor().post('/api/v1/probe/echo', { n: 1, more: 1 })).status).toBe(400);
  });

  it('strips from answers what the schema does not name', async () => {
    expect((await test.visitor().post('/api/v1/probe/echo', { n: 3 })).body).toEqual({ n: 3 });
  });

  it('answers a fault of ours without telling what it was', async () => {
    const { status, body, headers } = await test.visitor().get('/api/v1/probe/fault');
    expect(status).toBe(500);
    expect(body.error.code).toBe('http.fault');
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers refusals, broken JSON, wrong media types and unknown addresses in words', async () => {
    expect((await test.visitor().get('/api/v1/probe/refusal')).body.error.message.zh).toContain('岗位');
    const broken = await fetch(`${test.url}/api/v1/probe/echo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"n":',
    });
    expect([broken.status, ((await broken.json()) as { error: { code: string } }).error.code]).toEqual([
      400,
      'http.invalid-input',
    ]);
    expect((await test.visitor().get('/api/v1/nothing')).body.error.code).toBe('http.not-found');
    const large = await test.visitor().post('/api/v1/probe/echo', { n: 1, list: ['x'.repeat(1_100_000)] });
    expect(large.status).toBe(413);
  });

  it('sends a strict content security policy without inline script or style', async () => {
    const { headers } = await test.visitor().get('/api/v1/session');
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain('unsafe-eval');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('sends files with their Chinese name', async () => {
    const { headers, bytes } = await test.visitor().bytes('/api/v1/probe/file');
    expect(new TextDecoder().decode(bytes)).toBe('%PDF-');
    expect(decodeURIComponent(headers.get('content-disposition')!)).toContain('禾汀政发〔2026〕12号.pdf');
  });

  it('takes several files and fields, and refuses what is no multipart', async () => {
    const answer = await test.visitor().upload(
      '/api/v1/probe/upload',
      [
        { field: 'file', name: '通知.pdf', bytes: new Uint8Array(10) },
        { field: 'file', name: '../b.ofd', bytes: new Uint8Array(3) },
      ],
      { note: '附件' },
    );
    expect(answer.body).toEqual({ names: ['通知.pdf', 'b.ofd'], sizes: [10, 3], note: '附件' });
    expect((await test.visitor().post('/api/v1/probe/upload', {})).status).toBe(400);
  });

  it('holds the limit over all files of a request together, not over each', async () => {
    const files = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        field: 'file',
        name: `${i}.pdf`,
        bytes: new Uint8Array(1500),
      }));
    expect((await test.visitor().upload('/api/v1/probe/upload', files(2))).status).toBe(200);
    const refused = await test.visitor().upload('/api/v1/probe/upload', files(3));
    expect(refused).toMatchObject({ status: 413, body: { error: { code: 'http.too-large' } } });
  });

  it('slows down a caller who asks too often', async () => {
    const statuses = [];
    for (let call = 0; call < 5; call++) {
      statuses.push((await test.visitor().get('/api/v1/probe/rare')).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });

  it('serves the web client, and its first page for every address of its own', async () => {
    const page = async (path: string): Promise<{ status: number; text: string; cache: string | null }> => {
      const response = await fetch(test.url + path, { headers: { accept: 'text/html' } });
      return {
        status: response.status,
        text: await response.text(),
        cache: response.headers.get('cache-control'),
      };
    };
    expect((await page('/')).text).toContain('一文通');
    expect(await page('/todo/42')).toMatchObject({ status: 200, cache: 'no-cache' });
    expect((await page('/assets/app-1a2b.js')).cache).toContain('immutable');
    expect((await page('/api/v1/nothing')).status).toBe(404);
    expect((await page('/../../package.json')).text).not.toContain('"name"');
  });

  it('tells health and metrics, metrics to this machine only', async () => {
    expect((await test.visitor().get('/health/live')).body).toEqual({ status: 'ok' });
    expect((await test.visitor().get('/health/ready')).body).toEqual({ status: 'ok' });
    const metrics = await test.visitor().get('/metrics');
    expect(metrics.body).toContain('yiwen_http_request_seconds_count');
    expect(metrics.body).toContain('yiwen_database_connections_count{role="yiwen_app"');
    const far = await fetch(`${test.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.5' } });
    expect(far.status).toBe(404);
  });

  it('describes itself as OpenAPI 3.1', async () => {
    const { body } = await test.visitor().get('/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(
      body.paths['/api/v1/probe/echo'].post.requestBody.content['application/json'].schema.required,
    ).toEqual(['n']);
  });
});
