/** What happened, from the acts: the timeline of a matter and its document. A query over events, never a table. */

import type { Tx } from '../../platform/database/index.ts';
import {
  type ActKind,
  actKinds,
  type EventEntry,
  entriesOfDocument,
  entriesOfMatter,
} from '../../platform/events/index.ts';
import type { LogService } from '../log/index.ts';
import { type Ink, type Matter, showInk, storedInk } from '../workflow/index.ts';

/** One act as a page shows it. */
export type TimelineItem = {
  id: string;
  kind: string;
  label: { zh: string; en: string };
  at: string;
  actor: { name: string; post: string; onBehalfOf?: { name: string; post: string } };
  node?: string;
  verb?: string;
  versionNo?: number;
  opinion?: string;
  ink?: Ink;
  holdersAfter: string[];
  /** By what the person who acted signed it; whoever reads checks it from the act's body. */
  signed?: 'key' | 'passkey';
  unsigned?: 'no-key' | 'declined';
  logged: null | { index: number; origin: string; href: string };
};

/** A kind that no module of this node declares any more, or not yet. */
const OTHER = { zh: '其他行为', en: 'Other act' };

/** The acts of a matter and of its document, oldest first. */
export async function readTimeline(tx: Tx, matter: Matter, log: LogService): Promise<TimelineItem[]> {
  const entries = await actsOf(tx, matter);
  const kinds = new Map(actKinds().map((kind) => [kind.kind, kind]));
  const origins = new Map<number, string | undefined>();
  for (const year of new Set(entries.map((entry) => entry.year))) {
    origins.set(year, await log.originOf(tx, matter.organId, year));
  }
  return entries.map((entry) => itemOf(entry, kinds, origins));
}

/** The entries of a matter and its document, each once, in the order they were recorded. */
export async function actsOf(tx: Tx, matter: Matter): Promise<EventEntry[]> {
  const found = new Map<string, EventEntry>();
  const ofDocument = matter.documentId === undefined ? [] : await entriesOfDocument(tx, matter.documentId);
  for (const entry of [...(await entriesOfMatter(tx, matter.id)), ...ofDocument]) {
    found.set(entry.id, entry);
  }
  return [...found.values()].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || a.seq - b.seq);
}

/** The part of an act's body that its module wrote. */
export function dataOf(entry: EventEntry): Record<string, unknown> {
  return (entry.body?.data ?? {}) as Record<string, unknown>;
}

/** Who acted, as named at that time. */
export function actorOf(entry: EventEntry): TimelineItem['actor'] {
  const actor = (entry.body?.actor ?? {}) as {
    name?: string;
    post?: string;
    onBehalfOf?: { name?: string; post?: string };
  };
  return {
    name: actor.name ?? '',
    post: actor.post ?? '',
    ...(actor.onBehalfOf === undefined
      ? {}
      : { onBehalfOf: { name: actor.onBehalfOf.name ?? '', post: actor.onBehalfOf.post ?? '' } }),
  };
}

/** The handwriting of an act, if it has any. */
export function inkOf(entry: EventEntry): Ink | undefined {
  const parsed = storedInk.safeParse(dataOf(entry).ink);
  return parsed.success ? showInk(parsed.data) : undefined;
}

function itemOf(
  entry: EventEntry,
  kinds: ReadonlyMap<string, ActKind>,
  origins: ReadonlyMap<number, string | undefined>,
): TimelineItem {
  const data = dataOf(entry);
  const words = [data.opinion, data.reason, data.result].find((one) => typeof one === 'string');
  const ink = inkOf(entry);
  const origin = origins.get(entry.year);
  return {
    id: entry.id,
    kind: entry.kind,
    label: kinds.get(entry.kind)?.label ?? OTHER,
    at: entry.recordedAt.toISOString(),
    actor: actorOf(entry),
    holdersAfter: Array.isArray(data.after) ? data.after.map(String) : [],
    logged:
      entry.logIndex === null || origin === undefined
        ? null
        : { index: entry.logIndex, origin, href: `/api/v1/acts/${entry.id}/proof` },
    ...(typeof data.node === 'string' ? { node: data.node } : {}),
    ...(typeof data.verb === 'string' ? { verb: data.verb } : {}),
    ...(typeof data.versionNo === 'number' ? { versionNo: data.versionNo } : {}),
    ...(words === undefined ? {} : { opinion: String(words) }),
    ...(ink === undefined ? {} : { ink }),
    ...signatureOf(data),
  };
}

/** What an act says of the personal signature it carries or lacks. */
function signatureOf({
  signature,
  unsigned,
}: Record<string, unknown>): Pick<TimelineItem, 'signed' | 'unsigned'> {
  const kind = (signature as { proof?: { kind?: unknown } } | undefined)?.proof?.kind;
  return {
    ...(kind === 'key' || kind === 'passkey' ? { signed: kind } : {}),
    ...(unsigned === 'no-key' || unsigned === 'declined' ? { unsigned } : {}),
  };
}
