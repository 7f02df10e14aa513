import {
  judgeGrowth,
  type OpenedAddCheckpoint,
  openAddCheckpoint,
  readSignatureLine,
  type WitnessRefusal,
  withLines,
  writeSignatureLine,
} from '@yiwen/trust/log';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/database/index.ts';
import type { FollowedLogs } from './followed-logs.ts';
import { keepState, lockOrigin, seenState } from './store.ts';
import type { WitnessSigner } from './witness-key.ts';

/** What a witness works with. */
export type WitnessParts = {
  db: Database;
  clock: Clock;
  signer: WitnessSigner;
  logs(): Promise<FollowedLogs>;
  /**
   * Makes every entry under the checkpoint durable here; called before the state is kept, for mirrored logs only.
   * False when that could not be done in time.
   */
  mirror?(request: OpenedAddCheckpoint, logs: FollowedLogs): Promise<boolean>;
};

/** The answer to a log: its cosignature line, or why not. 503: the mirror is not there yet. */
export type WitnessAnswer = { status: 200; line: string } | WitnessRefusal | { status: 503; reason: string };

/**
 * `add-checkpoint` (C2SP tlog-witness): tests and stores in one transaction under the origin's lock, and answers only after
 * it is committed.
 */
export async function addCheckpoint(parts: WitnessParts, body: Uint8Array): Promise<WitnessAnswer> {
  const logs = await parts.logs();
  const request = openAddCheckpoint(body, logs.keysOf);
  if ('status' in request) {
    return request;
  }
  const { origin, text, size, root } = request.opened;
  if (parts.mirror !== undefined && logs.addresses.has(origin)) {
    const early = judgeGrowth(request, await parts.db.asSequencer((tx) => seenState(tx, { origin })));
    if (early !== undefined) {
      return early;
    }
    if (!(await parts.mirror(request, logs))) {
      return { status: 503, reason: 'the entries are not mirrored yet; ask again' };
    }
  }
  return await parts.db.asSequencer(async (tx) => {
    await lockOrigin(tx, origin);
    const refusal = judgeGrowth(request, await seenState(tx, { origin }));
    if (refusal !== undefined) {
      return refusal;
    }
    const { signer } = parts;
    const signature = await signer.sign(new TextEncoder().encode(text));
    const line = writeSignatureLine({ name: signer.name, keyId: signer.keyId, signature });
    const note = withLines(request.checkpoint, [readSignatureLine(line.trimEnd())]);
    await keepState(tx, origin, { size, root, note }, parts.clock.now());
    return { status: 200, line };
  });
}
