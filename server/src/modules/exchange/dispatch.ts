/** Jobs of the sending organ: sign the envelope once the log has the seal, then hand it to each receiver. */
import type { Node } from '../../platform/node/index.ts';
import { organById } from '../directory/index.ts';
import { issuedDocument, sealedFilesOf } from '../documents/index.ts';
import { logService } from '../log/index.ts';
import { sealingService } from '../sealing/index.ts';
import type { EnvelopeBody } from './packet.ts';
import { signPacket } from './packet.ts';
import { acceptReceipt } from './receipts.ts';
import type { DispatchJob } from './release.ts';
import { deliveriesOf, deliveryById, envelopeById, receiptsOf, setPacket } from './store.ts';
import { transport } from './transport.ts';

/** Queue of the job that hands one envelope to one receiver. */
export const deliverQueue = 'exchange.deliver';

/** What that job is told. */
export type DeliverJob = { organId: string; deliveryId: string };

/** How long the dispatch waits for the log before it lets the queue try again. */
const logPatienceMs = 10_000;

/** Signs the envelope and enqueues its deliveries. Repeating it changes nothing. */
export async function dispatchEnvelope(node: Node, job: DispatchJob): Promise<void> {
  const scope = { organId: job.organId };
  const envelope = await node.db.asJob(scope, (tx) => envelopeById(tx, job.envelopeId));
  if (envelope === undefined) {
    return;
  }
  const log = node.services.get(logService);
  if (!(await log.waitUntilLogged(job.organId, envelope.sealed_event, logPatienceMs))) {
    throw new Error(`the log has not taken event ${envelope.sealed_event} yet`);
  }
  const proof = await log.proofOf(job.organId, envelope.sealed_event);
  if (proof === undefined) {
    throw new Error(`no proof of event ${envelope.sealed_event} yet`);
  }
  await node.db.asJob(scope, async (tx) => {
    const locked = await envelopeById(tx, job.envelopeId, true);
    const issued = await issuedDocument(tx, envelope.document_id, node.publicUrl());
    const organ = await organById(tx, job.organId);
    if (locked === undefined || issued === undefined || organ === undefined) {
      throw new Error(`envelope ${job.envelopeId} has lost its document`);
    }
    const deliveries = await deliveriesOf(tx, job.envelopeId);
    if (locked.packet === null) {
      const { official, version, registration } = issued;
      const body: EnvelopeBody = {
        v: 1,
        kind: 'envelope',
        id: locked.id,
        at: locked.created_at.toISOString(),
        sender: { organId: organ.id, name: organ.name },
        document: {
          id: issued.documentId,
          title: official.title.replaceAll('\n', '') || official.organMark.join('、'),
          number: issued.metadata.find(([name]) => name === '文件编号')?.[1] ?? '',
          documentKind: issued.content.kind,
          form: official.form,
          ...(official.urgency === undefined ? {} : { urgency: official.urgency }),
          ...(registration.signedOn === undefined ? {} : { date: registration.signedOn }),
          ...(issued.content.fields.dueOn ? { dueOn: issued.content.fields.dueOn } : {}),
          versionNo: version.no,
          root: { ...version.root },
          ...(registration.verifyCode === undefined ? {} : { verifyCode: registration.verifyCode }),
        },
        receivers: deliveries.map((delivery) => ({
          organId: delivery.receiver_id,
          name: delivery.receiver_name,
          deliveryId: delivery.id,
          role: delivery.role,
        })),
        files: (await sealedFilesOf(tx, issued.documentId)).map((file) => ({
          role: file.role === 'attachment' ? '附件' : '正文',
          format: file.format,
          name: file.name,
          size: file.size,
          sha256: file.sha256,
          sm3: file.sm3,
        })),
        log: { origin: proof.origin, index: proof.index, proof: proof.proof, entry: proof.entry },
      };
      const signer = await node.services.get(sealingService).organSigner(tx, organ);
      await setPacket(tx, locked.id, await signPacket(body, signer));
    }
    for (const delivery of deliveries) {
      const next: DeliverJob = { organId: job.organId, deliveryId: delivery.id };
      await node.jobs.enqueue(tx, deliverQueue, next, { key: delivery.id });
    }
  });
}

/** Hands one envelope to one receiver and keeps the receipt. */
export async function deliver(node: Node, job: DeliverJob): Promise<void> {
  const scope = { organId: job.organId };
  const found = await node.db.asJob(scope, async (tx) => {
    const delivery = await deliveryById(tx, job.deliveryId);
    const envelope = delivery && (await envelopeById(tx, delivery.envelope_id));
    const done = delivery && (await receiptsOf(tx, [delivery.id])).length > 0;
    return delivery && envelope?.packet && !done ? { delivery, packet: envelope.packet } : undefined;
  });
  if (found === undefined) {
    return;
  }
  const receipt = await node.services
    .get(transport)
    .send(found.delivery.receiver_id, found.packet, (sha256) => node.blobs.get(sha256));
  await acceptReceipt(node, job.organId, receipt);
}
