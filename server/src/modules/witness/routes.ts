import { MAX_ADD_CHECKPOINT_BYTES, readTilePath, SIZE_TYPE, type TileName } from '@yiwen/trust/log';
import { z } from 'zod';
import { OfficeError } from '../../platform/errors/index.ts';
import { type RouteRegistrar, reply } from '../../platform/http/index.ts';
import './errors.ts';
import type { WitnessRole } from './witness-role.ts';

const text = 'text/plain; charset=utf-8';
const open = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };
const logParams = z.object({ digest: z.string().regex(/^[0-9a-f]{64}$/) });

/** The witness protocol (C2SP tlog-witness) and the mirrored files, for anybody: what is asked is signed by the log. */
export function witnessRoutes(app: RouteRegistrar, role: () => WitnessRole | undefined): void {
  function present(): WitnessRole {
    const one = role();
    if (one === undefined) {
      throw new OfficeError('witness.off');
    }
    return one;
  }
  app.route({
    method: 'POST',
    url: '/witness/add-checkpoint',
    policy: { kind: 'public' },
    // No session is looked at: the checkpoint carries the log's signature.
    withoutCsrf: true,
    takesBytes: true,
    bodyLimitBytes: MAX_ADD_CHECKPOINT_BYTES,
    summary: 'Asks this node, as a witness, to cosign a log’s checkpoint (C2SP tlog-witness)',
    produces: 'text/plain',
    async handler({ request }) {
      const body = request.body instanceof Uint8Array ? request.body : new Uint8Array(0);
      const answer = await present().add(new Uint8Array(body));
      if (answer.status === 200) {
        return reply(answer.line, { type: text });
      }
      return answer.status === 409
        ? reply(`${answer.knownSize}\n`, { type: SIZE_TYPE, status: 409 })
        : reply(`${answer.reason}\n`, { type: text, status: answer.status });
    },
  });
  app.route({
    method: 'GET',
    url: '/witness/vkey',
    policy: { kind: 'public' },
    summary: 'Verifier key of this witness. To be trusted only when known from elsewhere',
    produces: 'text/plain',
    handler: async () => reply(`${present().vkey}\n`, { type: text, headers: open }),
  });
  app.route({
    method: 'GET',
    url: '/witness/:digest/checkpoint',
    policy: { kind: 'public' },
    summary: 'The latest checkpoint of a log that this witness cosigned; `digest` is SHA-256 of its origin',
    params: logParams,
    produces: 'text/plain',
    async handler({ params }) {
      const seen = await present().latest(params.digest);
      if (seen === undefined) {
        throw new OfficeError('witness.log-unknown');
      }
      return reply(seen.note, { type: text, headers: { ...open, 'cache-control': 'public, max-age=2' } });
    },
  });
  app.route({
    method: 'GET',
    url: '/witness/:digest/tile/*',
    policy: { kind: 'public' },
    summary: 'A tile or an entry bundle of a log mirrored here',
    params: logParams.extend({ '*': z.string().max(64) }),
    produces: 'application/octet-stream',
    async handler({ params }) {
      const bytes = await present().file(params.digest, tileOf(params['*']));
      if (bytes === undefined) {
        throw new OfficeError('witness.log-unknown');
      }
      const headers = { ...open, 'cache-control': 'public, max-age=31536000, immutable' };
      return reply(bytes, { type: 'application/octet-stream', headers });
    },
  });
}

function tileOf(rest: string): TileName {
  try {
    return readTilePath(`tile/${rest}`);
  } catch {
    throw new OfficeError('witness.log-unknown');
  }
}
