/** All SQL of matters, steps and forks. */

import { sql } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { Decision } from './decision.ts';
import type { Flow } from './flow.ts';
import { flowOf } from './flows.ts';
import type { Fork, Holder, MatterState, Step } from './matter-state.ts';
import { type StepTable, tables } from './tables.ts';

/** A matter as stored, without its steps. */
export type Matter = {
  readonly id: string;
  readonly organId: string;
  readonly flow: Flow;
  readonly kind: string;
  readonly documentId?: string;
  readonly drafter: Holder;
  readonly title: string;
  readonly number?: string;
  readonly urgency?: string;
  readonly counterpart?: string;
  readonly revision: number;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly closedAt?: Date;
};

/** A step as stored: what the step function knows of it, and what lists show. */
export type StoredStep = Step & {
  readonly ordinal: number;
  readonly openedAt: Date;
  readonly deadline?: string;
  /** How often it was urged. */
  readonly urged: number;
  readonly endedAt?: Date;
};

/** What the step function needs of a matter, with what lists show of its steps. */
export type StoredState = Omit<MatterState, 'steps'> & { readonly steps: readonly StoredStep[] };

/** A step about to be stored. */
export type NewStep = {
  readonly id: string;
  readonly node: string;
  readonly holder: Holder;
  readonly openedBy?: string;
  readonly in?: Step['in'];
  readonly deadline?: string;
};

function holderOf(postId: string, personId: string | null): Holder {
  return personId === null ? { postId } : { postId, personId };
}

/** The matter, its row locked until the transaction ends when `lock` is set; undefined when the organ has none. */
export async function loadMatter(tx: Tx, id: string, lock: boolean): Promise<Matter | undefined> {
  const query = tables(tx).selectFrom('workflow.matter').selectAll().where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined) {
    return undefined;
  }
  return {
    id: row.id,
    organId: row.organ_id,
    flow: flowOf(row.flow, row.flow_version),
    kind: row.kind,
    drafter: holderOf(row.drafter_post, row.drafter_person),
    title: row.title,
    revision: Number(row.revision),
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
    ...(row.document_id === null ? {} : { documentId: row.document_id }),
    ...(row.number === null ? {} : { number: row.number }),
    ...(row.urgency === null ? {} : { urgency: row.urgency }),
    ...(row.counterpart === null ? {} : { counterpart: row.counterpart }),
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
  };
}

/** A matter's steps in the order they were opened. */
export async function loadSteps(tx: Tx, matterId: string): Promise<StoredStep[]> {
  const rows = await tables(tx)
    .selectFrom('workflow.step')
    .selectAll()
    .where('matter_id', '=', matterId)
    .orderBy('ordinal')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    ordinal: row.ordinal,
    node: row.node,
    holder: holderOf(row.holder_post, row.holder_person),
    state: row.state,
    openedAt: row.opened_at,
    urged: row.urged,
    ...(row.opened_by === null ? {} : { openedBy: row.opened_by }),
    ...(row.fork_id === null ? {} : { in: { fork: row.fork_id, branch: row.branch! } }),
    ...(row.ended_verb === null ? {} : { endedVerb: row.ended_verb }),
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.deadline === null ? {} : { deadline: row.deadline }),
  }));
}

/** What the step function needs of a matter. */
export async function loadState(tx: Tx, matter: Matter): Promise<StoredState> {
  const forks = await tables(tx)
    .selectFrom('workflow.fork')
    .selectAll()
    .where('matter_id', '=', matter.id)
    .execute();
  return {
    closed: matter.closedAt !== undefined,
    drafter: matter.drafter,
    steps: await loadSteps(tx, matter.id),
    forks: forks.map(
      (row): Fork => ({
        id: row.step_id,
        join: row.join_rule,
        next: { node: row.next_node, holder: holderOf(row.next_post, row.next_person) },
        state: row.state,
      }),
    ),
  };
}

/** A matter about to be stored. */
export type NewMatter = Omit<Matter, 'revision' | 'updatedAt' | 'closedAt'>;

