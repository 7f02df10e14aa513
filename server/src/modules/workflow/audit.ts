/** Matters, steps and forks derived again from the acts and compared with what is stored. */

import { type AuditedAct, type AuditFault, Faults } from '../../platform/audit/index.ts';
import type { Tx } from '../../platform/database/index.ts';
import type { ActBody } from './acts.ts';
import { tables } from './tables.ts';

type Told = Record<string, unknown>;

/** What the acts of one matter come to. */
type Derived = {
  matter: Told;
  steps: Map<string, Told>;
  forks: Map<string, Told>;
  /** False when an act does not say which steps it ended (acts of before they did). */
  isComplete: boolean;
  lastIndex: number | undefined;
};

/** Audits the workflow's rows of one organ. */
export async function auditMatters(tx: Tx, { acts }: { acts: readonly AuditedAct[] }): Promise<AuditFault[]> {
  const faults = new Faults();
  const derived = deriveMatters(acts);
  const matters = await tables(tx).selectFrom('workflow.matter').selectAll().execute();
  const steps = await tables(tx).selectFrom('workflow.step').selectAll().execute();
  const forks = await tables(tx).selectFrom('workflow.fork').selectAll().execute();
  for (const row of matters) {
    const told = derived.get(row.id);
    const place = `workflow.matter ${row.id}`;
    if (told === undefined) {
      faults.add('row-without-act', place, '没有任何办理记录的事项');
    } else {
      const { matter, lastIndex } = told;
      faults.compare(place, { ...row, revision: Number(row.revision) }, matter, lastIndex);
    }
  }
  const known = new Set(matters.map(({ id }) => id));
  for (const [id, { lastIndex }] of derived) {
    if (!known.has(id)) {
      faults.add('row-missing', `workflow.matter ${id}`, '办理记录说有这件事项，库里没有', lastIndex);
    }
  }
  compareRows(
    faults,
    'workflow.step',
    steps.map((row) => ({ ...row, key: row.id })),
    derived,
    (one) => one.steps,
  );
  compareRows(
    faults,
    'workflow.fork',
    forks.map((row) => ({ ...row, key: row.step_id })),
    derived,
    (one) => one.forks,
  );
  return faults.list;
}

function compareRows(
  faults: Faults,
  table: string,
  rows: readonly (Told & { key: string; matter_id: string })[],
  derived: ReadonlyMap<string, Derived>,
  pick: (one: Derived) => Map<string, Told>,
): void {
  const stored = new Map(rows.map((row) => [row.key, row]));
  for (const row of rows) {
    const told = derived.get(row.matter_id);
    if (told?.isComplete !== false && (told === undefined || !pick(told).has(row.key))) {
      faults.add('row-without-act', `${table} ${row.key}`, '没有办理记录能说明这一行');
    }
  }
  for (const told of derived.values()) {
    for (const [id, expected] of told.isComplete ? pick(told) : []) {
      const row = stored.get(id);
      if (row === undefined) {
        faults.add('row-missing', `${table} ${id}`, '办理记录说有这一行，库里没有', told.lastIndex);
      } else {
        faults.compare(`${table} ${id}`, row, expected, told.lastIndex);
      }
    }
  }
}

function deriveMatters(acts: readonly AuditedAct[]): Map<string, Derived> {
  const derived = new Map<string, Derived>();
  // Acts on steps only, by the revision each led to: other acts about a matter move nothing.
  const moving = acts
    .filter((act) => act.matter !== undefined && typeof act.data.revision === 'number')
    .sort((a, b) => (a.data.revision as number) - (b.data.revision as number));
  for (const act of moving) {
    const body = act.data as unknown as ActBody;
    const at = new Date(act.at);
    const one = derived.get(act.matter!) ?? begin(act, body, at);
    derived.set(act.matter!, one);
    one.matter.revision = body.revision;
    one.matter.updated_at = at;
    if (body.closes === true) {
      one.matter.closed_at = at;
    }
    one.lastIndex = act.index ?? one.lastIndex;
    apply(one, act, body, at);
  }
  return derived;
}

function begin(act: AuditedAct, body: ActBody, at: Date): Derived {
  const [flow, version] = body.flow.split('@');
  const matter = {
    flow,
    flow_version: Number(version),
    document_id: act.doc,
    drafter_post: body.opened[0]?.postId,
    opened_at: at,
    closed_at: null,
  };
  return { matter, steps: new Map(), forks: new Map(), isComplete: true, lastIndex: undefined };
}

function apply(one: Derived, act: AuditedAct, body: ActBody, at: Date): void {
  one.isComplete &&= body.ended !== undefined;
  for (const { stepId, state } of body.ended ?? []) {
    Object.assign(one.steps.get(stepId) ?? {}, { state, ended_at: at, ended_verb: body.verb });
  }
  for (const step of body.opened) {
    one.steps.set(step.stepId, {
      matter_id: act.matter,
      ordinal: one.steps.size,
      node: step.node,
      holder_post: step.postId,
      holder_person: step.personId,
      state: 'open',
      opened_by: step.openedBy,
      fork_id: step.fork,
      branch: step.branch,
      from_name: act.actor.name,
      from_post: act.actor.post,
      opened_at: at,
      deadline: body.deadline,
      urged: 0,
      ended_at: null,
      ended_verb: null,
    });
  }
  const urged = body.effect === 'urge' ? one.steps.get(body.stepId) : undefined;
  if (urged !== undefined) {
    urged.urged = (urged.urged as number) + 1;
    urged.urged_at = at;
  }
  for (const fork of body.forks ?? []) {
    const known = one.forks.get(fork.id) ?? {};
    one.forks.set(fork.id, {
      ...known,
      state: fork.state,
      ...(fork.join === undefined
        ? {}
        : {
            matter_id: act.matter,
            join_rule: fork.join,
            next_node: fork.nextNode,
            next_post: fork.nextPost,
            next_person: fork.nextPerson,
          }),
    });
  }
}
