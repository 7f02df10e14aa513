/** An act as its salted body tells it: the members every body has, read without trusting any of them. */

import type { CanonicalValue } from '@yiwen/trust/content';

/** Who acted, as named at that time. */
export type EventActor = {
  readonly personId?: string;
  readonly name: string;
  readonly post: string;
  readonly postId?: string;
  readonly onBehalfOf?: { readonly name: string; readonly post: string; readonly delegationId?: string };
};

/** A body with its members typed. `data` is what the kind of act records. */
export type EventBody = {
  readonly id: string;
  readonly type: string;
  readonly organ: string;
  readonly at: string;
  readonly seq: number;
  readonly doc?: string;
  readonly matter?: string;
  readonly basis?: string;
  readonly actor: EventActor;
  readonly data: Readonly<Record<string, CanonicalValue>>;
  /** The whole body, for what only one kind has. */
  readonly whole: Readonly<Record<string, CanonicalValue>>;
};

/** Reads a body; undefined when a member that every body has is missing or of another kind. */
export function readEventBody(value: CanonicalValue): EventBody | undefined {
  const whole = record(value);
  const actor = whole && readActor(whole.actor);
  const data = whole && record(whole.data);
  if (whole === undefined || actor === undefined || data === undefined || whole.v !== 1) {
    return undefined;
  }
  const { id, type, organ, at, seq } = whole;
  const isBody =
    [id, type, organ].every((text) => typeof text === 'string') &&
    typeof at === 'string' &&
    !Number.isNaN(Date.parse(at)) &&
    Number.isSafeInteger(seq);
  return isBody
    ? {
        id: id as string,
        type: type as string,
        organ: organ as string,
        at,
        seq: seq as number,
        actor,
        data,
        whole,
        ...optional(whole, 'doc'),
        ...optional(whole, 'matter'),
        ...optional(whole, 'basis'),
      }
    : undefined;
}

function optional<K extends string>(from: Readonly<Record<string, CanonicalValue>>, name: K) {
  const value = from[name];
  return (typeof value === 'string' ? { [name]: value } : {}) as { [name in K]?: string };
}

function readActor(value: CanonicalValue | undefined): EventActor | undefined {
  const actor = record(value);
  if (typeof actor?.name !== 'string' || typeof actor.post !== 'string') {
    return undefined;
  }
  const behalf = record(actor.onBehalfOf);
  return {
    name: actor.name,
    post: actor.post,
    ...optional(actor, 'personId'),
    ...optional(actor, 'postId'),
    ...(typeof behalf?.name === 'string' && typeof behalf.post === 'string'
      ? { onBehalfOf: { name: behalf.name, post: behalf.post, ...optional(behalf, 'delegationId') } }
      : {}),
  };
}

/** A value as an object's members, or undefined. */
export function record(
  value: CanonicalValue | undefined,
): Readonly<Record<string, CanonicalValue>> | undefined {
  return typeof value === 'object' && !Array.isArray(value)
    ? (value as Readonly<Record<string, CanonicalValue>>)
    : undefined;
}

/** A member that is text, or undefined. */
export function textOf(value: CanonicalValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
