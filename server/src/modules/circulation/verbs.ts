/** What the verbs of 收文 do beside moving steps. */

import { dateIn, yearIn } from '../../platform/clock/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Announcement, Node } from '../../platform/node/index.ts';
import { filesOf } from '../documents/index.ts';
import { describeMatter, type Registry, type VerbEffect, type VerbInput } from '../workflow/index.ts';
import {
  circulationActs,
  type IncomingNews,
  incomingClosed,
  incomingRegistered,
  incomingReturned,
  incomingSignedFor,
} from './acts.ts';
import {
  findEntry,
  printIncomingNumber,
  type RegisterEntry,
  takeIncomingNumber,
  updateEntry,
} from './register-entry.ts';

/** Registers the handlers of the `incoming` flow. */
export function registerIncomingVerbs(registry: Registry): void {
  registry.on('incoming', 'receive', 'sign-for', signFor);
  registry.on('incoming', '*', 'refuse', refuse);
  registry.on('incoming', 'register', 'register', register);
  registry.on('incoming', 'propose', 'propose', as(circulationActs.proposed.kind));
  registry.on('incoming', 'propose', 'assign', giving(circulationActs.proposed.kind));
  registry.on('incoming', 'instruct', 'instruct', giving(circulationActs.instructed.kind));
  registry.on('incoming', 'instruct', 'refer', as(circulationActs.referred.kind));
  registry.on('incoming', 'instruct', 'file', as(circulationActs.filed.kind));
  registry.on('incoming', 'reassign', 'assign', as(circulationActs.reassigned.kind));
  registry.on('incoming', 'close', 'assign', giving(circulationActs.instructed.kind));
  registry.on('incoming', 'handle', 'report', as(circulationActs.handled.kind));
  registry.on('incoming', 'circulate', 'read', as(circulationActs.read.kind));
  registry.on('incoming', '*', 'reply', reply);
  registry.on('incoming', 'close', 'close', close);
}

function as(kind: string) {
  return async (): Promise<VerbEffect> => ({ kind });
}

/** An act that gives work to handlers. Where several handle and nobody was named to lead, the first one does. */
function giving(kind: string) {
  return async (_tx: Tx, { body }: VerbInput): Promise<VerbEffect> => {
    const handlers = body.handlers ?? [];
    const lead = body.lead ?? (handlers.length > 1 ? handlers[0] : undefined);
    return { kind, data: lead === undefined ? {} : { lead } };
  };
}

async function entryOf(tx: Tx, input: VerbInput): Promise<RegisterEntry> {
  const entry = await findEntry(tx, input.matter.documentId!);
  if (entry === undefined) {
    throw new Error(`incoming matter ${input.matter.id} has no register entry`);
  }
  return entry;
}

/** Tells the modules above, in the act's transaction. */
function announce(
  node: Node,
  tx: Tx,
  what: Announcement<IncomingNews>,
  input: VerbInput,
  note?: string,
): NonNullable<VerbEffect['after']> {
  return (act) =>
    node.services.announce(what, tx, {
      organId: input.matter.organId,
      matterId: input.matter.id,
      documentId: input.matter.documentId!,
      act,
      at: input.at,
      by: { name: input.actor.name, post: input.actor.post },
      ...(note === undefined ? {} : { note }),
    });
}

/** 签收: the act names the digests of what was counted and signed for (条例 art. 24). */
async function signFor(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const files = await filesOf(tx, input.matter.documentId!);
  return {
    kind: circulationActs.signedFor.kind,
    data: { files: files.map(({ sha256, sm3, format }) => ({ sha256, sm3, format })) },
    after: announce(input.node, tx, incomingSignedFor, input),
  };
}

/** 退回来文单位: the flow makes the reason mandatory, and the matter ends here. */
async function refuse(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  return {
    kind: circulationActs.refused.kind,
    after: announce(input.node, tx, incomingReturned, input, input.body.reason),
  };
}

/** 登记: our own number, once; a second registration after a return keeps it. */
async function register(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const entry = await entryOf(tx, input);
  const year = entry.number?.year ?? yearIn(input.at);
  const n = entry.number?.n ?? (await takeIncomingNumber(tx, input.matter.organId, year));
  const dueOn = input.body.deadline ?? entry.dueOn;
  await updateEntry(tx, entry.documentId, {
    year,
    n,
    received_on: entry.receivedOn ?? dateIn(input.at),
    registered_at: input.at,
    ...(dueOn === undefined ? {} : { due_on: dueOn }),
  });
  const incomingNumber = printIncomingNumber({ year, n });
  if (entry.senderNumber === undefined) {
    await describeMatter(tx, input.matter.id, { number: incomingNumber });
  }
  return {
    kind: circulationActs.registered.kind,
    data: { incomingNumber, ...(dueOn === undefined ? {} : { dueOn }) },
    after: announce(input.node, tx, incomingRegistered, input, incomingNumber),
  };
}

async function reply(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const entry = await entryOf(tx, input);
  await updateEntry(tx, entry.documentId, {
    replied_on: dateIn(input.at),
    ...(input.body.result === undefined ? {} : { reply: input.body.result }),
  });
  return { kind: circulationActs.replied.kind };
}

/** 办结: refused while a reply is due (条例 art. 24, 答复). */
async function close(tx: Tx, input: VerbInput): Promise<VerbEffect> {
  const entry = await entryOf(tx, input);
  if (entry.needsReply && entry.repliedOn === undefined) {
    throw new OfficeError(
      'circulation.reply-due',
      entry.dueOn === undefined ? undefined : { dueOn: entry.dueOn },
    );
  }
  return {
    kind: circulationActs.closed.kind,
    after: announce(input.node, tx, incomingClosed, input),
  };
}
