import type { Tx } from '../database/index.ts';

/**
 * Something stored that the acts do not bear out. `place` is a table's row (`workflow.step <id>`), an event or a place in
 * a log; `message` is for people, in Chinese. `code` is stable.
 */
export type AuditFault = {
  readonly code: string;
  readonly place: string;
  readonly message: string;
  /** Place in the log of the first record it is about, where there is one. */
  readonly index?: number;
};

/** A recorded act whose body, digests and chain held. Only such acts say what should be stored. */
export type AuditedAct = {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly seq: number;
  readonly doc?: string;
  readonly matter?: string;
  readonly index?: number;
  readonly actor: { readonly personId?: string; readonly name: string; readonly post: string };
  readonly data: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
};

/** What a module audits: its rows of one organ against all acts of the organ, oldest first. `tx` is the organ's own. */
export type OrganAudit = (
  tx: Tx,
  organ: { readonly organId: string; readonly acts: readonly AuditedAct[] },
) => Promise<AuditFault[]>;

/** Collects faults; the list is cut at a thousand. */
export class Faults {
  readonly list: AuditFault[] = [];

  add(code: string, place: string, message: string, index?: number): void {
    if (this.list.length < 1000) {
      this.list.push({ code, place, message, ...(index === undefined ? {} : { index }) });
    }
  }

  /** Notes each member of `stored` that is not what the acts say. Absent and null are the same. */
  compare(
    place: string,
    stored: Record<string, unknown>,
    expected: Record<string, unknown>,
    index?: number,
  ): void {
    const differing = Object.keys(expected).filter((name) => spell(stored[name]) !== spell(expected[name]));
    if (differing.length > 0) {
      this.add('row-differs', place, `与办理记录不符：${differing.join('、')}`, index);
    }
  }
}

/** One spelling of a stored value and of what an act says, whatever order their members came in. */
function spell(value: unknown): string {
  return JSON.stringify(ordered(value instanceof Date ? value.toISOString() : (value ?? null)));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(ordered);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          // An act's body leaves absent members out where a row has null.
          .filter(([, member]) => member !== null && member !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, member]) => [name, ordered(member)]),
      )
    : value;
}
