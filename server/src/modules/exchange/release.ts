/** 核发: the last look and the act by which the document leaves. The envelope goes out only when the log has the seal. */

import { OfficeError } from '../../platform/errors/index.ts';
import { entriesOfDocument } from '../../platform/events/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { addressBook } from '../directory/index.ts';
import { issuedDocument, markReleased, sealedFilesOf } from '../documents/index.ts';
import type { VerbHandler } from '../workflow/index.ts';
import { released } from './acts.ts';
import { insertEnvelope } from './store.ts';
import { transport } from './transport.ts';

/** Queue of the job that lets an envelope go. */
export const dispatchQueue = 'exchange.dispatch';

/** What that job is told. */
export type DispatchJob = { organId: string; envelopeId: string };

/** Handler of the verb `release`. */
export function release(node: Node): VerbHandler {
  return async (tx, input) => {
    const documentId = input.matter.documentId;
    const issued =
      documentId === undefined ? undefined : await issuedDocument(tx, documentId, node.publicUrl());
    if (issued === undefined || documentId === undefined) {
      throw new OfficeError('exchange.no-sealed-file');
    }
    const receivers = issued.registration.receivers.filter((receiver) => receiver.organId !== issued.organId);
    const sealed = (await entriesOfDocument(tx, documentId)).findLast(
      (entry) => entry.kind === 'sealing.sealed',
    );
    if (
      issued.official.sealed &&
      (sealed === undefined || (await sealedFilesOf(tx, documentId)).length === 0)
    ) {
      throw new OfficeError('exchange.no-sealed-file');
    }
    await markReleased(tx, documentId, input.at);
    const named = receivers.map(({ organId, name, role }) => ({ organId, name, role }));
    if (receivers.length === 0 || sealed === undefined) {
      return { kind: released.kind, data: { receivers: named } };
    }
    const known = new Set((await addressBook(tx)).map((organ) => organ.id));
    const unknown = receivers.filter((receiver) => !known.has(receiver.organId));
    if (unknown.length > 0) {
      throw new OfficeError('exchange.receiver-unknown', { names: unknown.map((receiver) => receiver.name) });
    }
    const envelopeId = crypto.randomUUID();
    const { channel } = node.services.get(transport);
    await insertEnvelope(
      tx,
      {
        id: envelopeId,
        organ_id: issued.organId,
        matter_id: input.matter.id,
        document_id: documentId,
        sealed_event: sealed.id,
        packet: null,
        created_at: input.at,
      },
      receivers.map((receiver, position) => ({
        id: crypto.randomUUID(),
        organ_id: issued.organId,
        envelope_id: envelopeId,
        receiver_id: receiver.organId,
        receiver_name: receiver.name,
        role: receiver.role,
        channel,
        position,
        created_at: input.at,
      })),
    );
    return {
      kind: released.kind,
      data: { envelopeId, sealedEvent: sealed.id, receivers: named },
      after: async () => {
        const job: DispatchJob = { organId: issued.organId, envelopeId };
        await node.jobs.enqueue(tx, dispatchQueue, job, { key: envelopeId });
      },
    };
  };
}
