/** A matter begins: its row, its first step and the act that began it. */

import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type ActorRecord, type EventRef, recordAct } from '../../platform/events/index.ts';
import { nodeOf } from './flow.ts';
import { currentFlow } from './flows.ts';
import type { Holder } from './matter-state.ts';
import { nameOf, postsOf } from './people.ts';
import { candidatesAt } from './perform.ts';
import { insertMatter, insertSteps, type MatterFace } from './store.ts';

/** What begins a matter. */
export type NewMatterInput = {
  /** Made by the client, or by the node for what comes in. */
  id: string;
  organId: string;
  flow: string;
  documentId?: string;
  title: string;
  face?: MatterFace;
  /** Who begins it; also who gets the first step where the flow asks the drafter. */
  actor: ActorRecord;
  /** The post the first step goes to; where the flow asks by role and none is given, the first candidate. */
  holder?: Holder;
  deadline?: string;
  at: Date;
  newId: () => string;
  /** The kind of act that begins it, and its body. */
  kind: string;
  data?: Record<string, unknown>;
  basis?: string;
};

/** Begins a matter and records the act. Throws `workflow.key-reused` when the id is taken. */
export async function openMatter(
  tx: Tx,
  input: NewMatterInput,
): Promise<{ matterId: string; stepId: string; act: EventRef }> {
  const flow = currentFlow(input.flow);
  const posts = await postsOf(tx, input.organId, input.at);
  const holder = input.holder ?? candidatesAt(flow, flow.start, posts)[0];
  if (holder === undefined || !posts.has(holder.postId)) {
    throw new OfficeError('workflow.no-holder', { node: flow.start });
  }
  const matter = {
    id: input.id,
    organId: input.organId,
    flow,
    kind: flow.matterKind,
    drafter: holder,
    title: input.title,
    openedAt: input.at,
    ...(input.documentId === undefined ? {} : { documentId: input.documentId }),
    ...(input.face?.number === undefined ? {} : { number: input.face.number }),
    ...(input.face?.urgency == null ? {} : { urgency: input.face.urgency }),
    ...(input.face?.counterpart === undefined ? {} : { counterpart: input.face.counterpart }),
  };
  if (!(await insertMatter(tx, matter))) {
    throw new OfficeError('workflow.key-reused', { id: input.id });
  }
  const stepId = input.newId();
  const first = {
    id: stepId,
    node: flow.start,
    holder,
    ...(input.deadline === undefined ? {} : { deadline: input.deadline }),
  };
  await insertSteps(tx, matter, [first], { name: input.actor.name, post: input.actor.post }, input.at, 0);
  const post = posts.get(holder.postId);
  const act = await recordAct(tx, {
    kind: input.kind,
    organId: input.organId,
    actor: input.actor,
    at: input.at,
    matter: input.id,
    ...(input.documentId === undefined ? {} : { doc: input.documentId }),
    ...(input.basis === undefined ? {} : { basis: input.basis }),
    body: {
      flow: `${flow.id}@${flow.version}`,
      node: flow.start,
      verb: 'open',
      effect: 'open',
      stepId,
      revision: 1,
      ...(input.deadline === undefined ? {} : { deadline: input.deadline }),
      opened: [
        {
          stepId,
          node: nodeOf(flow, flow.start)!.id,
          postId: holder.postId,
          ...('personId' in holder ? { personId: holder.personId } : {}),
        },
      ],
      ended: [],
      after: [nameOf(post) || (post?.title ?? '')],
      ...input.data,
    },
  });
  return { matterId: input.id, stepId, act };
}
