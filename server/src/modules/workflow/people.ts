/** Who stands where on a day, as the workflow needs it. The directory owns the facts. */

import { dateIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { delegations, postsHeldBy, postsOfOrgan } from '../directory/index.ts';

/** A post and who holds it on the day asked. */
export type PostView = {
  readonly id: string;
  readonly title: string;
  readonly role: string;
  readonly unit: string | null;
  readonly holders: readonly { readonly id: string; readonly name: string }[];
};

/** The three administrators and inspectors are given no office work: they have no means to do it. */
const WITHOUT_OFFICE_WORK: ReadonlySet<string> = new Set([
  'system-admin',
  'security-admin',
  'audit-admin',
  'inspector',
]);

/** Whether a post may be given work: one of the organ, and of the office. */
export function mayHold(post: PostView | undefined): boolean {
  return post !== undefined && !WITHOUT_OFFICE_WORK.has(post.role);
}

/** The posts of the transaction's organ by id, in the office's order. */
export async function postsOf(tx: Tx, organId: string, at: Date): Promise<ReadonlyMap<string, PostView>> {
  const posts = await postsOfOrgan(tx, organId, dateIn(at));
  return new Map(posts.map((post) => [post.id, post]));
}

/** The posts a person may act in: their own in this organ, and those of others by a delegation in force. */
export type Standing = {
  readonly own: ReadonlySet<string>;
  /** By post; a post may be stood in for by several delegations, each for one flow. */
  readonly delegated: ReadonlyMap<string, readonly { readonly id: string; readonly scope: string }[]>;
};

/** Where a person stands in the transaction's organ on the day of `at`. */
export async function standingOf(tx: Tx, organId: string, personId: string, at: Date): Promise<Standing> {
  const day = dateIn(at);
  const held = await postsHeldBy(tx, personId, day);
  const standIns = await delegations(tx, { personId, day });
  return {
    own: new Set(held.filter((post) => post.organId === organId).map((post) => post.id)),
    delegated: Map.groupBy(standIns, (one) => one.fromPostId),
  };
}

/** The delegation by which somebody may act in a post on a flow: one for `all`, or for the flow's id. */
export function delegationFor(
  standing: Standing,
  postId: string,
  flowId: string,
): { readonly id: string; readonly scope: string } | undefined {
  return standing.delegated.get(postId)?.find(({ scope }) => scope === 'all' || scope === flowId);
}

/** The name of the first holder of a post; empty when nobody holds it. */
export function nameOf(post: PostView | undefined): string {
  return post?.holders[0]?.name ?? '';
}
