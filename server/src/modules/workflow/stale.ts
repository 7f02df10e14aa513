/** Refuses a command that was decided on a state which has changed since, and shows what changed (`model.md` 3). */

import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { actKinds, type EventEntry, entriesOfMatter } from '../../platform/events/index.ts';
import type { MatterState, Step } from './matter-state.ts';
import type { Matter } from './store.ts';

/**
 * Throws `workflow.stale` with the acts since, unless the only acts since are others' arrivals in other branches of
 * the same fork: five readers of one document do not stand in each other's way, and nothing is merged by letting them.
 */
export async function refuseStale(
  tx: Tx,
  matter: Matter,
  state: MatterState,
  step: Step,
  expected: number,
): Promise<void> {
  if (expected === matter.revision) {
    return;
  }
  const since = (await entriesOfMatter(tx, matter.id)).filter(
    (entry) => Number(dataOf(entry).revision ?? 0) > expected,
  );
  const isAside =
    expected < matter.revision &&
    step.state === 'open' &&
    since.length === matter.revision - expected &&
    since.every((entry) => isInOtherBranch(entry, state, step));
  if (!isAside) {
    throw new OfficeError('workflow.stale', {
      expected,
      found: matter.revision,
      since: since.map(describe),
    });
  }
}

function dataOf(entry: EventEntry): Record<string, unknown> {
  return (entry.body?.data ?? {}) as Record<string, unknown>;
}

function isInOtherBranch(entry: EventEntry, state: MatterState, step: Step): boolean {
  const data = dataOf(entry);
  const other = state.steps.find((candidate) => candidate.id === data.stepId);
  return (
    data.effect === 'arrive' &&
    step.in !== undefined &&
    other?.in?.fork === step.in.fork &&
    other.in.branch !== step.in.branch
  );
}

function describe(entry: EventEntry): Record<string, unknown> {
  const actor = entry.body?.actor as { name?: string; post?: string } | undefined;
  return {
    id: entry.id,
    kind: entry.kind,
    label: actKinds().find((kind) => kind.kind === entry.kind)?.label,
    at: entry.recordedAt.toISOString(),
    actor: { name: actor?.name ?? '', post: actor?.post ?? '' },
  };
}
