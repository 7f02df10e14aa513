import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCalendar } from '../calendar/index.ts';
import { systemClock } from '../clock/index.ts';
import { readSettings } from '../config/index.ts';
import { makeHttp } from '../http/index.ts';
import { makeLogger } from '../logging/index.ts';
import { makeMetrics } from '../metrics/index.ts';
import { healthRoutes } from './health-routes.ts';
import type { Module, Node } from './node.ts';
import { makeServices } from './services.ts';

/** The OpenAPI description of all routes, without a database: routes are registered and never called. */
export async function describeApi(modules: readonly Module[]): Promise<object> {
  const settings = readSettings(modules, {}, join(tmpdir(), 'no-such-yiwen.json'));
  const untouchable = new Proxy(
    {},
    {
      get(_target, name) {
        throw new Error(`describing routes must not use ${String(name)}`);
      },
    },
  ) as never;
  const log = makeLogger('silent', () => systemClock.now());
  const metrics = makeMetrics();
  const node: Node = {
    dataDir: tmpdir(),
    settings: settings.platform,
    settingsOf: (module) => settings.modules.get(module.name) as never,
    clock: systemClock,
    calendar: makeCalendar(),
    log,
    metrics,
    db: untouchable,
    jobs: untouchable,
    blobs: untouchable,
    services: makeServices(),
    authorise: () => undefined,
    publicUrl: () => '',
    demo: () => false,
  };
  const http = await makeHttp({
    clock: systemClock,
    log,
    metrics,
    sessions: untouchable,
    authorise: () => undefined,
    requestsPerMinute: 1000,
    limitRates: false,
    trustProxy: false,
    webFolder: join(tmpdir(), 'no-such-web'),
  });
  healthRoutes(http, node, { ready: () => true, db: untouchable, jobs: untouchable });
  for (const module of [...modules].sort((a, b) => a.floor - b.floor)) {
    module.routes?.(http.registrar(module.name), node);
  }
  const description = await http.openapi();
  await http.close();
  return description;
}
