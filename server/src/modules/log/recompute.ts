import { EMPTY_EDGE, edgeRoot, growEdge, type TreeEdge } from '@yiwen/trust/log';
import type { Database } from '../../platform/database/index.ts';
import type { LogRow } from './store.ts';
import { entriesFrom } from './store.ts';

/** Entries read from the journal at once. */
export const PAGE = 2000;

/** A state that the journal must still lead to. `source` is for the operator: where it was kept. */
export type KnownState = { size: number; root: Uint8Array; source: string };

/** What is wrong with a journal, in words for the operator; undefined when nothing is. */
type JournalFault = string | undefined;

/**
 * Rebuilds a log's tree from its journal and compares it with every state known to have been signed. A journal that is
 * shorter than such a state, or leads to another root, must never be signed again.
 */
export async function recompute(
  db: Database,
  log: LogRow,
  known: readonly KnownState[],
): Promise<{ edge: TreeEdge; fault: JournalFault }> {
  let edge = EMPTY_EDGE;
  let fault: JournalFault;
  while (edge.size < log.size) {
    const from = edge;
    const page = await db.asSequencer((tx) => entriesFrom(tx, log, from.size, PAGE));
    const isGapless = page.every((entry, i) => entry.index === from.size + i);
    if (page.length === 0 || !isGapless) {
      return { edge, fault: `the journal of ${log.origin} has no entry ${edge.size}` };
    }
    const entries = page.map((entry) => entry.bytes);
    for (const state of known) {
      if (state.size > from.size && state.size <= from.size + entries.length) {
        const then = growEdge(from, entries.slice(0, state.size - from.size)).edge;
        fault ??= differs(state, edgeRoot(then));
      }
    }
    edge = growEdge(from, entries).edge;
  }
  for (const state of known) {
    if (state.size > edge.size) {
      fault ??= `${state.source} is of size ${state.size}, the journal has ${edge.size} entries: was an old backup put back?`;
    }
  }
  return { edge, fault };
}

function differs(state: KnownState, root: Uint8Array): JournalFault {
  return Buffer.compare(root, state.root) === 0
    ? undefined
    : `the journal leads to another root at size ${state.size} than ${state.source}`;
}
