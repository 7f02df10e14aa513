/** What a client sends with a verb (`api.md`), and which of it a verb asks for. */

import { z } from 'zod';
import { approvalSignature } from './approval-body.ts';
import type { Input } from './flow.ts';
import { ink } from './ink.ts';
import { words } from './words.ts';

const post = z.uuid();

/** Body of `POST /matters/{id}/steps/{stepId}/{verb}`. */
export const verbBody = z.object({
  /** Made by the client, one per act: the same key again gets the same answer. */
  key: z.uuid(),
  /** The matter's revision that the actor saw. */
  expected: z.int().min(0),
  opinion: words(2000).optional(),
  reason: words(2000).optional(),
  result: words(4000).optional(),
  ink: ink.optional(),
  postId: post.optional(),
  postIds: z.array(post).max(200).optional(),
  handlers: z.array(post).max(200).optional(),
  /** 主办 among the handlers. */
  lead: post.optional(),
  readers: z.array(post).max(200).optional(),
  receivers: z
    .array(z.object({ organId: z.uuid(), role: z.enum(['主送', '抄送']) }))
    .max(500)
    .optional(),
  /** `YYYY-MM-DD`. */
  deadline: z.iso.date().optional(),
  copies: z.int().min(1).max(100_000).optional(),
  mark: z.enum(['slip', 'substantive']).optional(),
  /** The version the actor looked at. */
  versionId: z.uuid().optional(),
  /** Of the person, over what this act does. */
  signature: approvalSignature.optional(),
  /** The person has a signing key and chose not to use it this time. */
  unsigned: z.literal(true).optional(),
});
/** Body of a verb, parsed. */
export type VerbBody = z.output<typeof verbBody>;

const given: Record<Input, (body: VerbBody) => boolean> = {
  opinion: (body) => !!body.opinion,
  reason: (body) => !!body.reason,
  result: (body) => !!body.result,
  ink: (body) => (body.ink?.strokes.length ?? 0) > 0,
  receivers: (body) => (body.receivers?.length ?? 0) > 0,
  post: (body) => body.postId !== undefined,
  posts: (body) => (body.postIds?.length ?? 0) > 0,
  handlers: (body) => (body.handlers?.length ?? 0) > 0,
  readers: (body) => (body.readers?.length ?? 0) > 0,
  deadline: (body) => body.deadline !== undefined,
  copies: (body) => body.copies !== undefined,
  mark: (body) => body.mark !== undefined,
};

/** Those of `needs` that the body does not give. */
export function missingInputs(needs: readonly Input[], body: VerbBody): Input[] {
  return needs.filter((input) => !given[input](body));
}
