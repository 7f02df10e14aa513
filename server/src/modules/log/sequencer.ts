import {
  CHECKPOINT_PATH,
  EMPTY_EDGE,
  edgeRoot,
  growStore,
  LogError,
  type LogStore,
  logOpening,
  noteVerifier,
  openCheckpoint,
  readEdge,
  readNote,
  signNote,
  storeSource,
  type TreeEdge,
  writeCheckpoint,
} from '@yiwen/trust/log';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/database/index.ts';
import { assignIndex, pendingEntries, pendingLogs } from '../../platform/events/index.ts';
import type { CheckpointMemory } from './checkpoint-memory.ts';
import { type LogSigners, makeLogKeys, openLogKeys } from './log-keys.ts';
import { type LogName, logPath } from './log-name.ts';
import { type KnownState, PAGE, recompute } from './recompute.ts';
import {
  allLogs,
  appendEntries,
  entriesFrom,
  findLog,
  indicesOf,
  insertLog,
  insertSigned,
  type LogRow,
  lastSigned,
  logBefore,
  type SignedState,
  tryLogLock,
  wrappedKeyOf,
} from './store.ts';

/** Entries given an index in one transaction. */
const BATCH = 500;

/** The steps of one pass, in order; a crash may fall after any of them. */
export type SequencerStep =
  | 'opened'
  | 'journaled'
  | 'files-written'
  | 'signed'
  | 'remembered'
  | 'published'
  | 'marked';

/** What a sequencer works with. */
type SequencerParts = {
  db: Database;
  clock: Clock;
  /** The node's key that wraps the logs' private keys. */
  nodeKey: Uint8Array;
  memory: CheckpointMemory;
  storeOf(name: LogName): LogStore;
  /** Name of a log about to be opened; undefined while the node does not know its own address yet. */
  originOf(name: LogName): string | undefined;
  /** States of a log that its witnesses remember; asked once before this process first signs it. */
  witnessStates?(log: LogRow): Promise<KnownState[]>;
  /** Hears what keeps a log from going on; called on every pass that fails. */
  onFault(name: LogName, error: unknown): void;
  /** Hears how many entries came under a shown checkpoint. */
  onLogged?(count: number): void;
  /** Called after each step; tests stop the work here as a crash would. */
  afterStep?(step: SequencerStep, name: LogName): Promise<void>;
};

/** A log this process has checked and may go on with. */
type Opened = { signers: LogSigners; edge: TreeEdge | undefined };

/** Thrown when a log must not be signed any more: its journal contradicts what was signed before. */
class LogHalted extends Error {
  override readonly name = 'LogHalted';
}

/**
 * Gives entries their index, writes tiles and bundles, signs checkpoints. One writer per log at a time, by an advisory
 * lock; any number of processes may run one. Each step is durable before the next begins, so whoever comes after a crash
 * goes on from what is stored: index in the journal → files → signed state → checkpoint shown → event marked as logged.
 */
export class Sequencer {
  readonly #parts: SequencerParts;
  readonly #opened = new Map<string, Opened>();
  readonly #halted = new Map<string, string>();

  constructor(parts: SequencerParts) {
    this.#parts = parts;
  }

  /** Logs this process refuses to sign, and why. */
  get halted(): ReadonlyMap<string, string> {
    return this.#halted;
  }

  /** Stops signing a log for the rest of this process: somebody holds proof of another history of it. */
  halt(name: LogName, reason: string): void {
    if (!this.#halted.has(logPath(name))) {
      this.#halted.set(logPath(name), reason);
      this.#opened.delete(logPath(name));
      this.#parts.onFault(name, new LogHalted(reason));
    }
  }

  /** Checks every log of the node against what was signed before, and finishes what a crash left. */
  async start(): Promise<void> {
    for (const log of await this.#parts.db.asSequencer(allLogs)) {
      await this.#advanceSafely(log);
    }
  }

  /** One round over all logs that have something to do. Answers the number of entries newly under a signed checkpoint. */
  async sweep(): Promise<number> {
    const pending = await this.#parts.db.asSequencer(pendingLogs);
    // Older years first: the opening of a new log names the last state of the one before.
    pending.sort((a, b) => a.year - b.year || (a.organId < b.organId ? -1 : 1));
    let logged = 0;
    for (const name of pending) {
      logged += await this.#advanceSafely(name);
    }
    return logged;
  }

