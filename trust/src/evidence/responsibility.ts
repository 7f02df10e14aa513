/**
 * Who answers for what, derived from the acts alone: each act with its actor, post, principal, basis and the digest of the
 * opinion, and each duty (an opened step) with its deadline and the act that ended it. The same bodies always give the same
 * table, so a table that differs was not made from them.
 */

import { type CanonicalValue, digestFile } from '@yiwen/trust/content';
import { utf8 } from '@yiwen/trust/crypto';
import { type EventBody, record, textOf } from './event-body.ts';

type Row = { [name: string]: CanonicalValue };

/** The table: canonical JSON {v, acts, duties}. Bodies in sequence. */
export function responsibilityTable(bodies: readonly EventBody[]): CanonicalValue {
  return { v: 1, acts: bodies.map(actRow), duties: dutiesOf(bodies) };
}

function actRow(body: EventBody): Row {
  const { actor, data } = body;
  const opinion = textOf(data.opinion);
  const behalf = actor.onBehalfOf;
  return {
    seq: body.seq,
    act: body.type,
    at: body.at,
    who: actor.name,
    post: actor.post,
    ...(behalf === undefined ? {} : { onBehalfOf: `${behalf.post} ${behalf.name}` }),
    ...(behalf?.delegationId === undefined ? {} : { delegation: behalf.delegationId }),
    ...(body.basis === undefined ? {} : { basis: body.basis }),
    ...(opinion === undefined ? {} : { opinion: digestFile(utf8(opinion)).sha256 }),
    ...given('deadline', data.deadline),
    ...given('version', data.versionNo),
  };
}

function given(name: string, value: CanonicalValue | undefined): Row {
  return typeof value === 'string' || typeof value === 'number' ? { [name]: value } : {};
}

function dutiesOf(bodies: readonly EventBody[]): Row[] {
  const duties: Row[] = [];
  const open = new Map<string, Row>();
  for (const body of bodies) {
    const ended = open.get(textOf(body.data.stepId) ?? '');
    if (ended !== undefined && ended.endedBy === undefined && endsStep(body)) {
      ended.endedBy = body.seq;
      ended.endedAt = body.at;
      ended.who = body.actor.name;
    }
    const opened = Array.isArray(body.data.opened) ? (body.data.opened as readonly CanonicalValue[]) : [];
    for (const one of opened) {
      const step = record(one);
      const stepId = textOf(step?.stepId);
      if (step !== undefined && stepId !== undefined && !open.has(stepId)) {
        const duty: Row = {
          step: stepId,
          ...given('node', step.node),
          ...given('post', step.postId),
          openedBy: body.seq,
          openedAt: body.at,
          ...given('deadline', body.data.deadline),
        };
        open.set(stepId, duty);
        duties.push(duty);
      }
    }
  }
  return duties;
}

/** Acts that leave the step they are made on open: remarks, reminders, additions. */
const LEAVES_OPEN: ReadonlySet<string> = new Set(['note', 'urge', 'add', 'open']);

function endsStep(body: EventBody): boolean {
  return !LEAVES_OPEN.has(textOf(body.data.effect) ?? '');
}
