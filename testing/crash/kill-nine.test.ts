/**
 * kill -9 of the server at seeded random points of the journey. Started again: no act that was answered is missing,
 * none is doubled, each village has the paper once, and the log checks clean.
 * Points: YIWEN_KILLS (3 here; the soak run takes 50).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { ApiError, Client } from '../journey/client.ts';
import { dispatchJourney, newJourney, until, viewOf } from '../journey/dispatch.ts';
import { freePort, startNodeProcess } from '../journey/node-process.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const kills = Number(process.env.YIWEN_KILLS ?? 3);

/** mulberry32: a small seeded generator, so that a failing run can be repeated. */
function generator(start: number): () => number {
  let a = start >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('kill -9 on the journey', () => {
  it(`loses and doubles nothing (${kills} kills, YIWEN_SEED=${seed})`, {
    timeout: 120_000 + kills * 60_000,
  }, async () => {
    console.log(`kill-nine YIWEN_SEED=${seed} kills=${kills}`);
    const random = generator(seed);
    const data = await mkdtemp(join(tmpdir(), 'yiwen-kill-'));
    const port = await freePort();
    let node = await startNodeProcess({ data, port });
    try {
      let left = kills;
      while (left > 0) {
        const state = newJourney();
        const sessions = new Map<string, Client>();
        const signIn = async (login: string) => {
          const known = sessions.get(login) ?? (await new Client(node.url).signIn(login, 'heting-2026'));
          sessions.set(login, known);
          return known;
        };
        // A kill falls into about every third step, at a random moment of that request.
        for (const step of dispatchJourney) {
          let killing = left > 0 && random() < 0.35;
          for (let attempt = 0; ; attempt += 1) {
            const killAfterMs = random() * 120;
            const running = step.run(signIn, state).then(
              () => undefined,
              (error: unknown) => error,
            );
            if (killing) {
              await new Promise((resolve) => setTimeout(resolve, killAfterMs));
              await node.kill();
              left -= 1;
              killing = false;
              await running;
              node = await startNodeProcess({ data, port });
              continue;
            }
            const error = await running;
            if (error === undefined) {
              break;
            }
            if (error instanceof ApiError && error.status === 401 && attempt < 3) {
              sessions.clear();
              continue;
            }
            throw error;
          }
        }
        const clerk = await signIn('ws');
        const view = await until('every act in the log', 60_000, async () => {
          const seen = await viewOf(clerk, state);
          return seen.timeline.every((act) => act.logged) ? seen : undefined;
        });
        expect(view.state).toBe('closed');
        const kinds = view.timeline.map((act) => act.kind);
        for (const act of state.answered.filter((answered) => !/sign-?for|signed-for/.test(answered.kind))) {
          expect(
            view.timeline.filter((known) => known.id === act.id),
            `answered act ${act.kind}`,
          ).toHaveLength(1);
        }
        for (const once of ['sealing.requested', 'sealing.sealed']) {
          expect(
            kinds.filter((kind) => kind === once),
            once,
          ).toHaveLength(1);
        }
        expect(view.document.renditions.filter((rendition) => rendition.sealed)).toHaveLength(2);
        expect(view.deliveries).toHaveLength(5);
        expect(new Set(view.timeline.map((act) => `${act.logged?.origin} ${act.logged?.index}`)).size).toBe(
          view.timeline.length,
        );
        const origins = new Set(view.timeline.map((act) => act.logged?.origin));
        for (const origin of origins) {
          const [, path] = /(log\/.+)$/.exec(String(origin)) ?? [];
          expect(await main(['log', 'fsck', `${node.url}/${path}`])).toBe(0);
        }
      }
    } finally {
      await node.stop();
      await rm(data, { recursive: true, force: true });
    }
  });
});