  async #advanceSafely(name: LogName): Promise<number> {
    if (this.#halted.has(logPath(name))) {
      return 0;
    }
    try {
      return await this.#advance(name);
    } catch (error) {
      // What is in memory may be ahead of what is stored; the next pass reads everything again.
      this.#opened.delete(logPath(name));
      if (error instanceof LogHalted) {
        this.#halted.set(logPath(name), error.message);
      }
      this.#parts.onFault(name, error);
      return 0;
    }
  }

  /** Works a log until nothing is left. The lock is a transaction of its own; the work commits step by step beside it. */
  async #advance(name: LogName): Promise<number> {
    const { db } = this.#parts;
    // Before the lock: recomputing a large log takes long, and needs no lock since a journal only grows.
    const known = await db.asSequencer((tx) => findLog(tx, name));
    if (known !== undefined) {
      await this.#checked(known);
    } else if (this.#parts.originOf(name) === undefined) {
      return 0;
    }
    return await db.asSequencer(async (holder) => {
      if (!(await tryLogLock(holder, name))) {
        return 0;
      }
      let total = 0;
      for (;;) {
        const opened = await this.#checked(await this.#open(name));
        const journaled = await this.#journal(name);
        await this.#publish(name, opened);
        const marked = await this.#mark(name);
        total += marked;
        if (journaled === 0 && marked === 0) {
          return total;
        }
      }
    });
  }

  async #open(name: LogName): Promise<LogRow> {
    const { db, clock, nodeKey, originOf } = this.#parts;
    const known = await db.asSequencer((tx) => findLog(tx, name));
    if (known !== undefined) {
      return known;
    }
    const origin = originOf(name)!;
    const keys = await makeLogKeys(origin, nodeKey);
    const log = await db.asSequencer(async (tx) => {
      const old = await logBefore(tx, name);
      const last = old && (await lastSigned(tx, old));
      const previous = old && last && { origin: old.origin, size: last.size, root: last.root };
      const firstEntry = logOpening(origin, previous);
      await insertLog(tx, { ...name, origin, ...keys, openedAt: clock.now(), firstEntry });
      return await findLog(tx, name);
    });
    await this.#after('opened', name);
    return log!;
  }

  /** Once per process and log: opens its keys and recomputes its tree. @throws LogHalted */
  async #checked(log: LogRow): Promise<Opened> {
    const known = this.#opened.get(logPath(log));
    if (known !== undefined) {
      return known;
    }
    const { db, nodeKey } = this.#parts;
    const wrapped = await db.asSequencer((tx) => wrappedKeyOf(tx, log));
    const signers = await openLogKeys(log, wrapped, nodeKey);
    const atWitnesses = (await this.#parts.witnessStates?.(log)) ?? [];
    const { fault } = await recompute(db, log, [...(await this.#knownStates(log)), ...atWitnesses]);
    if (fault !== undefined) {
      throw new LogHalted(fault);
    }
    const opened: Opened = { signers, edge: undefined };
    this.#opened.set(logPath(log), opened);
    return opened;
  }

  /** Every place that remembers what was signed; all are compared, since a restore may have put back only one. */
  async #knownStates(log: LogRow): Promise<KnownState[]> {
    const { db, memory, storeOf } = this.#parts;
    const logKey = noteVerifier(log.vkey);
    const states: KnownState[] = [];
    const signed = await db.asSequencer((tx) => lastSigned(tx, log));
    if (signed !== undefined) {
      states.push({ ...signed, source: 'the last checkpoint signed (database)' });
    }
    const notes: [string, Uint8Array | undefined][] = [
      ['the last checkpoint signed (data folder)', await memory.recall(log)],
      ['the published checkpoint', await storeOf(log).read(CHECKPOINT_PATH)],
    ];
    for (const [source, note] of notes) {
      if (note !== undefined) {
        states.push({ ...openCheckpoint(note, logKey), source });
      }
    }
    return states;
  }

  /** Gives waiting entries their index: a row in the journal, for good. */
  async #journal(name: LogName): Promise<number> {
    const journaled = await this.#parts.db.asSequencer(async (tx) => {
      const log = (await findLog(tx, name, true))!;
      const waiting = await pendingEntries(tx, name.organId, name.year, BATCH);
      const given = await indicesOf(
        tx,
        waiting.map((entry) => entry.id),
      );
      const added = waiting.filter((entry) => !given.has(entry.id));
      if (added.length > 0) {
        await appendEntries(
          tx,
          log,
          added.map((entry) => ({ eventId: entry.id, bytes: entry.commitment })),
        );
      }
      return added.length;
    });
    await this.#after('journaled', name);
    return journaled;
  }

  /** Makes the files of all journaled entries, signs the state, keeps it, and only then shows it. */
  async #publish(name: LogName, opened: Opened): Promise<void> {
    const { db, memory, storeOf, clock } = this.#parts;
    if (this.#halted.has(logPath(name))) {
      throw new LogHalted(this.#halted.get(logPath(name))!);
    }
    const store = storeOf(name);
    const log = (await db.asSequencer((tx) => findLog(tx, name)))!;
    let signed = await db.asSequencer((tx) => lastSigned(tx, name));
    if (signed === undefined || signed.size < log.size) {
      const edge = await this.#writeFiles(log, opened, signed, store);
      await this.#after('files-written', name);
      const root = edgeRoot(edge);
      const text = writeCheckpoint({ origin: log.origin, size: edge.size, root });
      const note = await signNote(text, [opened.signers.ed25519, opened.signers.sm2]);
      const state = { size: edge.size, root, note, signedAt: clock.now() };
      await db.asSequencer((tx) => insertSigned(tx, name, state));
      signed = (await db.asSequencer((tx) => lastSigned(tx, name)))!;
      opened.edge = edge;
      await this.#after('signed', name);
    }
    const shown = await store.read(CHECKPOINT_PATH);
    // Cosignatures may have been added to what is shown: it is the same checkpoint while its text is.
    if (!isSameCheckpoint(shown, signed.note)) {
      await memory.remember(name, signed.note);
      await this.#after('remembered', name);
      await store.write(CHECKPOINT_PATH, signed.note);
      await this.#after('published', name);
    }
  }

  /** Writes what the entries after the signed state add. Files are derived: lost ones are made again from the journal. */
  async #writeFiles(
    log: LogRow,
    opened: Opened,
    signed: SignedState | undefined,
    store: LogStore,
  ): Promise<TreeEdge> {
    const isAtHand = opened.edge !== undefined && opened.edge.size === signed?.size;
    let edge = isAtHand ? opened.edge! : await this.#edgeAt(signed, store);
    while (edge.size < log.size) {
      const from = edge.size;
      // Made again from the beginning, the files of the state that is already signed come out as they were.
      const goal = signed !== undefined && from < signed.size ? signed.size : log.size;
      const limit = Math.min(PAGE, goal - from);
      const page = await this.#parts.db.asSequencer((tx) => entriesFrom(tx, log, from, limit));
      if (page.length === 0) {
        throw new LogHalted(`the journal of ${log.origin} has no entry ${from}`);
      }
      edge = await growStore(
        store,
        edge,
        page.map((entry) => entry.bytes),
      );
    }
    return edge;
  }

  /**
   * The edge of the signed state from its files, or the empty edge when they are lost or lead to another root: then all
   * files are made again, and the store refuses where one of them stands with other bytes.
   */
  async #edgeAt(signed: SignedState | undefined, store: LogStore): Promise<TreeEdge> {
    if (signed === undefined) {
      return EMPTY_EDGE;
    }
    try {
      const edge = await readEdge(storeSource(store), signed.size);
      return Buffer.compare(edgeRoot(edge), signed.root) === 0 ? edge : EMPTY_EDGE;
    } catch (error) {
      if (error instanceof LogError) {
        return EMPTY_EDGE;
      }
      throw error;
    }
  }

  /** Tells the journal of acts which of its entries are now under a checkpoint that is shown. */
  async #mark(name: LogName): Promise<number> {
    const marked = await this.#parts.db.asSequencer(async (tx) => {
      const signed = (await lastSigned(tx, name))!;
      const waiting = await pendingEntries(tx, name.organId, name.year, BATCH);
      const given = await indicesOf(
        tx,
        waiting.map((entry) => entry.id),
      );
      let count = 0;
      for (const [eventId, index] of given) {
        if (index < signed.size) {
          await assignIndex(tx, eventId, index);
          count++;
        }
      }
      return count;
    });
    this.#parts.onLogged?.(marked);
    await this.#after('marked', name);
    return marked;
  }

  async #after(step: SequencerStep, name: LogName): Promise<void> {
    await this.#parts.afterStep?.(step, name);
  }
}

function isSameCheckpoint(shown: Uint8Array | undefined, signed: Uint8Array): boolean {
  try {
    return shown !== undefined && readNote(shown).text === readNote(signed).text;
  } catch (error) {
    if (error instanceof LogError) {
      return false;
    }
    throw error;
  }
}
