import {
  CHECKPOINT_PATH,
  cosignatureTime,
  type LogStore,
  noteVerifier,
  readNote,
  satisfies,
  storeSource,
  TileTree,
  withLines,
} from '@yiwen/trust/log';
import { type Clock, elapsedMs } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { askWitness, lastAtWitness, type StateToCosign } from './ask-witness.ts';
import { type LogName, logPath } from './log-name.ts';
import { recompute } from './recompute.ts';
import { allLogs, findLog, type LogRow, lastSigned, type SignedState, tryLogLock } from './store.ts';
import { type Witness, type WitnessPolicy, witnessKey } from './witness-policy.ts';
import {
  cosignaturesOf,
  keepCosignatures,
  keepPolicy,
  keepWitnessed,
  lastCosigned,
  lastWitnessed,
} from './witness-store.ts';

/** Longest pause before a witness that does not answer is asked again. */
const MAX_PAUSE_MS = 300_000;
const FIRST_PAUSE_MS = 2_000;

/** What a collector works with. */
export type CollectorParts = {
  db: Database;
  clock: Clock;
  storeOf(name: LogName): LogStore;
  policy(): Promise<WitnessPolicy | undefined>;
  /** Hears of the policy in force, after it is kept: when it changes, and when an organ opens a log. */
  onPolicy?(policy: WitnessPolicy): Promise<void>;
  /** Hears that a witness holds proof of another or a longer history of this log: it must not be signed any more. */
  onContradiction(name: LogName, reason: string): void;
  /** Hears of a witness that refuses without such proof, or cannot be reached. */
  onRefusal(name: LogName, witness: string, reason: string): void;
  /** Hears how long after signing a state had its quorum. */
  onWitnessed?(name: LogName, milliseconds: number): void;
};

/** Faults of one witness towards one log. */
export type WitnessFault = { reason: string; isAlarm: boolean };

/**
 * Brings each log's newest signed state to the witnesses of the policy and keeps what they answer. Nothing waits for it:
 * acts, checkpoints and deliveries go on whether or not a witness answers (model.md 6).
 */
export class CosignatureCollector {
  readonly #parts: CollectorParts;
  readonly #faults = new Map<string, WitnessFault>();
  readonly #pauses = new Map<string, { until: number; ms: number }>();
  #told: { policy: WitnessPolicy; organs: string } | undefined;
  readonly #unshown = new Set<string>();

  constructor(parts: CollectorParts) {
    this.#parts = parts;
  }

  /** What is wrong between a log and a witness, or undefined. */
  faultOf(name: LogName, witness: Witness): WitnessFault | undefined {
    return this.#faults.get(pairKey(name, witness));
  }

  /** Pairs of log and witness that contradict each other. */
  get alarms(): number {
    return [...this.#faults.values()].filter((fault) => fault.isAlarm).length;
  }

  /** One round over all logs. */
  async sweep(): Promise<void> {
    const policy = await this.#parts.policy();
    if (policy === undefined) {
      return;
    }
    const { db, clock, onPolicy } = this.#parts;
    const logs = await db.asSequencer(allLogs);
    const organs = logs.map((log) => log.organId).join();
    if (this.#told?.policy !== policy || this.#told.organs !== organs) {
      await db.asSequencer((tx) => keepPolicy(tx, policy.sha256, policy.text, clock.now()));
      await onPolicy?.(policy);
      this.#told = { policy, organs };
    }
    for (const log of logs) {
      await this.#collect(log, policy);
    }
  }

  async #collect(log: LogRow, policy: WitnessPolicy): Promise<void> {
    const { db, storeOf } = this.#parts;
    const signed = await db.asSequencer((tx) => lastSigned(tx, log));
    if (signed === undefined) {
      return;
    }
    const last = await db.asSequencer((tx) => lastCosigned(tx, log));
    const waiting = policy.asked.filter(
      (witness) => last.get(witnessKey(witness.vkey))?.size !== signed.size && !this.#isPaused(log, witness),
    );
    if (waiting.length > 0) {
      const tree = new TileTree(storeSource(storeOf(log)), signed.size);
      const state: StateToCosign = {
        ...signed,
        logKey: noteVerifier(log.vkey),
        proofFrom: (oldSize) => tree.consistencyProof(oldSize),
      };
      await Promise.all(
        waiting.map((witness) =>
          this.#ask(log, witness, state, last.get(witnessKey(witness.vkey))?.size ?? 0),
        ),
      );
    }
    if (waiting.length > 0 || this.#unshown.has(logPath(log))) {
      await this.#settle(log, signed, policy);
    }
  }

