import { CHECKPOINT_PATH, type LogStore, readTilePath } from '@yiwen/trust/log';
import { z } from 'zod';
import { OfficeError } from '../../platform/errors/index.ts';
import { type RouteRegistrar, reply } from '../../platform/http/index.ts';
import './errors.ts';
import type { LogName } from './log-name.ts';
import type { LogService } from './log-service.ts';

const logParams = z.object({ organId: z.uuid(), year: z.coerce.number().int().min(2000).max(9999) });

/** Anybody, any page: a log is public by its purpose. */
const open = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

/** The static files of each log (C2SP tlog-tiles) and its verifier keys, for anybody. */
export function logRoutes(
  app: RouteRegistrar,
  storeOf: (name: LogName) => LogStore,
  service: () => LogService,
): void {
  app.route({
    method: 'GET',
    url: '/log/:organId/:year/checkpoint',
    policy: { kind: 'public' },
    summary: 'The newest signed checkpoint of a log',
    params: logParams,
    produces: 'text/plain',
    async handler({ params }) {
      const note = await storeOf(params).read(CHECKPOINT_PATH);
      if (note === undefined) {
        throw new OfficeError('log.file-unknown');
      }
      return reply(note, {
        type: 'text/plain; charset=utf-8',
        headers: { ...open, 'cache-control': 'public, max-age=2' },
      });
    },
  });
  app.route({
    method: 'GET',
    url: '/log/:organId/:year/witnessed',
    policy: { kind: 'public' },
    summary: 'The newest checkpoint of a log with its quorum of cosignatures',
    params: logParams,
    produces: 'text/plain',
    async handler({ params }) {
      const note = await service().witnessedCheckpoint(params.organId, params.year);
      if (note === undefined) {
        throw new OfficeError('log.file-unknown');
      }
      return reply(note, {
        type: 'text/plain; charset=utf-8',
        headers: { ...open, 'cache-control': 'public, max-age=2' },
      });
    },
  });
  app.route({
    method: 'GET',
    url: '/log/:organId/:year/times/:size',
    policy: { kind: 'public' },
    summary: 'RFC 3161 token over the text of the checkpoint of a size',
    params: logParams.extend({ size: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
    produces: 'application/octet-stream',
    async handler({ params }) {
      const token = await service().tokenOf(params.organId, params.year, params.size);
      if (token === undefined) {
        throw new OfficeError('log.file-unknown');
      }
      return reply(token, { type: 'application/octet-stream', headers: open });
    },
  });
  app.route({
    method: 'GET',
    url: '/log/:organId/:year/keys',
    policy: { kind: 'public' },
    summary:
      'Verifier keys of a log, one a line: Ed25519, then SM2. To be trusted only when known from elsewhere',
    params: logParams,
    produces: 'text/plain',
    async handler({ params }) {
      const logs = await service().logs();
      const log = logs.find((one) => one.organId === params.organId && one.year === params.year);
      if (log === undefined) {
        throw new OfficeError('log.file-unknown');
      }
      return reply(`${log.vkey}\n${log.sm2Vkey}\n`, { type: 'text/plain; charset=utf-8', headers: open });
    },
  });
  app.route({
    method: 'GET',
    url: '/log/:organId/:year/tile/*',
    policy: { kind: 'public' },
    summary: 'A tile or an entry bundle of a log',
    params: logParams.extend({ '*': z.string().max(64) }),
    produces: 'application/octet-stream',
    async handler({ params }) {
      const bytes = await storeOf(params).read(tileOf(params['*']));
      if (bytes === undefined) {
        throw new OfficeError('log.file-unknown');
      }
      const headers = { ...open, 'cache-control': 'public, max-age=31536000, immutable' };
      return reply(bytes, { type: 'application/octet-stream', headers });
    },
  });
}

function tileOf(rest: string): string {
  const path = `tile/${rest}`;
  try {
    readTilePath(path);
  } catch {
    throw new OfficeError('log.file-unknown');
  }
  return path;
}
