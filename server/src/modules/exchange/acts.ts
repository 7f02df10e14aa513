import { z } from 'zod';
import { declareAct } from '../../platform/events/index.ts';
import { actBody } from '../workflow/index.ts';
import { receiptKinds } from './packet.ts';

/** 核发: the document leaves the organ. */
export const released = declareAct({
  kind: 'exchange.released',
  version: 1,
  schema: actBody.extend({
    envelopeId: z.string().optional(),
    sealedEvent: z.string().optional(),
    receivers: z.array(z.object({ organId: z.string(), name: z.string(), role: z.string() })),
  }),
  label: { zh: '核发', en: 'Released' },
});

/** A receipt came back from a receiver. */
export const receiptReceived = declareAct({
  kind: 'exchange.receipt-received',
  version: 1,
  schema: z.object({
    deliveryId: z.string(),
    envelopeId: z.string(),
    receipt: z.enum(receiptKinds),
    receiver: z.string(),
    at: z.string(),
    /** SHA-256 of the signed receipt's canonical body. */
    packet: z.string(),
  }),
  label: { zh: '收到回执', en: 'Receipt received' },
});