  async #ask(log: LogRow, witness: Witness, state: StateToCosign, lastSize: number): Promise<void> {
    const { db, clock, onRefusal } = this.#parts;
    const outcome = await askWitness(witness, state, lastSize);
    const key = pairKey(log, witness);
    if (outcome.kind === 'cosigned') {
      this.#faults.delete(key);
      this.#pauses.delete(key);
      const lines = outcome.lines.map((line) => ({
        ...line,
        size: state.size,
        at: new Date((cosignatureTime(line.signature) ?? 0) * 1000),
      }));
      await db.asSequencer((tx) => keepCosignatures(tx, log, lines, clock.now()));
      return;
    }
    this.#pause(key);
    const isAlarm = outcome.kind === 'conflict';
    this.#faults.set(key, { reason: outcome.reason, isAlarm });
    if (isAlarm) {
      await this.#lookFor(log, witness, outcome.reason);
    }
    onRefusal(log, witness.vkey.name, outcome.reason);
  }

  /**
   * A witness could stop a log by refusing; only a checkpoint with the log's own signature that ours does not lead to is
   * proof. Its last one is fetched and compared.
   */
  async #lookFor(log: LogRow, witness: Witness, reason: string): Promise<void> {
    const { db, onContradiction } = this.#parts;
    const theirs = await lastAtWitness(witness, log.origin, noteVerifier(log.vkey)).catch(() => undefined);
    if (theirs === undefined || theirs.size === 0) {
      return;
    }
    const now = await db.asSequencer((tx) => findLog(tx, log));
    const source = `the checkpoint at witness ${witness.vkey.name}`;
    const { fault } = await recompute(db, now!, [{ ...theirs, source }]);
    if (fault !== undefined) {
      onContradiction(log, `${fault} (${reason})`);
    }
  }

  /** Counts what was collected, keeps a witnessed state, and shows the lines with the checkpoint while it is the newest. */
  async #settle(log: LogRow, signed: SignedState, policy: WitnessPolicy): Promise<void> {
    const { db, clock, storeOf, onWitnessed } = this.#parts;
    const lines = await db.asSequencer((tx) => cosignaturesOf(tx, log, signed.size));
    if (lines.length === 0) {
      return;
    }
    const note = withLines(signed.note, lines);
    if (policy.policy.quorum !== undefined && satisfies(policy.policy, lines)) {
      const now = clock.now();
      const isFirst = await db.asSequencer(async (tx) => {
        const before = await lastWitnessed(tx, log);
        await keepWitnessed(tx, log, { size: signed.size, note, policy: policy.sha256, reachedAt: now });
        return before?.size !== signed.size;
      });
      if (isFirst) {
        onWitnessed?.(log, now.getTime() - signed.signedAt.getTime());
      }
    }
    const isShown = await db.asSequencer(async (holder) => {
      // Without the lock an older checkpoint could be put back over a newer one.
      if (!(await tryLogLock(holder, log))) {
        return false;
      }
      const shown = await storeOf(log).read(CHECKPOINT_PATH);
      if (shown !== undefined && readNote(shown).text === readNote(note).text) {
        await storeOf(log).write(CHECKPOINT_PATH, note);
      }
      return true;
    });
    if (isShown) {
      this.#unshown.delete(logPath(log));
    } else {
      this.#unshown.add(logPath(log));
    }
  }

  #isPaused(name: LogName, witness: Witness): boolean {
    return (this.#pauses.get(pairKey(name, witness))?.until ?? 0) > elapsedMs();
  }

  #pause(key: string): void {
    const ms = Math.min(MAX_PAUSE_MS, (this.#pauses.get(key)?.ms ?? FIRST_PAUSE_MS / 2) * 2);
    this.#pauses.set(key, { ms, until: elapsedMs() + ms });
  }
}

function pairKey(name: LogName, witness: Witness): string {
  return `${logPath(name)} ${witnessKey(witness.vkey)}`;
}