/** Stores a new matter; false when one with this id exists already (in any organ: the caller then knows no more). */
export async function insertMatter(tx: Tx, matter: NewMatter): Promise<boolean> {
  const done = await tables(tx)
    .insertInto('workflow.matter')
    .values({
      id: matter.id,
      organ_id: matter.organId,
      flow: matter.flow.id,
      flow_version: matter.flow.version,
      kind: matter.kind,
      document_id: matter.documentId ?? null,
      drafter_post: matter.drafter.postId,
      drafter_person: matter.drafter.personId ?? null,
      title: matter.title,
      number: matter.number ?? null,
      urgency: matter.urgency ?? null,
      counterpart: matter.counterpart ?? null,
      opened_at: matter.openedAt,
      updated_at: matter.openedAt,
      closed_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Adds open steps after those a matter already has. */
export async function insertSteps(
  tx: Tx,
  matter: { id: string; organId: string },
  steps: readonly NewStep[],
  from: { name: string; post: string } | undefined,
  at: Date,
  firstOrdinal: number,
): Promise<void> {
  if (steps.length === 0) {
    return;
  }
  await tables(tx)
    .insertInto('workflow.step')
    .values(
      steps.map(
        (step, i): Omit<StepTable, 'state' | 'urged'> => ({
          id: step.id,
          organ_id: matter.organId,
          matter_id: matter.id,
          ordinal: firstOrdinal + i,
          node: step.node,
          holder_post: step.holder.postId,
          holder_person: step.holder.personId ?? null,
          opened_by: step.openedBy ?? null,
          fork_id: step.in?.fork ?? null,
          branch: step.in?.branch ?? null,
          from_name: from?.name ?? null,
          from_post: from?.post ?? null,
          opened_at: at,
          deadline: step.deadline ?? null,
          urged_at: null,
          ended_at: null,
          ended_verb: null,
        }),
      ),
    )
    .execute();
}

/** Writes what a decision says about steps and forks, and raises the matter's revision. */
export async function saveDecision(
  tx: Tx,
  matter: Matter,
  decision: Decision,
  opened: readonly NewStep[],
  by: { verb: string; name: string; post: string },
  at: Date,
  firstOrdinal: number,
): Promise<void> {
  for (const ending of decision.ended) {
    await tables(tx)
      .updateTable('workflow.step')
      .set({ state: ending.state, ended_at: at, ended_verb: by.verb })
      .where('id', '=', ending.stepId)
      .execute();
  }
  for (const fork of decision.forked) {
    await tables(tx)
      .insertInto('workflow.fork')
      .values({
        step_id: fork.id,
        organ_id: matter.organId,
        matter_id: matter.id,
        join_rule: JSON.stringify(fork.join),
        next_node: fork.next.node,
        next_post: fork.next.holder.postId,
        next_person: fork.next.holder.personId ?? null,
      })
      .execute();
  }
  for (const change of decision.forkStates) {
    await tables(tx)
      .updateTable('workflow.fork')
      .set({ state: change.state })
      .where('step_id', '=', change.id)
      .execute();
  }
  await insertSteps(tx, matter, opened, by, at, firstOrdinal);
  await tables(tx)
    .updateTable('workflow.matter')
    .set({
      revision: matter.revision + 1,
      updated_at: at,
      ...(decision.closes ? { closed_at: at } : {}),
    })
    .where('id', '=', matter.id)
    .execute();
}

/** How lists show a matter; each member given replaces the one stored. */
export type MatterFace = {
  title?: string;
  number?: string;
  urgency?: '特急' | '加急' | null;
  counterpart?: string;
};

/** Changes how lists show a matter. Called by the module that owns the facts, in the act that changes them. */
export async function describeMatter(tx: Tx, matterId: string, face: MatterFace): Promise<void> {
  if (Object.keys(face).length > 0) {
    await tables(tx).updateTable('workflow.matter').set(face).where('id', '=', matterId).execute();
  }
}

/** A command already answered, or undefined. */
export async function findCommand(
  tx: Tx,
  key: string,
): Promise<{ matterId: string; digest: Uint8Array; answer: Record<string, unknown> } | undefined> {
  const row = await tables(tx)
    .selectFrom('workflow.command')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst();
  return row && { matterId: row.matter_id, digest: row.digest, answer: row.answer };
}

/** Keeps a command's answer for its repetition. */
export async function keepCommand(
  tx: Tx,
  command: { organId: string; key: string; matterId: string; digest: Uint8Array; answer: object; at: Date },
): Promise<void> {
  await tables(tx)
    .insertInto('workflow.command')
    .values({
      organ_id: command.organId,
      key: command.key,
      matter_id: command.matterId,
      digest: command.digest,
      answer: JSON.stringify(command.answer),
      answered_at: command.at,
    })
    .execute();
}

/** Serialises creations under one client key: two equal requests at once wait for each other. */
export async function lockKey(tx: Tx, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`workflow.command/${key}`}, 0))`.execute(tx);
}

/** The matter that a document is the subject of, its row locked when `lock` is set. */
export async function matterOfDocument(
  tx: Tx,
  documentId: string,
  lock: boolean,
): Promise<Matter | undefined> {
  const row = await tables(tx)
    .selectFrom('workflow.matter')
    .select('id')
    .where('document_id', '=', documentId)
    .executeTakeFirst();
  return row && (await loadMatter(tx, row.id, lock));
}

/** Notes on an open step that it was urged. */
export async function noteUrge(tx: Tx, stepId: string, at: Date): Promise<void> {
  await tables(tx)
    .updateTable('workflow.step')
    .set((step) => ({ urged: step('urged', '+', 1), urged_at: at }))
    .where('id', '=', stepId)
    .execute();
}
