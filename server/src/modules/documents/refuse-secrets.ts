/** Refuses what is marked as a state secret, before any of it is stored, and records that without content. */

import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { documentActs } from './acts.ts';
import { hasSecretMarking } from './secret-marking.ts';

/**
 * Throws `documents.secret-refused` when `text` carries a marking. The act says where and in what format, in a
 * transaction of its own: the caller's is rolled back with everything in it.
 */
export async function refuseSecrets(
  node: Node,
  ctx: Context,
  text: string,
  about: { where: 'upload' | 'draft' | 'incoming' | 'act'; format: string },
): Promise<void> {
  if (!hasSecretMarking(text)) {
    return;
  }
  await node.db.asOrgan({ organId: ctx.organId, personId: ctx.personId }, (tx) =>
    recordAct(tx, {
      kind: documentActs.secretRefused.kind,
      organId: ctx.organId,
      actor: ctx.actor,
      at: ctx.now(),
      body: about,
    }),
  );
  throw new OfficeError('documents.secret-refused');
}
