/**
 * What the step function knows of a matter: its steps in the order they were opened and its forks. Everything else
 * (branch states, who holds what) is derived here, never stored.
 */

import type { JoinRule } from './flow.ts';

/** Whom a step is asked of: a post, or one person in that post. */
export type Holder = { readonly postId: string; readonly personId?: string };

/** `open`, or how it ended. An ended step never changes again. */
export type StepState = 'open' | 'done' | 'returned' | 'withdrawn' | 'passed-on';

/** Which branch of which fork a step stands in; the fork's id is the id of the step that opened it. */
export type BranchRef = { readonly fork: string; readonly branch: number };

/** One thing asked of one holder. */
export type Step = {
  readonly id: string;
  readonly node: string;
  readonly holder: Holder;
  readonly state: StepState;
  /** The step whose end (or whose 加签) opened this one; undefined for the first. */
  readonly openedBy?: string;
  readonly in?: BranchRef;
  /** The verb that ended it. */
  readonly endedVerb?: string;
};

/** A parallel opening. A step ends when it forks, so its id names the fork. */
export type Fork = {
  readonly id: string;
  readonly join: JoinRule;
  /** What opens when the join is met, in the branch of the step that forked. */
  readonly next: { readonly node: string; readonly holder: Holder };
  readonly state: 'open' | 'joined' | 'cancelled';
};

/** A matter as the step function sees it. */
export type MatterState = {
  readonly closed: boolean;
  readonly drafter: Holder;
  /** In the order they were opened. */
  readonly steps: readonly Step[];
  readonly forks: readonly Fork[];
};

/** `running` has work open under it; `arrived` counts for the join; `removed` never will. */
export type BranchState = 'running' | 'arrived' | 'removed';

/** The branches of a fork and how each stands: open work under a branch, else how its last step ended. */
export function branchesOf(state: Pick<MatterState, 'steps'>, fork: string): Map<number, BranchState> {
  const branches = new Map<number, BranchState>();
  for (const step of state.steps) {
    if (step.in?.fork === fork) {
      branches.set(step.in.branch, step.state === 'done' ? 'arrived' : 'removed');
    }
  }
  for (const branch of branches.keys()) {
    if (state.steps.some((step) => step.state === 'open' && isUnder(state, step, { fork, branch }))) {
      branches.set(branch, 'running');
    }
  }
  return branches;
}

/** How many arrivals the join waits for, given its branches. */
export function arrivalsNeeded(join: JoinRule, branches: ReadonlyMap<number, BranchState>): number {
  switch (join.rule) {
    case 'any':
      return 1;
    case 'quorum':
      return join.needed;
    case 'all':
      return Math.max(1, [...branches.values()].filter((branch) => branch !== 'removed').length);
  }
}

/** Branches that have arrived and that still run. */
export function countBranches(branches: ReadonlyMap<number, BranchState>): {
  arrived: number;
  running: number;
} {
  const states = [...branches.values()];
  return {
    arrived: states.filter((branch) => branch === 'arrived').length,
    running: states.filter((branch) => branch === 'running').length,
  };
}

/** Whether a step stands in this branch, directly or through forks inside it. */
export function isUnder(state: Pick<MatterState, 'steps'>, step: Step, ref: BranchRef): boolean {
  let at: Step | undefined = step;
  while (at?.in !== undefined) {
    if (at.in.fork === ref.fork && at.in.branch === ref.branch) {
      return true;
    }
    const forkId: string = at.in.fork;
    at = state.steps.find((other) => other.id === forkId);
  }
  return false;
}

/** The step with this id. */
export function stepOf(state: Pick<MatterState, 'steps'>, id: string): Step | undefined {
  return state.steps.find((step) => step.id === id);
}

/** The last holder of a node in this matter, if it stood there before. */
export function lastHolderOf(state: MatterState, node: string): Holder | undefined {
  return state.steps.findLast((step) => step.node === node)?.holder;
}

/** Whether the actor stands where this holder does: the post, and the person where one is named. */
export function isHeldBy(
  holder: Holder,
  actor: { readonly postId: string; readonly personId: string; readonly delegated?: boolean },
): boolean {
  return (
    holder.postId === actor.postId &&
    (holder.personId === undefined || holder.personId === actor.personId || actor.delegated === true)
  );
}

/** Whether two holders are the same post and the same person in it. */
export function isSameHolder(one: Holder, other: Holder): boolean {
  return one.postId === other.postId && one.personId === other.personId;
}
