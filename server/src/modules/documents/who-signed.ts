/** Who did a 签发, and in which post: read from the recorded act, not from a copy of names. */
import type { Tx } from '../../platform/database/index.ts';
import { entryById } from '../../platform/events/index.ts';
import { documentActs } from './acts.ts';

/** The person who signed and the post whose signature it is; undefined when the act does not say so. */
export async function whoSigned(
  tx: Tx,
  signOffId: string,
): Promise<{ personId: string; postId: string } | undefined> {
  const act = await entryById(tx, signOffId);
  const actor =
    act?.kind === documentActs.approved.kind
      ? (act.body?.actor as
          | { personId?: string; postId?: string; onBehalfOf?: { postId: string } }
          | undefined)
      : undefined;
  const postId = actor?.onBehalfOf?.postId ?? actor?.postId;
  return actor?.personId === undefined || postId === undefined
    ? undefined
    : { personId: actor.personId, postId };
}
