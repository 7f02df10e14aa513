/** Acting as somebody of the demonstration: the same calls the routes make, with the same checks. */
import { randomBytes, randomUUID } from 'node:crypto';
import {
  listMatters,
  loadMatter,
  loadSteps,
  type Performed,
  perform,
  type VerbBody,
} from '../modules/workflow/index.ts';
import type { Context } from '../platform/http/index.ts';
import type { Node } from '../platform/node/index.ts';
import type { DemoClock } from './clock.ts';
import type { Seat, World } from './world.ts';

/** Where the demonstration plays. */
export type Stage = { node: Node; clock: DemoClock; world: World; today: string };

/** The context of a request of somebody. */
export function contextOf(stage: Stage, seat: Seat): Context {
  return {
    now: () => stage.clock.now(),
    newId: () => randomUUID(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    requestId: 'demo',
    language: 'zh',
    ip: '',
    organId: seat.organId,
    homeOrganId: seat.homeOrganId,
    personId: seat.personId,
    postId: seat.postId,
    actor: { personId: seat.personId, name: seat.name, postId: seat.postId, post: seat.title },
    roles: [seat.role],
    sessionId: '',
  };
}

/** Does a verb on the open step the seat holds. */
export async function act(
  stage: Stage,
  seat: Seat,
  matterId: string,
  verb: string,
  body: Partial<VerbBody> = {},
): Promise<Performed> {
  const { matter, steps } = await stage.node.db.asOrgan({ organId: seat.organId }, async (tx) => ({
    matter: await loadMatter(tx, matterId, false),
    steps: await loadSteps(tx, matterId),
  }));
  const step = steps.find((one) => one.state === 'open' && one.holder.postId === seat.postId);
  if (matter === undefined || step === undefined) {
    throw new Error(`${seat.name} holds no open step of ${matter?.title ?? matterId} to ${verb}`);
  }
  stage.node.authorise(contextOf(stage, seat), 'workflow.act');
  return await perform(stage.node, contextOf(stage, seat), {
    matterId,
    stepId: step.id,
    verb,
    body: { key: randomUUID(), expected: matter.revision, ...body },
  });
}

/** The incoming matter an organ has of a document, by the sender's number. */
export async function incomingOf(stage: Stage, seat: Seat, number: string): Promise<string> {
  const { items } = await stage.node.db.asOrgan({ organId: seat.organId }, (tx) =>
    listMatters(tx, contextOf(stage, seat), { box: 'incoming', q: number, cursor: undefined, limit: 1 }),
  );
  const [matter] = items;
  if (matter === undefined) {
    throw new Error(`${number} has not come in at ${seat.organ}`);
  }
  return matter.id;
}

/** Waits until every job that acts asked for is done. */
export async function settle(stage: Stage): Promise<void> {
  await stage.node.jobs.idle(60_000);
}
