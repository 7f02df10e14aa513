/** The first of the two acts of sealing: 用印 is asked for, and digests, seal, time and approval are fixed. */

import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Node } from '../../platform/node/index.ts';
import type { VerbHandler } from '../workflow/index.ts';
import { sealingRequested } from './acts.ts';
import { allRegistered, hasPicture, registered } from './register.ts';
import { sealingSource } from './source.ts';
import { canSeal, giveUpStale, insertRequest, organSealAt, type SealRow, sealById } from './store.ts';
import { basisOfDocument, whoOf } from './use-basis.ts';

/** Queue of the job that makes the second act. */
export const sealingQueue = 'sealing.seal';

/** A request without an end after this long has lost its job; it may be asked anew. */
const patienceMs = 10 * 60_000;

/** What the job is told. */
export type SealingJob = { organId: string; requestId: string };

/** Handler of the verb `seal` on the step of the same name. */
export function requestSealing(node: Node): VerbHandler {
  return async (tx, input) => {
    const { matter } = input;
    const frozen =
      matter.documentId === undefined
        ? undefined
        : await node.services.get(sealingSource).freeze(tx, matter.documentId);
    if (frozen?.approval === undefined) {
      throw new OfficeError('sealing.not-approved');
    }
    const seal = await lockedSeal(tx, input.at);
    // Whole seconds: that is what GeneralizedTime and /M hold, and a retry must come to the same bytes.
    const sealTime = new Date(Math.floor(input.at.getTime() / 1000) * 1000);
    const requestId = crypto.randomUUID();
    const { about, ...rest } = frozen;
    const kept = { ...rest, approval: frozen.approval };
    const basis = await basisOfDocument(tx, {
      seal,
      frozen: kept,
      about,
      drafter: matter.drafter.postId,
      actor: input.actor,
      posts: input.posts,
    });
    await giveUpStale(tx, frozen.documentId, new Date(input.at.getTime() - patienceMs), {
      at: input.at,
      message: '盖章没有在十分钟内完成，已重新申请',
    });
    const made = await insertRequest(tx, {
      id: requestId,
      organ_id: matter.organId,
      matter_id: matter.id,
      document_id: frozen.documentId,
      seal_id: seal.id,
      seal_time: sealTime,
      frozen: kept,
      requested_at: input.at,
      ofd_tbs: null,
      pdf_tbs: null,
      sealed_at: null,
      failed_at: null,
      failure: null,
      basis,
      requested_by: whoOf(input.actor),
    });
    if (!made) {
      throw new OfficeError('sealing.under-way');
    }
    return {
      kind: sealingRequested.kind,
      basis: `${basis.kind === 'sign-off' ? '签发' : '用印申请'}：${basis.approval.name}（${basis.approval.post}）`,
      data: {
        requestId,
        sealId: seal.id,
        esId: seal.es_id,
        sealName: seal.name,
        sealTime: sealTime.toISOString(),
        frozen: kept,
        use: basis,
      },
      after: async () => {
        const job: SealingJob = { organId: matter.organId, requestId };
        await node.jobs.enqueue(tx, sealingQueue, job, { key: requestId });
      },
    };
  };
}

/** The organ's seal, its row in the register locked: nobody suspends it between the check and the act. */
async function lockedSeal(tx: Tx, at: Date): Promise<SealRow> {
  const found = await organSealAt(tx, at);
  if (found === undefined) {
    const last = (await allRegistered(tx)).find((one) => one.kind === 'organ' && hasPicture(one.state));
    throw last === undefined
      ? new OfficeError('sealing.no-seal')
      : new OfficeError('sealing.not-in-use', { state: last.state });
  }
  await registered(tx, found.id, true);
  const seal = await sealById(tx, found.id);
  if (seal === undefined || !canSeal(seal, at)) {
    throw new OfficeError('sealing.not-in-use', { state: seal?.state });
  }
  return seal;
}
