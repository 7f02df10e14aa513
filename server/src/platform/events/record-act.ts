import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { yearIn } from '../clock/index.ts';
import type { Tx } from '../database/index.ts';
import { actKind } from './act-kinds.ts';
import { canonicalBody, digestBody } from './commitment.ts';

/** Who acted, in which post, and for whom when a delegation was used. Names as they were at the time. */
export type ActorRecord = {
  /** Absent for the system itself (sealing, delivery). */
  personId?: string;
  name: string;
  postId?: string;
  /** Title of the post. */
  post: string;
  onBehalfOf?: { personId?: string; name: string; postId: string; post: string; delegationId?: string };
};

/** An act about to be recorded. */
export type RecordedAct = {
  /** Declared by `declareAct`. */
  kind: string;
  organId: string;
  actor: ActorRecord;
  /** From the node's clock. */
  at: Date;
  /** The document whose chain the act joins. The caller holds the row lock that orders the document's acts. */
  doc?: string;
  matter?: string;
  /** On what basis: approval, rule, delegation. */
  basis?: string;
  /** Checked by the kind's schema. Whole numbers only (canonical JSON): fractions go in as smaller units. */
  body: Record<string, unknown>;
  /** A time claimed from outside, kept beside ours. */
  claimedAt?: string;
};

/** Where an act was recorded. */
export type EventRef = { id: string; seq: number };

/**
 * Records an act: the salted body, its digests and its commitment, in the caller's transaction.
 * This is the one place where acts become events; nothing else writes `event.entry`.
 */
export async function recordAct(tx: Tx, act: RecordedAct): Promise<EventRef> {
  const kind = actKind(act.kind);
  if (!kind) {
    throw new Error(`act kind ${act.kind} is not declared: add declareAct to its module`);
  }
  const data = kind.schema.parse(act.body) as Record<string, unknown>;
  const id = randomUUID();
  const chain = act.doc ?? act.matter ?? id;
  const last = await tx
    .selectFrom('event.entry')
    .select(['seq', 'commitment'])
    .where('chain', '=', chain)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const seq = Number(last?.seq ?? 0) + 1;
  const body = canonicalBody({
    v: 1,
    id,
    type: act.kind,
    typeVersion: kind.version,
    organ: act.organId,
    at: act.at.toISOString(),
    actor: act.actor,
    doc: act.doc,
    matter: act.matter,
    seq,
    data,
    basis: act.basis,
    claimedAt: act.claimedAt,
    salt: randomBytes(16).toString('hex'),
  });
  const made = digestBody(body, { type: act.kind, chain, seq, previous: last?.commitment ?? null });
  const year = yearIn(act.at);
  await tx
    .insertInto('event.entry')
    .values({
      id,
      organ_id: act.organId,
      year,
      kind: act.kind,
      chain,
      doc: act.doc ?? null,
      matter: act.matter ?? null,
      person_id: act.actor.personId ?? null,
      seq,
      prev: made.prev,
      body: JSON.stringify(body),
      sha256: made.sha256,
      sm3: made.sm3,
      commitment: made.commitment,
      recorded_at: act.at,
    })
    .execute();
  await sql`select pg_notify('yiwen_event', ${`${act.organId}/${year}`})`.execute(tx);
  return { id, seq };
}
