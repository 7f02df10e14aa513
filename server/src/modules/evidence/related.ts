/**
 * Acts that a document's acts rest on and that are no acts of the document: delegations used, the seal that was made, the
 * keys people had to sign with, and whether they must.
 */

import { KEY_ENROLLED, KEY_REVOKED } from '@yiwen/trust/approvals';
import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import { type EventEntry, entryById } from '../../platform/events/index.ts';

/**
 * The organ's acts about delegations, seals and applications to seal that the bodies name. What else the same seal was
 * asked for is nobody's business here.
 */
export async function eventsNamed(tx: Tx, events: readonly EventEntry[]): Promise<EventEntry[]> {
  const named = new Set<string>();
  const people = new Set<string>();
  const applications = new Set<string>();
  for (const { body } of events) {
    const actor = body?.actor as { personId?: unknown; onBehalfOf?: { delegationId?: unknown } } | undefined;
    const data = body?.data as { sealId?: unknown; use?: { applicationId?: unknown } } | undefined;
    if (typeof data?.use?.applicationId === 'string') {
      applications.add(data.use.applicationId);
    }
    if (typeof actor?.personId === 'string') {
      people.add(actor.personId);
    }
    for (const id of [actor?.onBehalfOf?.delegationId, data?.sealId]) {
      if (typeof id === 'string') {
        named.add(id);
      }
    }
  }
  if (named.size + people.size === 0) {
    return [];
  }
  const { rows } = await sql<{ id: string }>`
    select id from event.entry
    where organ_id = platform.organ() and doc is null
      and (matter = any(${sql.val([...applications])}::uuid[])
        or matter is null
          and (body -> 'data' ->> 'delegation' = any(${sql.val([...named])}::text[])
            or body -> 'data' ->> 'sealId' = any(${sql.val([...named])}::text[])
            or kind = 'signing.rule-set'
            or (kind in (${KEY_ENROLLED}, ${KEY_REVOKED}) and body -> 'data' ->> 'personId' = any(${sql.val([...people])}::text[]))))
    order by recorded_at, id limit 200`.execute(tx);
  const found = await Promise.all(rows.map(({ id }) => entryById(tx, id)));
  return found.filter((entry) => entry !== undefined);
}
