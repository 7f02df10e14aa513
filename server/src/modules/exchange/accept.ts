/** The receiving organ takes an envelope: packet, files, report, its own document and matter, and the receipt, once. */
import { createHash, randomBytes } from 'node:crypto';
import { trustListJson } from '@yiwen/trust/certificates';
import { hex, sm3 } from '@yiwen/trust/crypto';
import type { Report } from '@yiwen/trust/verification';
import type { Node } from '../../platform/node/index.ts';
import { authorityService } from '../authority/index.ts';
import { createIncoming } from '../circulation/index.ts';
import { organById } from '../directory/index.ts';
import { hasSecretMarking, type ReceivedReading, readReceived } from '../documents/index.ts';
import { sealingService } from '../sealing/index.ts';
import type { Checker } from '../verification/index.ts';
import { checkLogProof } from './check-log-proof.ts';
import {
  bodyBytes,
  type EnvelopeBody,
  envelopeBody,
  openPacket,
  PacketError,
  type SignedPacket,
} from './packet.ts';
import { makeReceipt } from './receipts.ts';
import { type ArrivalRow, arrivalOfEnvelope, insertArrival } from './store.ts';
import type { ReadFile } from './transport.ts';

/** Bytes of one envelope together. */
const totalLimitBytes = 512 * 1024 * 1024;

type Taken = EnvelopeBody['files'][number] & { bytes: Uint8Array; reading: ReceivedReading };

/** Takes an envelope for one organ; a repeat answers with the receipt that was given. Throws PacketError. */
export async function acceptEnvelope(
  node: Node,
  checker: Checker,
  organId: string,
  packet: SignedPacket,
  readFile: ReadFile,
): Promise<SignedPacket> {
  const trust = await node.services.get(sealingService).trustList();
  const body = openPacket(packet, envelopeBody, ({ sender }) => sender, trust);
  const own = body.receivers.find((receiver) => receiver.organId === organId);
  if (own === undefined) {
    throw new PacketError('the envelope is not addressed to this organ');
  }
  const known = await node.db.asJob({ organId }, async (tx) => {
    // The certificate vouches for the name; an organ of this node must not be spoken for under another's id.
    const listed = await organById(tx, body.sender.organId);
    if (listed !== undefined && listed.name !== body.sender.name) {
      throw new PacketError('the envelope names a sender that its certificate does not speak for');
    }
    const arrival = await arrivalOfEnvelope(tx, body.id);
    return (
      arrival &&
      makeReceipt(tx, node, ofSameEnvelope(arrival, body), { kind: 'delivered', at: node.clock.now() })
    );
  });
  if (known !== undefined) {
    return known;
  }
  checkLogProof(body, trust);
  const files = await takeFiles(node, body, readFile);
  const sealed = files.find((file) => file.format === 'ofd') ?? files[0];
  const report: Report | undefined =
    sealed &&
    (await checker.check({
      bytes: sealed.bytes,
      trust: trustListJson(trust),
      revocation: await node.services.get(authorityService).revocation(),
      now: node.clock.now().getTime(),
      fileName: sealed.name,
    }));
  return await node.db.asJob({ organId }, async (tx) => {
    const at = node.clock.now();
    const matterId = crypto.randomUUID();
    const documentId = crypto.randomUUID();
    const arrival = {
      id: crypto.randomUUID(),
      organ_id: organId,
      envelope_id: body.id,
      delivery_id: own.deliveryId,
      sender_id: body.sender.organId,
      matter_id: matterId,
      document_id: documentId,
      packet,
      arrived_at: at,
    };
    if (!(await insertArrival(tx, arrival))) {
      const first = await arrivalOfEnvelope(tx, body.id);
      if (first === undefined) {
        throw new Error(`envelope ${body.id} is neither new nor known`);
      }
      return makeReceipt(tx, node, ofSameEnvelope(first, body), { kind: 'delivered', at });
    }
    await createIncoming(tx, {
      organId,
      matterId,
      documentId,
      from: { name: body.sender.name, organId: body.sender.organId },
      title: body.document.title,
      kind: body.document.documentKind,
      form: body.document.form,
      ...(body.document.number === '' ? {} : { number: body.document.number }),
      ...(body.document.date === undefined ? {} : { date: body.document.date }),
      ...(body.document.urgency === undefined ? {} : { urgency: body.document.urgency }),
      ...(body.document.dueOn === undefined ? {} : { dueOn: body.document.dueOn }),
      origin: report === undefined || report.signatures.length === 0 ? 'plain' : 'e-seal',
      ...(report === undefined ? {} : { report }),
      files: files.map(({ role, format, name, size, sha256, sm3: digest, reading }) => ({
        role: role === '正文' ? 'original' : 'attachment',
        format,
        sealed: role === '正文',
        name,
        size,
        sha256,
        sm3: digest,
        ...(reading.text === undefined ? {} : { extracted: reading.text }),
        ...(reading.text?.pages === undefined ? {} : { pages: reading.text.pages }),
      })),
      actor: { name: body.sender.name, post: '发文机关' },
      basis: `envelope ${body.id}`,
      at,
      newId: () => crypto.randomUUID(),
      random: (bytes) => new Uint8Array(randomBytes(bytes)),
    });
    return makeReceipt(tx, node, arrival, { kind: 'delivered', at });
  });
}

/** The arrival, if it was this very envelope; another one under the same id is an alarm, not a repetition. */
function ofSameEnvelope(arrival: ArrivalRow, body: EnvelopeBody): ArrivalRow {
  if (!Buffer.from(bodyBytes(envelopeBody.parse(arrival.packet.body))).equals(bodyBytes(body))) {
    throw new PacketError('another envelope has come under this id');
  }
  return arrival;
}

/**
 * Reads every file, checks size and both digests, looks for a secret marking, and stores it durably before anything
 * refers to it.
 */
async function takeFiles(node: Node, body: EnvelopeBody, readFile: ReadFile): Promise<Taken[]> {
  const total = body.files.reduce((sum, file) => sum + file.size, 0);
  if (total > totalLimitBytes) {
    throw new PacketError(`the envelope holds ${total} bytes, more than ${totalLimitBytes}`);
  }
  const taken: Taken[] = [];
  for (const file of body.files) {
    const bytes = await readFile(file.sha256);
    const fits =
      bytes !== undefined &&
      bytes.length === file.size &&
      createHash('sha256').update(bytes).digest('hex') === file.sha256 &&
      hex(sm3(bytes)) === file.sm3;
    if (!fits) {
      throw new PacketError(`file ${file.name} is missing or is not what the envelope names`);
    }
    const { sha256, name } = file;
    const reading = await readReceived({ sha256, bytes, name, now: node.clock.now().getTime() });
    if (hasSecretMarking([name, reading.head].join('\n'))) {
      throw new PacketError('a file of the envelope is marked as a state secret; it was not stored');
    }
    await node.blobs.put(bytes);
    taken.push({ ...file, bytes, reading });
  }
  return taken;
}
