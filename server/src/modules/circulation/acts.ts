/** The kinds of act of 收文, and what is announced to modules above. */

import { z } from 'zod';
import { declareAct, type EventRef } from '../../platform/events/index.ts';
import { announcement } from '../../platform/node/index.ts';
import { actBody } from '../workflow/index.ts';

function act<T extends z.ZodType>(verb: string, zh: string, en: string, schema: T) {
  return declareAct({ kind: `circulation.${verb}`, version: 1, schema, label: { zh, en } });
}

/** An act that gives work to handlers; with several, one of them leads (条例 art. 24: name the 主办). */
const giving = actBody.extend({ lead: z.string().optional() });

/** Acts of 收文 by name. */
export const circulationActs = {
  received: act(
    'received',
    '收到来文',
    'Received',
    actBody.extend({
      from: z.string(),
      number: z.string().optional(),
      origin: z.string(),
      verdict: z.string().optional(),
      root: z.object({ sha256: z.string(), sm3: z.string() }),
      files: z.array(
        z.object({
          sha256: z.string(),
          sm3: z.string(),
          format: z.string(),
          /** Whether it came with a seal or signature of its own. Absent in the first records. */
          sealed: z.boolean().optional(),
        }),
      ),
    }),
  ),
  signedFor: act(
    'signed-for',
    '签收',
    'Signed for',
    actBody.extend({ files: z.array(z.object({ sha256: z.string(), sm3: z.string(), format: z.string() })) }),
  ),
  refused: act('refused', '退回来文', 'Returned to the sender', actBody),
  registered: act(
    'registered',
    '收文登记',
    'Registered',
    actBody.extend({ incomingNumber: z.string(), dueOn: z.string().optional() }),
  ),
  proposed: act('proposed', '拟办', 'Proposed', giving),
  instructed: act('instructed', '批示', 'Instructed', giving),
  referred: act('referred', '批转', 'Referred', actBody),
  filed: act('filed', '阅存', 'Read, to file', actBody),
  handled: act('handled', '承办办毕', 'Handled', actBody),
  replied: act('replied', '登记答复', 'Reply recorded', actBody),
  reassigned: act('reassigned', '改派', 'Reassigned', actBody),
  read: act('read', '已阅', 'Read', actBody),
  closed: act('closed', '办结', 'Closed', actBody),
} as const;

/** What upper modules hear about an incoming document, in the act's transaction. */
export type IncomingNews = {
  organId: string;
  matterId: string;
  documentId: string;
  act: EventRef;
  at: Date;
  by: { name: string; post: string };
  /** Reason of a return, or our 收文编号. */
  note?: string;
};

/** 签收 happened. */
export const incomingSignedFor = announcement<IncomingNews>('circulation.signed-for');
/** The document goes back to its sender, with the reason. */
export const incomingReturned = announcement<IncomingNews>('circulation.returned');
/** It stands in our register. */
export const incomingRegistered = announcement<IncomingNews>('circulation.registered');
/** 办结. */
export const incomingClosed = announcement<IncomingNews>('circulation.closed');
