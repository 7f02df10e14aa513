/** The kinds of act of the workflow itself, and the body every act on a step has. */

import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';
import { approvalSignature, unsignedReason } from './approval-body.ts';
import { storedInk } from './ink.ts';

/** What every act on a step records; a module's kind extends it with its own members. */
export const actBody = z.object({
  flow: z.string(),
  node: z.string(),
  verb: z.string(),
  /** The effect of the verb in the step function, `open` for the act that began the matter. */
  effect: z.string(),
  stepId: z.string(),
  /** The matter's revision after the act. */
  revision: z.int(),
  /** The version the actor looked at. */
  versionId: z.string().optional(),
  versionNo: z.int().optional(),
  opinion: z.string().optional(),
  reason: z.string().optional(),
  result: z.string().optional(),
  ink: storedInk.optional(),
  deadline: z.string().optional(),
  /** Of the person who acted, over this act. */
  signature: approvalSignature.optional(),
  /** Why a sign-off carries none. */
  unsigned: unsignedReason.optional(),
  /** Steps this act opened. */
  opened: z.array(
    z.object({
      stepId: z.string(),
      node: z.string(),
      postId: z.string(),
      /** One person of the post, where only that one is asked. */
      personId: z.string().optional(),
      /** The step it follows, and the branch of the fork it stands in. */
      openedBy: z.string().optional(),
      fork: z.string().optional(),
      branch: z.int().optional(),
    }),
  ),
  /** Steps this act ended, and how: with `opened`, all that can be said of where a matter is. */
  ended: z.array(z.object({ stepId: z.string(), state: z.string() })).optional(),
  /** Forks this act opened (with what follows their join) or brought into another state. */
  forks: z
    .array(
      z.object({
        id: z.string(),
        state: z.string(),
        join: z.object({ rule: z.string(), needed: z.int().optional() }).optional(),
        nextNode: z.string().optional(),
        nextPost: z.string().optional(),
        nextPerson: z.string().optional(),
      }),
    )
    .optional(),
  /** The matter is closed from here on. */
  closes: z.boolean().optional(),
  /** Who had the matter after the act, as named at that time. */
  after: z.array(z.string()),
});

/** Body of an act on a step. */
export type ActBody = z.output<typeof actBody>;

const KINDS = {
  passed: { zh: '送出', en: 'Passed on' },
  returned: { zh: '退回', en: 'Returned' },
  transferred: { zh: '转办', en: 'Transferred' },
  forked: { zh: '分送办理', en: 'Given to several' },
  arrived: { zh: '办毕', en: 'Done' },
  added: { zh: '加签', en: 'Added' },
  removed: { zh: '减签', en: 'Removed' },
  urged: { zh: '催办', en: 'Urged' },
  withdrawn: { zh: '撤回', en: 'Taken back' },
  noted: { zh: '记录', en: 'Noted' },
  closed: { zh: '办结', en: 'Closed' },
} as const;

// Acts that no module gave a kind of its own.
for (const [name, label] of Object.entries(KINDS)) {
  declareAct({ kind: `workflow.${name}`, version: 1, schema: actBody, label });
}

/** The kind of act an effect is when no module gave it one. */
export const kindOfEffect: Record<string, string> = {
  advance: 'workflow.passed',
  return: 'workflow.returned',
  transfer: 'workflow.transferred',
  fork: 'workflow.forked',
  arrive: 'workflow.arrived',
  add: 'workflow.added',
  remove: 'workflow.removed',
  urge: 'workflow.urged',
  withdraw: 'workflow.withdrawn',
  note: 'workflow.noted',
  close: 'workflow.closed',
};
