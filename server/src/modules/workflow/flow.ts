/**
 * A flow 流程 is typed, versioned data: which nodes a matter can stand at, who is asked there, and which verbs each
 * holder has. The step function (`step-function.ts`) is the only thing that runs it. Flow data is written by an
 * administrator one day: it is parsed here and checked whole by `check-flow.ts` before anything runs on it.
 */

import { z } from 'zod';

/** A name shown to people, in both languages of the product. */
export const label = z.object({ zh: z.string().min(1), en: z.string().min(1) });
/** A name shown to people, in both languages of the product. */
export type Label = z.infer<typeof label>;

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** What a person may have to give with a verb; the names are those of the request body of `api.md`. */
export const input = z.enum([
  'opinion',
  'reason',
  'ink',
  'receivers',
  'post',
  'posts',
  'handlers',
  'readers',
  'deadline',
  'result',
  'copies',
  'mark',
]);
/** What a person may have to give with a verb. */
export type Input = z.infer<typeof input>;

/** How many branches of a parallel opening must arrive before the work goes on. */
export const joinRule = z.union([
  z.object({ rule: z.literal('all') }),
  z.object({ rule: z.literal('any') }),
  z.object({ rule: z.literal('quorum'), needed: z.int().min(1) }),
]);
/** How many branches of a parallel opening must arrive before the work goes on. */
export type JoinRule = z.infer<typeof joinRule>;

/** Where a verb leads; the first alternative whose fact holds is taken, so the last one has no `when`. */
const destination = z.union([id, z.array(z.object({ when: z.string().optional(), node: id })).min(1)]);

/** One kind of opening: the posts named in `from` each get a step at `node`. */
const opening = z.object({ from: z.enum(['posts', 'handlers', 'readers']), node: id });

const effect = z.discriminatedUnion('kind', [
  /** 送: this step is done, the next one opens. */
  z.object({ kind: z.literal('advance'), to: destination }),
  /** 退回: back to whoever last held the node named. */
  z.object({ kind: z.literal('return'), to: id }),
  /** 转办: the same question to another post. */
  z.object({ kind: z.literal('transfer') }),
  /** 会签, 传阅, 承办 by several: one branch per post named; `next` opens when the join rule is met. */
  z.object({
    kind: z.literal('fork'),
    open: z.array(opening).min(1),
    join: joinRule,
    next: z.union([z.object({ node: id }), z.object({ back: z.literal(true) })]),
  }),
  /** Ends this branch of a fork: 会签 given, 已阅, 承办 done. */
  z.object({ kind: z.literal('arrive') }),
  /** 加签 into the fork this step belongs to; this step stays open. */
  z.object({ kind: z.literal('add') }),
  /** 减签: takes a branch that has not arrived out of the actor's own fork. */
  z.object({ kind: z.literal('remove') }),
  /** 催办: nothing moves, the act is recorded. */
  z.object({ kind: z.literal('urge') }),
  /** 撤回: what the actor's own last act opened is ended, and the actor has the step again. */
  z.object({ kind: z.literal('withdraw') }),
  /** An act about the step that leaves it open. */
  z.object({ kind: z.literal('note') }),
  /** 办结: the matter ends. */
  z.object({ kind: z.literal('close') }),
]);
/** What a verb does to the steps. */
export type Effect = z.infer<typeof effect>;

/** One thing a holder (or, for `anytime` verbs, another participant) can do. */
export const verb = z.object({
  verb: id,
  label,
  effect,
  /** The one button drawn large. */
  primary: z.boolean().default(false),
  /** Keyboard shortcut, one letter. */
  key: z
    .string()
    .regex(/^[a-z]$/)
    .optional(),
  /** What must be given. */
  needs: z.array(input).default([]),
  /** What can be given. */
  may: z.array(input).default([]),
  /** Asked before the act is sent. */
  confirm: label.optional(),
  /** Only the node itself does this (sealed, delivered), never a person. */
  system: z.boolean().default(false),
  /** The act cannot be taken back by 撤回: something left the office or a seal was used. */
  final: z.boolean().default(false),
});
/** One thing a holder can do. */
export type Verb = z.infer<typeof verb>;

/** Who is asked at a node. */
export const who = z.discriminatedUnion('by', [
  /** The holder of a post with one of these roles; one candidate is taken, several make the actor choose. */
  z.object({
    by: z.literal('role'),
    roles: z.array(z.string()).min(1),
    /** Only the first of the roles that anybody holds counts: one flow for a township, a village and a county organ. */
    firstHeld: z.boolean().default(false),
  }),
  /** The posts the actor names. */
  z.object({ by: z.literal('named') }),
  /** Whoever began the matter. */
  z.object({ by: z.literal('drafter') }),
  /** Whoever opened the fork this branch belongs to. */
  z.object({ by: z.literal('forker') }),
]);
/** Who is asked at a node. */
export type Who = z.infer<typeof who>;

/** A place a matter can stand at. */
export const flowNode = z.object({
  id,
  label,
  /** What is asked of the holder, as the to-do list says it. */
  asked: label,
  who,
  verbs: z.array(verb).min(1),
});
/** A place a matter can stand at. */
export type FlowNode = z.infer<typeof flowNode>;

/** A whole flow, one version. A version that a matter runs on never changes. */
export const flow = z.object({
  id,
  version: z.int().min(1),
  name: label,
  /** What a matter on this flow is called in the API: `dispatch`, `incoming`. */
  matterKind: id,
  start: id,
  nodes: z.array(flowNode).min(1),
  /** Verbs that are not the holder's: 撤回, 催办, 减签. */
  anytime: z.array(verb).default([]),
});
/** A whole flow, one version. */
export type Flow = z.infer<typeof flow>;

/** The node with this id; undefined when the flow has none. */
export function nodeOf(flow: Flow, nodeId: string): FlowNode | undefined {
  return flow.nodes.find((node) => node.id === nodeId);
}

/** All nodes an effect can lead to. */
export function destinationsOf(effect: Effect, from: FlowNode): string[] {
  switch (effect.kind) {
    case 'advance':
      return typeof effect.to === 'string' ? [effect.to] : effect.to.map((alternative) => alternative.node);
    case 'return':
      return [effect.to];
    case 'transfer':
    case 'add':
      return [from.id];
    case 'fork':
      return [
        ...effect.open.map((opening) => opening.node),
        'node' in effect.next ? effect.next.node : from.id,
      ];
    default:
      return [];
  }
}
