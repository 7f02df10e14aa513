import { setTimeout as delay } from 'node:timers/promises';
import { type LogStore, storeSource, TileCache, TileTree, writeProof } from '@yiwen/trust/log';
import type { Database, Tx } from '../../platform/database/index.ts';
import { entryById } from '../../platform/events/index.ts';
import { serviceKey } from '../../platform/node/index.ts';
import { type LogName, logPath } from './log-name.ts';
import { nodeSha256 } from './node-sha256.ts';
import type { CheckpointStamper } from './outside.ts';
import { tokenOf } from './outside-store.ts';
import { allLogs, entryOfEvent, findLog, type LogRow, lastSigned } from './store.ts';
import type { WitnessPolicy } from './witness-policy.ts';
import { cosignaturesOf, lastWitnessed, witnessedCovering } from './witness-store.ts';
import type { Witnessing } from './witnessing.ts';

/** A proof that an event's entry stands in the organ's log. */
export type EventProof = {
  /** Text of a `.tlog-proof` file (C2SP tlog-proof). */
  proof: string;
  /** The entry's bytes as text (canonical JSON). */
  entry: string;
  index: number;
  origin: string;
  /** Witnesses whose cosignatures stand in the proof, with the times they claim; empty while they are awaited or not asked. */
  witnesses: { name: string; at: Date }[];
};

/** What the log offers to the modules above it. */
export type LogService = {
  /**
   * Proof of an event of this organ, against the newest witnessed checkpoint where one covers it, else against the newest
   * that the log has signed; undefined until it is under one.
   */
  proofOf(organId: string, eventId: string): Promise<EventProof | undefined>;
  /** Origin of an organ's log of a year; undefined before its first act. */
  originOf(tx: Tx, organId: string, year: number): Promise<string | undefined>;
  /**
   * Waits until an event is under a checkpoint that is shown. False when that has not happened in time: the outcome is
   * then unknown, not "no". Nothing may leave the organ before this answered true (model.md 6).
   */
  waitUntilLogged(organId: string, eventId: string, timeoutMs: number): Promise<boolean>;
  /** The logs of this node with their verifier keys, for its trust list. */
  logs(): Promise<LogRow[]>;
  /** How far the witnesses of an organ's log of a year have come; undefined before its first act. */
  witnessing(organId: string, year: number): Promise<Witnessing | undefined>;
  /** The newest checkpoint with its quorum of cosignatures; undefined while there is none. */
  witnessedCheckpoint(organId: string, year: number): Promise<Uint8Array | undefined>;
  /** Text of the witness policy in force (C2SP tlog-policy), without its own log; undefined where nobody is asked. */
  witnessPolicy(): Promise<string | undefined>;
  /** The RFC 3161 token over the checkpoint of a size; undefined where none was made. */
  tokenOf(organId: string, year: number, size: number): Promise<Uint8Array | undefined>;
  /** Does now what the hourly job does: anchors on the chain, time stamps. Never throws for what is away. */
  keepOutside(): Promise<void>;
  /** Says who gives time stamps on this node; without it checkpoints carry none. */
  stampWith(stamper: CheckpointStamper): void;
  /** Asks the sequencer of this process to look now. */
  nudge(): void;
};

/** Where the log module hands its service to the floors above. */
export const logService = serviceKey<LogService>('log.service');

/** Full tiles kept of each log: 4 MB. */
const CACHED_TILES = 256;

/** Makes the service of one node. */
export function makeLogService(
  db: Database,
  storeOf: (name: LogName) => LogStore,
  nudge: () => void,
  witnesses: {
    policy(): Promise<WitnessPolicy | undefined>;
    witnessing(name: LogName): Promise<Witnessing | undefined>;
    keepOutside(): Promise<void>;
    stampWith(stamper: CheckpointStamper): void;
  },
): LogService {
  const caches = new Map<string, TileCache>();
  const cacheOf = (name: LogName): TileCache => {
    const cache = caches.get(logPath(name)) ?? new TileCache(CACHED_TILES, nodeSha256);
    caches.set(logPath(name), cache);
    return cache;
  };
  const isLogged = async (organId: string, eventId: string): Promise<boolean> => {
    const event = await db.asJob({ organId }, (tx) => entryById(tx, eventId));
    return event !== undefined && event.logIndex !== null;
  };
  return {
    nudge,
    logs: () => db.asPublic(allLogs),
    witnessing: (organId, year) => witnesses.witnessing({ organId, year }),
    keepOutside: () => witnesses.keepOutside(),
    stampWith: (stamper) => witnesses.stampWith(stamper),
    tokenOf: (organId, year, size) => db.asPublic((tx) => tokenOf(tx, { organId, year }, size)),
    witnessPolicy: async () => (await witnesses.policy())?.text,
    witnessedCheckpoint: async (organId, year) =>
      (await db.asPublic((tx) => lastWitnessed(tx, { organId, year })))?.note,
    originOf: async (tx, organId, year) => (await findLog(tx, { organId, year }))?.origin,
    async proofOf(organId, eventId) {
      const found = await db.asJob({ organId }, async (tx) => {
        const entry = await entryOfEvent(tx, eventId);
        const log = entry && (await findLog(tx, entry));
        const signed = entry && (await lastSigned(tx, entry));
        if (!entry || !log || !signed || entry.index >= signed.size) {
          return undefined;
        }
        const witnessed = await witnessedCovering(tx, entry, entry.index);
        const lines = witnessed ? await cosignaturesOf(tx, entry, witnessed.size) : [];
        return { entry, log, state: witnessed ?? signed, lines };
      });
      if (found === undefined) {
        return undefined;
      }
      const { entry, log, state, lines } = found;
      const tree = new TileTree(storeSource(storeOf(entry)), state.size, cacheOf(entry));
      const hashes = await tree.inclusionProof(entry.index);
      const proof = writeProof({ index: entry.index, hashes, checkpoint: state.note });
      const text = new TextDecoder();
      return {
        proof: text.decode(proof),
        entry: text.decode(entry.bytes),
        index: entry.index,
        origin: log.origin,
        witnesses: lines.map(({ name, at }) => ({ name, at })),
      };
    },
    async waitUntilLogged(organId, eventId, timeoutMs) {
      const stepMs = 25;
      for (let waitedMs = 0; ; waitedMs += stepMs) {
        if (await isLogged(organId, eventId)) {
          return true;
        }
        if (waitedMs >= timeoutMs) {
          return false;
        }
        nudge();
        await delay(stepMs);
      }
    },
  };
}
