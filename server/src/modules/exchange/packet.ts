/**
 * What organs say to each other, signed: envelopes and receipts as canonical JSON (RFC 8785) with an SM2 signature.
 * The form is the same in-process today and over HTTP later; nothing in it assumes that both ends share a node.
 */
import { checkChain, parseCertificate, type TrustList } from '@yiwen/trust/certificates';
import { type CanonicalValue, canonicalBytes } from '@yiwen/trust/content';
import { base64, fromBase64, type Signer, verifySignature } from '@yiwen/trust/crypto';
import { z } from 'zod';

const organ = z.strictObject({ organId: z.uuid(), name: z.string().min(1).max(200) });
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);

/** One file of an envelope; bytes travel beside it and are checked against both digests. */
export const packetFile = z.strictObject({
  role: z.enum(['正文', '附件']),
  format: z.enum(['ofd', 'pdf', 'docx', 'image', 'other']),
  name: z.string().min(1).max(300),
  size: z.int().min(0),
  sha256: digest,
  sm3: digest,
});

/** What an envelope says. */
export const envelopeBody = z.strictObject({
  v: z.literal(1),
  kind: z.literal('envelope'),
  id: z.uuid(),
  at: z.iso.datetime(),
  sender: organ,
  document: z.strictObject({
    id: z.uuid(),
    title: z.string().max(500),
    number: z.string().max(100),
    documentKind: z.string().max(20),
    form: z.string().max(20),
    urgency: z.enum(['特急', '加急']).optional(),
    date: day.optional(),
    dueOn: day.optional(),
    versionNo: z.int(),
    root: z.strictObject({ sha256: digest, sm3: digest }),
    verifyCode: z.string().max(40).optional(),
  }),
  receivers: z
    .array(organ.extend({ deliveryId: z.uuid(), role: z.enum(['主送', '抄送']) }))
    .min(1)
    .max(2000),
  files: z.array(packetFile).min(1).max(200),
  /** Proof (.tlog-proof text) that the sealing stands in the sender's log, and the entry it speaks of. */
  log: z.strictObject({ origin: z.string(), index: z.int(), proof: z.string(), entry: z.string() }),
});

/** Kinds of receipt (电子签名法 art. 11; TL art. 24). */
export const receiptKinds = ['delivered', 'signed-for', 'returned', 'registered', 'closed'] as const;

/** What a receipt says. */
export const receiptBody = z.strictObject({
  v: z.literal(1),
  kind: z.literal('receipt'),
  id: z.uuid(),
  at: z.iso.datetime(),
  receipt: z.enum(receiptKinds),
  envelopeId: z.uuid(),
  deliveryId: z.uuid(),
  /** SHA-256 of the canonical envelope body: what was received. */
  envelope: digest,
  receiver: organ,
  by: z.strictObject({ name: z.string(), post: z.string() }).optional(),
  /** Reason of a return, or the receiver's own number. */
  note: z.string().max(2000).optional(),
});

/** An envelope's body. */
export type EnvelopeBody = z.output<typeof envelopeBody>;
/** A receipt's body. */
export type ReceiptBody = z.output<typeof receiptBody>;
/** Kind of a receipt. */
export type ReceiptKind = (typeof receiptKinds)[number];

/** A body with the signature of the organ that says it. Binary members are base64. */
export const signedPacket = z.strictObject({
  body: z.record(z.string(), z.unknown()),
  signature: z.string().max(400),
  certificate: z.string().max(100_000),
  chain: z.array(z.string().max(100_000)).max(8),
});

/** A signed packet. */
export type SignedPacket = z.output<typeof signedPacket>;

/** A packet that cannot be taken: the transport answers with it, and it is an alarm, not a delay. */
export class PacketError extends Error {
  override name = 'PacketError';
}

/** Canonical bytes of a body: what is signed and digested. */
export function bodyBytes(body: EnvelopeBody | ReceiptBody): Uint8Array {
  return canonicalBytes(JSON.parse(JSON.stringify(body)) as CanonicalValue);
}

/** Signs a body. */
export async function signPacket(body: EnvelopeBody | ReceiptBody, signer: Signer): Promise<SignedPacket> {
  return {
    body: JSON.parse(JSON.stringify(body)) as Record<string, unknown>,
    signature: base64(await signer.sign(bodyBytes(body))),
    certificate: base64(signer.certificate),
    chain: signer.chain.map(base64),
  };
}

/**
 * Opens a packet: form, signature, and that a believed authority issued the signer's certificate to the organ the body
 * names. Throws PacketError.
 */
export function openPacket<T extends EnvelopeBody | ReceiptBody>(
  packet: unknown,
  schema: z.ZodType<T>,
  speaker: (body: T) => { name: string },
  trust: TrustList,
): T {
  const parsed = signedPacket.safeParse(packet);
  const body = parsed.success ? schema.safeParse(parsed.data.body) : undefined;
  if (!parsed.success || !body?.success) {
    throw new PacketError('the packet has not the expected form');
  }
  const signature = fromBase64(parsed.data.signature);
  const certificate = fromBase64(parsed.data.certificate);
  const chain = parsed.data.chain.map((text) => fromBase64(text));
  if (signature === undefined || certificate === undefined || chain.some((one) => one === undefined)) {
    throw new PacketError('the packet holds text that is not base64');
  }
  const at = Date.parse(body.data.at);
  const judged = checkChain(certificate, chain as Uint8Array[], trust, { at, purpose: 'document' });
  if (judged.status !== 'trusted') {
    throw new PacketError(`the sender's certificate is not believed: ${judged.findings[0]?.message ?? ''}`);
  }
  const { publicKey, subject } = parseCertificate(certificate);
  const holds =
    publicKey !== undefined &&
    verifySignature(publicKey, { scheme: 'sm2', hash: 'sm3' }, bodyBytes(body.data), signature);
  if (!holds) {
    throw new PacketError('the signature of the packet does not hold');
  }
  const { name } = speaker(body.data);
  if (!subject.attributes.some(({ value }) => value === name || value === `${name}（演示无效）`)) {
    throw new PacketError(`the certificate was not issued to ${name}`);
  }
  return body.data;
}
