/**
 * kill -9 of the server at seeded random points of the journey. Started again: no act that was answered is missing,
 * none is doubled, each receiver has the paper once, no number is missing, and every log checks clean.
 * Points: YIWEN_KILLS (3 here; the soak run takes 50).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../cli/src/main.ts';
import { ApiError, Client } from '../journey/client.ts';
import {
  dispatchJourney,
  type JourneyState,
  type JourneyStep,
  newJourney,
  until,
  villageClerks,
} from '../journey/dispatch.ts';
import { freePort, type NodeProcess, startNodeProcess } from '../journey/node-process.ts';
import type { MatterView, TodoItem } from '../journey/views.ts';

const seed = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const kills = Number(process.env.YIWEN_KILLS ?? 3);
/** How long a start may take: the first one makes the demonstration, perhaps beside other work on the machine. */
const patienceMs = 600_000;

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

/** A node that is killed and started again on the same data, and who is signed in to it. */
class KilledNode {
  readonly #data: string;
  readonly #port: number;
  readonly #begun = performance.now();
  #node: NodeProcess | undefined;
  #sessions = new Map<string, Client>();

  private constructor(data: string, port: number) {
    this.#data = data;
    this.#port = port;
  }

  static async start(data: string): Promise<KilledNode> {
    const node = new KilledNode(data, await freePort());
    await node.startAgain();
    return node;
  }

  get url(): string {
    return this.#running.url;
  }

  get #running(): NodeProcess {
    if (this.#node === undefined) {
      throw new Error('the node is not running');
    }
    return this.#node;
  }

  kill(): Promise<void> {
    return this.#running.kill();
  }

  /** Time goes on while the node is down, as it does: certificates and receipts made before it must not lie ahead. */
  async startAgain(): Promise<void> {
    const now = new Date(Date.UTC(2026, 10, 23, 1) + performance.now() - this.#begun);
    this.#node = await startNodeProcess({
      data: this.#data,
      port: this.#port,
      readyMs: patienceMs,
      env: { YIWEN_CLOCK: now.toISOString() },
    });
  }

  async stop(): Promise<void> {
    await this.#node?.stop();
  }

  readonly signIn = async (login: string): Promise<Client> => {
    const known = this.#sessions.get(login) ?? (await new Client(this.url).signIn(login, 'heting-2026'));
    this.#sessions.set(login, known);
    return known;
  };

  forgetSessions(): void {
    this.#sessions.clear();
  }
}

/** Does one step, killed at a random moment of it when `killing`; answered and asked again until it is done. */
async function doStep(node: KilledNode, step: JourneyStep, state: JourneyState, killAfterMs?: number) {
  if (killAfterMs !== undefined) {
    const running = step.run(node.signIn, state).catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, killAfterMs));
    await node.kill();
    await running;
    await node.startAgain();
  }
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await step.run(node.signIn, state);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401 && attempt < 3)) {
        throw error;
      }
      node.forgetSessions();
    }
  }
}

/** The matter once every act of it is in the log. */
function loggedView(client: Client, matterId: string): Promise<MatterView> {
  return until('every act in the log', 60_000, async () => {
    const seen = await client.get<MatterView>(`/matters/${matterId}`);
    return seen.timeline.every((act) => act.logged) ? seen : undefined;
  });
}

function expectOnce(view: MatterView, acts: JourneyState['answered']): void {
  for (const act of acts) {
    expect(
      view.timeline.filter((known) => known.id === act.id),
      `answered act ${act.kind}`,
    ).toHaveLength(1);
  }
}

const kindsOf = (view: MatterView, kind: string) => view.timeline.filter((act) => act.kind === kind);

/** The sender's side: every answered act, one sealing, five deliveries. */
async function checkSender(node: KilledNode, state: JourneyState): Promise<MatterView> {
  const view = await loggedView(await node.signIn('ws'), state.matterId);
  expect(view.state).toBe('closed');
  expectOnce(
    view,
    state.answered.filter((act) => !state.received.has(act.id)),
  );
  expect(kindsOf(view, 'sealing.requested')).toHaveLength(1);
  expect(kindsOf(view, 'sealing.sealed')).toHaveLength(1);
  expect(view.document.renditions.filter((rendition) => rendition.sealed)).toHaveLength(2);
  expect(view.deliveries).toHaveLength(5);
  return view;
}

/** A receiver's side: the paper once, signed for once, no second one of this number waiting. */
async function checkReceiver(
  node: KilledNode,
  state: JourneyState,
  login: string,
  number: string | undefined,
): Promise<MatterView> {
  const client = await node.signIn(login);
  const { path } = state.sent.get(`sign-for-${login}`) as { path: string };
  const view = await loggedView(client, path.split('/')[2]!);
  expectOnce(
    view,
    state.answered.filter((act) => state.received.get(act.id) === login),
  );
  expect(view.steps.filter((step) => step.node === 'receive')).toHaveLength(1);
  const { items } = await client.get<{ items: TodoItem[] }>('/todo?limit=100');
  expect(items.filter((item) => item.node === 'receive' && item.number === number)).toEqual([]);
  return view;
}

describe('kill -9 on the journey', () => {
  it(`loses and doubles nothing (${kills} kills, YIWEN_SEED=${seed})`, {
    timeout: patienceMs + kills * 60_000,
  }, async () => {
    console.log(`kill-nine YIWEN_SEED=${seed} kills=${kills}`);
    const random = generator(seed);
    const data = await mkdtemp(join(tmpdir(), 'yiwen-kill-'));
    const node = await KilledNode.start(data);
    const numbers: number[] = [];
    try {
      let left = kills;
      while (left > 0) {
        const state = newJourney();
        // A kill falls into about every third step, at a random moment of that request.
        for (const step of dispatchJourney) {
          const killAfterMs = left > 0 && random() < 0.35 ? random() * 120 : undefined;
          if (killAfterMs !== undefined) {
            left -= 1;
            console.log(`kill ${kills - left}/${kills}: ${step.name} after ${killAfterMs.toFixed(0)} ms`);
          }
          await doStep(node, step, state, killAfterMs);
        }
        const sent = await checkSender(node, state);
        const { number } = sent.document.registration;
        const views = [sent];
        for (const login of villageClerks) {
          views.push(await checkReceiver(node, state, login, number));
        }
        numbers.push(Number(/〕(\d+)号/.exec(number ?? '')?.[1]));
        const logged = views.flatMap((view) => view.timeline.map((act) => act.logged));
        expect(new Set(logged.map((at) => `${at?.origin} ${at?.index}`)).size).toBe(logged.length);
        for (const origin of new Set(logged.map((at) => String(at?.origin)))) {
          const [, path] = /(log\/.+)$/.exec(origin) ?? [];
          expect(await main(['log', 'fsck', `${node.url}/${path}`])).toBe(0);
        }
      }
      expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i));
    } finally {
      await node.stop();
      await rm(data, { recursive: true, force: true });
    }
  });
});
