import { createHash } from 'node:crypto';
import { readNote } from '@yiwen/trust/log';
import type { Anchor } from '../../extensions/anchor/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import { logAnchored, logTimestamped, policyChanged } from './acts.ts';
import {
  hasActsBetween,
  keepAnchor,
  keepToken,
  lastOutside,
  notePolicy,
  policyKnown,
} from './outside-store.ts';
import { allLogs, type LogRow, lastSigned } from './store.ts';
import type { WitnessPolicy } from './witness-policy.ts';
import { lastWitnessed } from './witness-store.ts';

/** A time-stamp over bytes (RFC 3161), from whoever gives time on this node; undefined when nobody answers. */
export type CheckpointStamper = (
  bytes: Uint8Array,
  now: Date,
) => Promise<{ token: Uint8Array; time: number; source: string } | undefined>;

/** What the jobs towards the outside work with. */
export type OutsideParts = {
  db: Database;
  clock: Clock;
  /** The chain, where one is configured; opened when first used. */
  anchor?: (() => Promise<Anchor>) | undefined;
  stamper(): CheckpointStamper | undefined;
  /** Hears what could not be done now; the next hour tries again. */
  onFault(log: LogRow, what: 'anchor' | 'time-stamp', error: unknown): void;
};

const system = { name: '系统', post: '系统' };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

/**
 * Gives each log's newest state to the chain and to a time-stamp authority, keeps what came back, and records it as an act
 * of the organ. A side job: whatever fails here fails alone. A log with no new act of the office is left as it is, else
 * recording the anchor would be the next thing to anchor.
 */
export async function keepOutside(parts: OutsideParts): Promise<void> {
  const anchor = await opened(parts);
  for (const log of await parts.db.asPublic(allLogs)) {
    if (anchor !== undefined) {
      await anchorLog(parts, log, anchor).catch((error) => parts.onFault(log, 'anchor', error));
    }
    const stamper = parts.stamper();
    if (stamper !== undefined) {
      await stampLog(parts, log, stamper).catch((error) => parts.onFault(log, 'time-stamp', error));
    }
  }
}

async function opened(parts: OutsideParts): Promise<Anchor | undefined> {
  try {
    return await parts.anchor?.();
  } catch (error) {
    for (const log of await parts.db.asPublic(allLogs)) {
      parts.onFault(log, 'anchor', error);
    }
    return undefined;
  }
}

/** The newest state worth keeping outside, or undefined when nothing has happened since the last one. */
async function newState(parts: OutsideParts, log: LogRow, table: 'log.anchor' | 'log.token') {
  return await parts.db.asJob({ organId: log.organId }, async (tx) => {
    const signed = await lastSigned(tx, log);
    const before = await lastOutside(tx, table, log);
    if (
      signed === undefined ||
      signed.size <= before ||
      !(await hasActsBetween(tx, log, before, signed.size))
    ) {
      return undefined;
    }
    // Cosigned where the newest state is: the chain then keeps the witnesses' word as well.
    const witnessed = await lastWitnessed(tx, log);
    const note = witnessed?.size === signed.size ? witnessed.note : signed.note;
    return { origin: log.origin, size: signed.size, root: signed.root, note };
  });
}

async function anchorLog(parts: OutsideParts, log: LogRow, anchor: Anchor): Promise<void> {
  const state = await newState(parts, log, 'log.anchor');
  if (state === undefined) {
    return;
  }
  const { origin, size, root, note } = state;
  const noteHash = sha256(note);
  const receipt = await anchor.publish({ origin, size, root, noteHash });
  const at = parts.clock.now();
  await parts.db.asJob({ organId: log.organId }, async (tx) => {
    const body = { origin, size, root: hex(root), noteSha256: hex(noteHash), ...receipt };
    const { organId } = log;
    const event = await recordAct(tx, { kind: logAnchored.kind, organId, actor: system, at, body });
    await keepAnchor(tx, log, { size, receipt, at, eventId: event.id });
  });
}

async function stampLog(parts: OutsideParts, log: LogRow, stamper: CheckpointStamper): Promise<void> {
  const state = await newState(parts, log, 'log.token');
  const at = parts.clock.now();
  const stamped = state && (await stamper(new TextEncoder().encode(readNote(state.note).text), at));
  if (state === undefined || stamped === undefined) {
    return;
  }
  const { origin, size, root } = state;
  const { token, time, source } = stamped;
  await parts.db.asJob({ organId: log.organId }, async (tx) => {
    const body = { origin, size, root: hex(root), tokenSha256: hex(sha256(token)), time, source };
    const { organId } = log;
    const event = await recordAct(tx, { kind: logTimestamped.kind, organId, actor: system, at, body });
    await keepToken(tx, log, { size, token, at, eventId: event.id });
  });
}

/** Records, once for each organ with a log, that another witness policy is in force. Must be kept in `log.policy` already. */
export async function recordPolicy(db: Database, clock: Clock, policy: WitnessPolicy): Promise<void> {
  const organs = new Set((await db.asPublic(allLogs)).map((log) => log.organId));
  for (const organId of organs) {
    await db.asJob({ organId }, async (tx) => {
      const known = await policyKnown(tx, organId);
      if (known !== undefined && Buffer.compare(known, policy.sha256) === 0) {
        return;
      }
      const at = clock.now();
      const body = {
        sha256: hex(policy.sha256),
        ...(known === undefined ? {} : { previous: hex(known) }),
        witnesses: policy.policy.witnesses.map((witness) => witness.name),
        isQuorumAsked: policy.policy.quorum !== undefined,
      };
      const event = await recordAct(tx, { kind: policyChanged.kind, organId, actor: system, at, body });
      await notePolicy(tx, { organId, since: at, sha256: policy.sha256, eventId: event.id });
    });
  }
}
