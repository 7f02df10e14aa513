/** Parallel work: arriving at a join, taking a branch out, taking an act back. Parts of the step function. */

import type { Decision, Ending, Opening, StepRefusal, Surroundings } from './decision.ts';
import { type Flow, nodeOf } from './flow.ts';
import {
  arrivalsNeeded,
  type BranchRef,
  type BranchState,
  branchesOf,
  countBranches,
  type Fork,
  isHeldBy,
  isUnder,
  type MatterState,
  type Step,
  stepOf,
} from './matter-state.ts';

type PersonActor = { readonly postId: string; readonly personId: string; readonly delegated?: boolean };

/** The branch of `step` has arrived: opens what follows the join when the rule is met. */
export function arrive(state: MatterState, step: Step, surroundings: Surroundings): Decision | StepRefusal {
  const ref = step.in;
  const fork = state.forks.find((candidate) => candidate.id === ref?.fork);
  if (ref === undefined || fork === undefined || nodeOf(surroundings.flow, fork.next.node) === undefined) {
    return { refused: 'not-in-a-fork' };
  }
  const branches = branchesOf(state, fork.id);
  branches.set(ref.branch, 'arrived');
  const own: Ending = { stepId: step.id, state: 'done' };
  return settle(state, fork, branches, [own], step);
}

/** 减签: the actor takes a branch out of a fork that the actor's own step opened. */
export function removeBranch(state: MatterState, step: Step, actor: PersonActor): Decision | StepRefusal {
  if (step.state !== 'open') {
    return { refused: 'step-ended' };
  }
  const found = ownFork(state, step, actor);
  if (found === undefined) {
    return { refused: step.in === undefined ? 'not-in-a-fork' : 'not-your-fork' };
  }
  const { fork, ref } = found;
  const branches = branchesOf(state, fork.id);
  branches.set(ref.branch, 'removed');
  const { arrived, running } = countBranches(branches);
  if (arrived + running < arrivalsNeeded(fork.join, branches)) {
    return { refused: 'join-would-be-impossible' };
  }
  const gone = openUnder(state, ref);
  return settle(state, fork, branches, gone, step);
}

/** The innermost fork over `step` that this actor opened, and the branch of it the step is in. */
function ownFork(
  state: MatterState,
  step: Step,
  actor: PersonActor,
): { fork: Fork; ref: BranchRef } | undefined {
  let ref = step.in;
  while (ref !== undefined) {
    const forker = stepOf(state, ref.fork);
    const fork = state.forks.find((candidate) => candidate.id === ref!.fork);
    if (forker === undefined || fork === undefined) {
      return undefined;
    }
    if (fork.state === 'open' && isHeldBy(forker.holder, actor)) {
      return { fork, ref };
    }
    ref = forker.in;
  }
  return undefined;
}

/** Ends `endings`; when the branches now meet the join, ends what still runs and opens what follows. */
function settle(
  state: MatterState,
  fork: Fork,
  branches: ReadonlyMap<number, BranchState>,
  endings: readonly Ending[],
  cause: Step,
): Decision {
  const cancelled = forksUnder(
    state,
    fork,
    (branch) => branches.get(branch) === 'removed' && hasEnding(state, fork, branch, endings),
  );
  const { arrived } = countBranches(branches);
  if (arrived < arrivalsNeeded(fork.join, branches)) {
    return { ended: endings, opened: [], forked: [], forkStates: cancelled, closes: false };
  }
  const late = [...branches]
    .filter(([, branch]) => branch === 'running')
    .flatMap(([branch]) => openUnder(state, { fork: fork.id, branch }));
  const forker = stepOf(state, fork.id)!;
  const next: Opening = {
    node: fork.next.node,
    holder: fork.next.holder,
    openedBy: cause.id,
    ...(forker.in === undefined ? {} : { in: forker.in }),
  };
  const alsoCancelled = forksUnder(state, fork, (branch) => branches.get(branch) === 'running');
  return {
    ended: [...endings, ...late],
    opened: [next],
    forked: [],
    forkStates: [...cancelled, ...alsoCancelled, { id: fork.id, state: 'joined' }],
    closes: false,
  };
}

