import {
  CHECKPOINT_PATH,
  noteVerifier,
  type OpenedAddCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  originDigest,
  readNote,
  type TileName,
  type TileSource,
  TileTree,
  writeVkey,
} from '@yiwen/trust/log';
import type { Node } from '../../platform/node/index.ts';
import { folderStore } from '../log/index.ts';
import { addCheckpoint, type WitnessAnswer, type WitnessParts } from './add-checkpoint.ts';
import type { FollowedLogs } from './followed-logs.ts';
import { growMirror, MirrorContradiction, mirrorFolder, mirrorSource, remoteSource } from './mirror-log.ts';
import { type SeenState, seenState } from './store.ts';

/** How long a log waits for its mirror before it is told to ask again. */
const MIRROR_PATIENCE_MS = 20_000;

/** The witness role of one node at work. */
export class WitnessRole {
  readonly #node: Node;
  readonly #parts: WitnessParts;
  readonly #mirrors: boolean;
  /** One pull at a time for each origin. */
  readonly #pulls = new Map<string, Promise<void>>();
  readonly #contradictions = new Map<string, string>();

  constructor(node: Node, parts: Omit<WitnessParts, 'mirror' | 'db' | 'clock'>, mirrors: boolean) {
    this.#node = node;
    this.#mirrors = mirrors;
    this.#parts = {
      ...parts,
      db: node.db,
      clock: node.clock,
      ...(mirrors ? { mirror: (request, logs) => this.#mirrorFor(request, logs) } : {}),
    };
  }

  /** Verifier key of this witness. */
  get vkey(): string {
    return writeVkey(this.#parts.signer.vkey);
  }

  /** Origins whose log contradicts its mirror, and how. */
  get contradictions(): ReadonlyMap<string, string> {
    return this.#contradictions;
  }

  /** Answers `add-checkpoint`. */
  add(body: Uint8Array): Promise<WitnessAnswer> {
    return addCheckpoint(this.#parts, body);
  }

  /** The latest cosigned checkpoint of the log in a folder. */
  latest(digest: string): Promise<SeenState | undefined> {
    return this.#node.db.asSequencer((tx) => seenState(tx, { digest }));
  }

  /** A tile or bundle of a mirrored log. */
  async file(digest: string, { level, index, width }: TileName): Promise<Uint8Array | undefined> {
    const logs = await this.#parts.logs();
    const origin = [...logs.addresses.keys()].find((one) => originDigest(one) === digest);
    if (!this.#mirrors || origin === undefined) {
      return undefined;
    }
    const folder = mirrorFolder(this.#node.dataDir, digest);
    const source = mirrorSource(folder, (await this.#held(origin, folder))?.size ?? 0);
    return await (level === 'entries' ? source.entries(index, width) : source.tile(level, index, width));
  }

  /** Follows every mirrored log to the checkpoint it publishes now. Faults of one log do not keep the others waiting. */
  async follow(): Promise<void> {
    const logs = await this.#parts.logs();
    for (const [origin, address] of this.#mirrors ? logs.addresses : []) {
      try {
        const signal = AbortSignal.timeout(10 * 60_000);
        const note = await remoteSource(address, signal).checkpoint();
        const opened = note && openFirst(note, origin, logs);
        if (note !== undefined && opened !== undefined) {
          await this.#pull(origin, address, opened, note, signal);
        }
      } catch (error) {
        this.#node.log.warn({ err: error, origin }, 'log not mirrored');
      }
    }
  }

  async #mirrorFor({ opened, checkpoint }: OpenedAddCheckpoint, logs: FollowedLogs): Promise<boolean> {
    const address = logs.addresses.get(opened.origin)!;
    try {
      await this.#pull(opened.origin, address, opened, checkpoint, AbortSignal.timeout(MIRROR_PATIENCE_MS));
      return true;
    } catch (error) {
      this.#node.log.warn({ err: error, origin: opened.origin }, 'log not mirrored in time');
      return false;
    }
  }

  async #pull(
    origin: string,
    address: string,
    goal: { size: number; root: Uint8Array },
    note: Uint8Array,
    signal: AbortSignal,
  ): Promise<void> {
    const before = this.#pulls.get(origin) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(() => this.#pullNow(origin, address, goal, note, signal));
    this.#pulls.set(origin, mine);
    await mine;
  }

  async #pullNow(
    origin: string,
    address: string,
    goal: { size: number; root: Uint8Array },
    note: Uint8Array,
    signal: AbortSignal,
  ): Promise<void> {
    const folder = mirrorFolder(this.#node.dataDir, originDigest(origin));
    const held = await this.#held(origin, folder);
    if (goal.size === 0) {
      return;
    }
    try {
      if (held !== undefined && held.size >= goal.size) {
        await confirmPrefix(mirrorSource(folder, held.size), goal);
      } else {
        await growMirror(folder, remoteSource(address, signal), held?.size ?? 0, goal);
        await folderStore(folder).write(CHECKPOINT_PATH, note);
      }
    } catch (error) {
      if (error instanceof MirrorContradiction) {
        this.#contradictions.set(origin, error.message);
        this.#node.log.error({ err: error, origin }, 'a log contradicts its mirror');
      }
      throw error;
    }
    this.#contradictions.delete(origin);
  }

  /** The checkpoint kept with a mirror after its last entry was durable: what the mirror holds for certain. */
  async #held(origin: string, folder: string): Promise<OpenedCheckpoint | undefined> {
    const note = await folderStore(folder).read(CHECKPOINT_PATH);
    return note && openFirst(note, origin, await this.#parts.logs());
  }
}

async function confirmPrefix(mirror: TileSource, goal: { size: number; root: Uint8Array }): Promise<void> {
  if (Buffer.compare(await new TileTree(mirror, goal.size).root(), goal.root) !== 0) {
    throw new MirrorContradiction(`the mirror holds another history at size ${goal.size}`);
  }
}

/** Opens a checkpoint with whichever trusted key has signed it. @throws LogError when none has */
function openFirst(note: Uint8Array, origin: string, logs: FollowedLogs): OpenedCheckpoint | undefined {
  const [first, ...others] = logs.keysOf(origin).map((key) => noteVerifier(key));
  if (first === undefined) {
    return undefined;
  }
  const named = readNote(note).signatures;
  const signer = [first, ...others].find((key) =>
    named.some((line) => line.name === key.name && line.keyId === key.keyId),
  );
  return openCheckpoint(note, signer ?? first);
}
