import { z } from 'zod';
import type { RouteRegistrar } from '../../platform/http/index.ts';
import type { LogService } from './log-service.ts';
import type { Witnessing } from './witnessing.ts';

const times = z.object({ size: z.int(), at: z.iso.datetime() }).nullable();

const status = z.object({
  /** Whether a quorum of witnesses is asked for. */
  isAsked: z.boolean(),
  /** Why nothing is signed any more; null when all is well. */
  halted: z.string().nullable(),
  size: z.int(),
  signedAt: z.iso.datetime().nullable(),
  witnessed: z
    .object({
      size: z.int(),
      at: z.iso.datetime(),
      by: z.array(z.object({ name: z.string(), at: z.iso.datetime() })),
    })
    .nullable(),
  witnesses: z.array(
    z.object({
      name: z.string(),
      size: z.int(),
      at: z.iso.datetime().nullable(),
      state: z.enum(['fresh', 'behind', 'silent', 'conflict']),
    }),
  ),
  /** Acts that no witness has seen yet, and the time of the oldest. */
  window: z.object({ entries: z.int(), since: z.iso.datetime().nullable() }),
  anchored: times,
  timestamped: times,
});

/** How far the witnesses of the reader's own log have come, for the page of the log. */
export function statusRoute(app: RouteRegistrar, service: () => LogService): void {
  app.route({
    method: 'GET',
    url: '/api/v1/log/:year/witnesses',
    policy: { kind: 'session' },
    summary: 'How far the witnesses of my organ’s log of a year have come; null before its first entry',
    params: z.object({ year: z.coerce.number().int().min(2000).max(9999) }),
    response: status.nullable(),
    async handler({ params }, ctx) {
      const found = await service().witnessing(ctx.organId, params.year);
      return found === undefined ? null : answer(found);
    },
  });
}

function answer(found: Witnessing): z.input<typeof status> {
  const iso = (at: Date | undefined): string | null => at?.toISOString() ?? null;
  const sized = (one: { size: number; at: Date } | undefined) =>
    one === undefined ? null : { size: one.size, at: one.at.toISOString() };
  return {
    isAsked: found.isAsked,
    halted: found.halted ?? null,
    size: found.size,
    signedAt: iso(found.signedAt),
    witnessed:
      found.witnessed === undefined
        ? null
        : {
            size: found.witnessed.size,
            at: found.witnessed.reachedAt.toISOString(),
            by: found.witnessed.by.map(({ name, at }) => ({ name, at: at.toISOString() })),
          },
    witnesses: found.witnesses.map(({ name, size, at, fault }) => ({
      name,
      size,
      at: iso(at),
      state: fault?.isAlarm ? 'conflict' : fault ? 'silent' : size >= found.size ? 'fresh' : 'behind',
    })),
    window: { entries: found.window.entries, since: iso(found.window.since) },
    anchored: sized(found.anchored),
    timestamped: sized(found.timestamped),
  };
}
