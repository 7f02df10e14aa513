import type { Database } from '../../platform/database/index.ts';
import type { CosignatureCollector } from './collect-cosignatures.ts';
import type { LogName } from './log-name.ts';
import { newestOutside } from './outside-store.ts';
import { findLog, lastSigned } from './store.ts';
import { type WitnessPolicy, witnessKey } from './witness-policy.ts';
import { cosignaturesOf, lastCosigned, lastWitnessed, unwitnessed, type Window } from './witness-store.ts';

/** How far the witnesses of a log have come. */
export type Witnessing = {
  origin: string;
  size: number;
  signedAt: Date | undefined;
  /** Why the log is not signed any more; undefined when it is. */
  halted: string | undefined;
  /** Whether a quorum of cosignatures is asked for at all. */
  isAsked: boolean;
  /** The newest state with its quorum: its size, when it had it, and who cosigned it when. */
  witnessed: { size: number; reachedAt: Date; by: { name: string; at: Date }[] } | undefined;
  witnesses: {
    name: string;
    size: number;
    at: Date | undefined;
    fault: { reason: string; isAlarm: boolean } | undefined;
  }[];
  /** What an insider could still change unseen: acts recorded since the witnessed state, and since when. */
  window: Window;
  /** The newest state on the chain, and the newest with a time stamp. */
  anchored: { size: number; at: Date } | undefined;
  timestamped: { size: number; at: Date } | undefined;
};

/** Reads how far a log's witnesses have come; undefined where there is no such log yet. */
export async function witnessingOf(
  db: Database,
  name: LogName,
  parts: {
    policy: WitnessPolicy | undefined;
    collector: CosignatureCollector;
    halted: ReadonlyMap<string, string>;
  },
): Promise<Witnessing | undefined> {
  const { policy, collector, halted } = parts;
  const found = await db.asJob({ organId: name.organId }, async (tx) => {
    const log = await findLog(tx, name);
    if (log === undefined) {
      return undefined;
    }
    const witnessed = await lastWitnessed(tx, name);
    return {
      log,
      witnessed,
      signed: await lastSigned(tx, name),
      last: await lastCosigned(tx, name),
      by: witnessed ? await cosignaturesOf(tx, name, witnessed.size) : [],
      outside: await newestOutside(tx, name),
      window: await unwitnessed(tx, name, witnessed?.size ?? 0),
    };
  });
  if (found === undefined) {
    return undefined;
  }
  const { log, signed, witnessed, last, by, window, outside } = found;
  return {
    origin: log.origin,
    size: signed?.size ?? 0,
    signedAt: signed?.signedAt,
    halted: halted.get(`${name.organId}/${name.year}`),
    isAsked: policy?.policy.quorum !== undefined,
    witnessed: witnessed && {
      size: witnessed.size,
      reachedAt: witnessed.reachedAt,
      by: by.map((line) => ({ name: line.name, at: line.at })),
    },
    witnesses: (policy?.asked ?? []).map((witness) => ({
      name: witness.vkey.name,
      size: last.get(witnessKey(witness.vkey))?.size ?? 0,
      at: last.get(witnessKey(witness.vkey))?.at,
      fault: collector.faultOf(name, witness),
    })),
    window,
    anchored: outside.anchor && { size: outside.anchor.size, at: outside.anchor.at },
    timestamped: outside.token,
  };
}