function hasEnding(state: MatterState, fork: Fork, branch: number, endings: readonly Ending[]): boolean {
  return endings.some((ending) => isUnder(state, stepOf(state, ending.stepId)!, { fork: fork.id, branch }));
}

/** Open steps in a branch, also inside forks of it, as withdrawn. */
function openUnder(state: MatterState, ref: BranchRef): Ending[] {
  return state.steps
    .filter((step) => step.state === 'open' && isUnder(state, step, ref))
    .map((step) => ({ stepId: step.id, state: 'withdrawn' }));
}

/** Open forks inside the chosen branches of a fork: they end with their branch. */
function forksUnder(
  state: MatterState,
  fork: Fork,
  isChosen: (branch: number) => boolean,
): { id: string; state: 'cancelled' }[] {
  const branches = [...branchesOf(state, fork.id).keys()].filter(isChosen);
  return state.forks
    .filter((inner) => {
      const forker = stepOf(state, inner.id)!;
      return (
        inner.state === 'open' && branches.some((branch) => isUnder(state, forker, { fork: fork.id, branch }))
      );
    })
    .map((inner) => ({ id: inner.id, state: 'cancelled' }));
}

/** 撤回: the actor's ended step `step` is asked again, if nobody has acted on what it opened. */
export function takeBack(
  state: MatterState,
  step: Step,
  actor: PersonActor,
  flow: Flow,
): Decision | StepRefusal {
  if (!isHeldBy(step.holder, actor)) {
    return { refused: 'not-your-act' };
  }
  if (step.state === 'open' || step.state === 'withdrawn') {
    return { refused: 'not-your-act' };
  }
  const verb = nodeOf(flow, step.node)?.verbs.find((candidate) => candidate.verb === step.endedVerb);
  if (verb === undefined || verb.final || verb.system) {
    return { refused: 'final-act' };
  }
  const opened = state.steps.filter((other) => other.openedBy === step.id && !isAddedBeside(step, other));
  const forked = state.forks.find((fork) => fork.id === step.id);
  const back: Opening = {
    node: step.node,
    holder: step.holder,
    openedBy: step.id,
    ...(step.in === undefined ? {} : { in: step.in }),
  };
  if (verb.effect.kind === 'arrive') {
    return takeBackArrival(state, step, opened, back);
  }
  const isUntouched = opened.length > 0 && opened.every((other) => other.state === 'open');
  const hasAdded = state.steps.some((other) => other.in?.fork === step.id && other.openedBy !== step.id);
  if (!isUntouched || hasAdded || (forked !== undefined && forked.state !== 'open')) {
    return { refused: 'already-acted-on' };
  }
  return {
    ended: opened.map((other) => ({ stepId: other.id, state: 'withdrawn' })),
    opened: [back],
    forked: [],
    forkStates: forked === undefined ? [] : [{ id: forked.id, state: 'cancelled' }],
    closes: false,
  };
}

/** 加签 by a step opens branches beside its own; they do not come from its end and stay when it is taken back. */
function isAddedBeside(step: Step, other: Step): boolean {
  return step.in !== undefined && other.in?.fork === step.in.fork && other.in.branch !== step.in.branch;
}

/** An arrival taken back: its branch runs again, and the join too if this arrival had completed it. */
function takeBackArrival(
  state: MatterState,
  step: Step,
  opened: readonly Step[],
  back: Opening,
): Decision | StepRefusal {
  const fork = state.forks.find((candidate) => candidate.id === step.in?.fork);
  const isLast =
    state.steps.findLast((other) => other.in?.fork === step.in?.fork && other.in?.branch === step.in?.branch)
      ?.id === step.id;
  if (fork === undefined || !isLast) {
    return { refused: 'already-acted-on' };
  }
  if (fork.state === 'open' && opened.length === 0) {
    return { ended: [], opened: [back], forked: [], forkStates: [], closes: false };
  }
  const next = opened[0];
  if (fork.state !== 'joined' || opened.length !== 1 || next?.state !== 'open') {
    return { refused: 'already-acted-on' };
  }
  return {
    ended: [{ stepId: next.id, state: 'withdrawn' }],
    opened: [back],
    forked: [],
    forkStates: [{ id: fork.id, state: 'open' }],
    closes: false,
  };
}
