/** Something comes in: document, version, report, register entry, matter at 签收, in the caller's transaction. */

import type { Tx } from '../../platform/database/index.ts';
import type { ActorRecord, EventRef } from '../../platform/events/index.ts';
import { kindOfTitle, type Origin, type ReceivedFile, receiveDocument } from '../documents/index.ts';
import { openMatter } from '../workflow/index.ts';
import { circulationActs } from './acts.ts';
import { insertEntry } from './register-entry.ts';

/** An incoming document, from the exchange or from a clerk's hands. Days are `YYYY-MM-DD`. */
export type IncomingInput = {
  organId: string;
  /** Ids of what is made; fresh ones when absent. */
  matterId?: string;
  documentId?: string;
  from: { name: string; organId?: string };
  title: string;
  /** The sender's 发文字号 and 成文日期. */
  number?: string;
  date?: string;
  kind?: string;
  form?: string;
  urgency?: '特急' | '加急';
  mainReceivers?: string;
  cc?: string;
  dueOn?: string;
  /** Whether the sender waits for an answer; by the 文种 (函, 请示) when absent. */
  needsReply?: boolean;
  origin: Origin;
  /** The verification report of the original. */
  report?: Record<string, unknown>;
  files: readonly ReceivedFile[];
  actor: ActorRecord;
  /** The post that signs for it; the organ's clerk when absent. */
  holder?: { postId: string };
  /** On what basis, e.g. the envelope it came in. */
  basis?: string;
  at: Date;
  newId: () => string;
  random: (bytes: number) => Uint8Array;
};

/** What was made. */
export type IncomingMade = {
  matterId: string;
  documentId: string;
  versionId: string;
  stepId: string;
  act: EventRef;
};

/** Makes the incoming document and its matter. Throws `workflow.no-holder` when nobody could sign for it. */
export async function createIncoming(tx: Tx, input: IncomingInput): Promise<IncomingMade> {
  const matterId = input.matterId ?? input.newId();
  const documentId = input.documentId ?? input.newId();
  const kind = input.kind ?? kindOfTitle(input.title);
  const { version, files } = await receiveDocument(tx, {
    documentId,
    organId: input.organId,
    title: input.title,
    kind,
    from: input.from.name,
    origin: input.origin,
    files: input.files,
    by: { name: input.actor.name, post: input.actor.post },
    at: input.at,
    newId: input.newId,
    random: input.random,
    ...only({
      form: input.form,
      mainReceivers: input.mainReceivers,
      cc: input.cc,
      urgency: input.urgency,
      dueOn: input.dueOn,
      report: input.report,
    }),
  });
  await insertEntry(tx, {
    documentId,
    organId: input.organId,
    matterId,
    title: input.title,
    sender: input.from.name,
    arrivedAt: input.at,
    needsReply: input.needsReply ?? (kind === '函' || kind === '请示'),
    ...only({
      senderOrgan: input.from.organId,
      senderNumber: input.number,
      senderDate: input.date,
      dueOn: input.dueOn,
    }),
  });
  const opened = await openMatter(tx, {
    id: matterId,
    organId: input.organId,
    flow: 'incoming',
    documentId,
    title: input.title,
    face: { counterpart: input.from.name, urgency: input.urgency ?? null, ...only({ number: input.number }) },
    actor: input.actor,
    at: input.at,
    newId: input.newId,
    kind: circulationActs.received.kind,
    data: {
      from: input.from.name,
      origin: input.origin,
      root: { ...version.root },
      files: files.map(({ sha256, sm3, format, sealed }) => ({ sha256, sm3, format, sealed })),
      versionId: version.id,
      versionNo: version.no,
      ...only({
        number: input.number,
        verdict: typeof input.report?.verdict === 'string' ? input.report.verdict : undefined,
      }),
    },
    ...only({ holder: input.holder, deadline: input.dueOn, basis: input.basis }),
  });
  return { matterId, documentId, versionId: version.id, stepId: opened.stepId, act: opened.act };
}

/** The members that are given. */
function only<T extends Record<string, unknown>>(members: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
