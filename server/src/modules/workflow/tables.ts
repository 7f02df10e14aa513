import type { ColumnType, Generated } from 'kysely';
import type { Tx } from '../../platform/database/index.ts';
import type { JoinRule } from './flow.ts';
import type { Fork, StepState } from './matter-state.ts';

type Revision = ColumnType<string | number, number | undefined, number>;

/** `workflow.matter`: one running piece of work. */
export type MatterTable = {
  id: string;
  organ_id: string;
  flow: string;
  flow_version: number;
  kind: string;
  document_id: string | null;
  drafter_post: string;
  drafter_person: string | null;
  title: string;
  number: string | null;
  urgency: string | null;
  counterpart: string | null;
  revision: Revision;
  opened_at: Date;
  updated_at: Date;
  closed_at: Date | null;
};

/** `workflow.step`: one thing asked of one holder. */
export type StepTable = {
  id: string;
  organ_id: string;
  matter_id: string;
  /** Order of opening within the matter, from 0. */
  ordinal: number;
  node: string;
  holder_post: string;
  holder_person: string | null;
  state: Generated<StepState>;
  opened_by: string | null;
  fork_id: string | null;
  branch: number | null;
  /** Who sent it here, as named at that time. */
  from_name: string | null;
  from_post: string | null;
  opened_at: Date;
  /** `YYYY-MM-DD`. */
  deadline: string | null;
  urged: Generated<number>;
  urged_at: Date | null;
  ended_at: Date | null;
  ended_verb: string | null;
};

/** `workflow.fork`: a parallel opening and what follows its join. */
export type ForkTable = {
  step_id: string;
  organ_id: string;
  matter_id: string;
  join_rule: ColumnType<JoinRule, string, never>;
  next_node: string;
  next_post: string;
  next_person: string | null;
  state: Generated<Fork['state']>;
};

/** `workflow.command`: an answered command by its client's key. */
export type CommandTable = {
  organ_id: string;
  key: string;
  matter_id: string;
  digest: Uint8Array;
  answer: ColumnType<Record<string, unknown>, string, never>;
  answered_at: Date;
};

/** Tables of this module. No other module reads them. */
export type WorkflowTables = {
  'workflow.matter': MatterTable;
  'workflow.step': StepTable;
  'workflow.fork': ForkTable;
  'workflow.command': CommandTable;
};

/** The transaction with this module's tables. */
export function tables(tx: Tx) {
  return tx.$extendTables<WorkflowTables>();
}
