/**
 * The one step function: every verb of `model.md` 1 is "end this step, open those", decided here and nowhere else.
 * Pure; hostile commands are expected. What must hold after any sequence of decisions is in `step-function.test.ts`:
 * an open matter has an open step, a closed one has none, no join becomes impossible, ended steps never change.
 */

import type { Command, Decision, Opening, StepRefusal, Surroundings } from './decision.ts';
import { type FlowNode, nodeOf, type Verb } from './flow.ts';
import { arrive, removeBranch, takeBack } from './forks.ts';
import {
  type Holder,
  isHeldBy,
  isSameHolder,
  lastHolderOf,
  type MatterState,
  type Step,
  stepOf,
} from './matter-state.ts';

/**
 * What a command does, or why it is refused.
 *
 * @example decide(state, { stepId, verb: 'submit', actor }, surroundings)
 */
export function decide(
  state: MatterState,
  command: Command,
  surroundings: Surroundings,
): Decision | StepRefusal {
  if (state.closed) {
    return { refused: 'matter-closed' };
  }
  const step = stepOf(state, command.stepId);
  if (step === undefined) {
    return { refused: 'step-unknown' };
  }
  const anytime = surroundings.flow.anytime.find((verb) => verb.verb === command.verb);
  if (anytime !== undefined) {
    return decideAnytime(state, step, anytime, command, surroundings);
  }
  const node = nodeOf(surroundings.flow, step.node);
  const verb = node?.verbs.find((candidate) => candidate.verb === command.verb);
  if (node === undefined || verb === undefined) {
    return { refused: 'verb-unknown' };
  }
  if (step.state !== 'open') {
    return { refused: 'step-ended' };
  }
  const refused = refuseActor(step, verb, command);
  return refused ?? decideHeld(state, step, node, verb, command, surroundings);
}

function refuseActor(step: Step, verb: Verb, command: Command): StepRefusal | undefined {
  if (verb.system !== (command.actor.kind === 'system')) {
    return { refused: 'system-only' };
  }
  if (command.actor.kind === 'person' && !isHeldBy(step.holder, command.actor)) {
    return { refused: 'not-your-step' };
  }
  return undefined;
}

function decideHeld(
  state: MatterState,
  step: Step,
  node: FlowNode,
  verb: Verb,
  command: Command,
  surroundings: Surroundings,
): Decision | StepRefusal {
  const effect = verb.effect;
  switch (effect.kind) {
    case 'advance': {
      const to =
        typeof effect.to === 'string'
          ? effect.to
          : effect.to.find((way) => way.when === undefined || surroundings.facts.has(way.when))?.node;
      return to === undefined
        ? { refused: 'verb-unknown' }
        : move(state, step, to, 'done', command, surroundings);
    }
    case 'return':
      return move(state, step, effect.to, 'returned', command, surroundings);
    case 'transfer':
      return transfer(step, node, command, surroundings);
    case 'fork':
      return fork(state, step, effect, command, surroundings);
    case 'arrive':
      return arrive(state, step, surroundings);
    case 'add':
      return add(state, step, command, surroundings);
    case 'note':
      return nothing();
    case 'close':
      return close(state, step);
    default:
      // 减签, 催办 and 撤回 are nobody's step: they stand under `anytime` and never under a node.
      return { refused: 'verb-unknown' };
  }
}

/** A decision that moves nothing. */
function nothing(): Decision {
  return { ended: [], opened: [], forked: [], forkStates: [], closes: false };
}

function move(
  state: MatterState,
  step: Step,
  to: string,
  ending: 'done' | 'returned',
  command: Command,
  surroundings: Surroundings,
): Decision | StepRefusal {
  const holder = holderFor(state, step, to, ending, command, surroundings);
  if ('refused' in holder) {
    return holder;
  }
  return {
    ...nothing(),
    ended: [{ stepId: step.id, state: ending }],
    opened: [open(to, holder, step)],
  };
}

function open(node: string, holder: Holder, from: Step): Opening {
  return { node, holder, openedBy: from.id, ...(from.in === undefined ? {} : { in: from.in }) };
}

function holderFor(
  state: MatterState,
  step: Step,
  to: string,
  ending: 'done' | 'returned',
  command: Command,
  surroundings: Surroundings,
): Holder | StepRefusal {
  const target = nodeOf(surroundings.flow, to);
  if (target === undefined) {
    return { refused: 'verb-unknown' };
  }
  switch (target.who.by) {
    case 'drafter':
      return lastHolderOf(state, to) ?? state.drafter;
    case 'forker': {
      const forker = step.in === undefined ? undefined : stepOf(state, step.in.fork);
      return forker?.holder ?? { refused: 'not-in-a-fork' };
    }
    case 'named':
      return namedHolder(command, surroundings);
    case 'role':
      return roleHolder(state, step, to, ending, command, surroundings);
  }
}

function namedHolder(command: Command, surroundings: Surroundings): Holder | StepRefusal {
  if (command.post === undefined) {
    return { refused: 'nobody-named' };
  }
  return surroundings.isHolder(command.post) ? command.post : { refused: 'not-a-possible-holder' };
}

function roleHolder(
  state: MatterState,
  step: Step,
  to: string,
  ending: 'done' | 'returned',
  command: Command,
  surroundings: Surroundings,
): Holder | StepRefusal {
  const last = lastHolderOf(state, to);
  const here = step.node === to ? undefined : step.holder;
  if (ending === 'returned' && last !== undefined && surroundings.isHolder(last)) {
    // 退回 goes to whoever did it, not to somebody else with the same role.
    return last;
  }
  const candidates = surroundings.candidates(to);
  if (command.post !== undefined) {
    return (
      candidates.find((candidate) => isSameHolder(candidate, command.post!)) ?? {
        refused: 'not-a-possible-holder',
        candidates,
      }
    );
  }
  // Whoever had the node before has it again; whoever has the matter now goes on where that is possible.
  const before =
    candidates.find((candidate) => candidate.postId === last?.postId) ??
    candidates.find((candidate) => candidate.postId === here?.postId);
  if (before !== undefined) {
    return before;
  }
  if (candidates.length > 1) {
    return { refused: 'choose-holder', candidates };
  }
  return candidates[0] ?? { refused: 'no-holder' };
}

function transfer(
  step: Step,
  node: FlowNode,
  command: Command,
  surroundings: Surroundings,
): Decision | StepRefusal {
  if (command.post === undefined) {
    return { refused: 'nobody-named' };
  }
  const post = command.post;
  const isPossible =
    node.who.by === 'role'
      ? surroundings.candidates(node.id).some((candidate) => isSameHolder(candidate, post))
      : surroundings.isHolder(post);
  if (!isPossible || isSameHolder(post, step.holder)) {
    return { refused: 'not-a-possible-holder' };
  }
  return {
    ...nothing(),
    ended: [{ stepId: step.id, state: 'passed-on' }],
    opened: [open(step.node, post, step)],
  };
}

function fork(
  state: MatterState,
  step: Step,
  effect: Extract<Verb['effect'], { kind: 'fork' }>,
  command: Command,
  surroundings: Surroundings,
): Decision | StepRefusal {
  const opened: Opening[] = [];
  const asked: Holder[] = [];
  for (const opening of effect.open) {
    for (const holder of command[opening.from] ?? []) {
      if (!surroundings.isHolder(holder)) {
        return { refused: 'not-a-possible-holder' };
      }
      // A post named twice (as handler and as reader, say) is asked once, by the first.
      if (!asked.some((other) => isSameHolder(other, holder))) {
        asked.push(holder);
        opened.push({
          node: opening.node,
          holder,
          openedBy: step.id,
          in: { fork: step.id, branch: opened.length },
        });
      }
    }
  }
  if (opened.length === 0) {
    return { refused: 'nobody-named' };
  }
  if (effect.join.rule === 'quorum' && effect.join.needed > opened.length) {
    return { refused: 'join-would-be-impossible' };
  }
  const next = 'node' in effect.next ? nextAt(state, effect.next.node, surroundings) : backTo(step);
  if ('refused' in next) {
    return next;
  }
  return {
    ...nothing(),
    ended: [{ stepId: step.id, state: 'passed-on' }],
    opened,
    forked: [{ id: step.id, join: effect.join, next }],
  };
}

function backTo(step: Step): { node: string; holder: Holder } {
  return { node: step.node, holder: step.holder };
}

/** Whoever will continue after the join is fixed when the fork opens, so that the join can never lack a holder. */
function nextAt(
  state: MatterState,
  node: string,
  surroundings: Surroundings,
): { node: string; holder: Holder } | StepRefusal {
  const candidates = surroundings.candidates(node);
  const last = lastHolderOf(state, node);
  const holder =
    candidates.find((candidate) => candidate.postId === last?.postId) ??
    candidates.find((candidate) => state.steps.some((step) => step.holder.postId === candidate.postId)) ??
    candidates[0];
  return holder === undefined ? { refused: 'no-holder' } : { node, holder };
}

function add(
  state: MatterState,
  step: Step,
  command: Command,
  surroundings: Surroundings,
): Decision | StepRefusal {
  if (step.in === undefined) {
    return { refused: 'not-in-a-fork' };
  }
  const forkId = step.in.fork;
  const inFork = state.steps.filter((other) => other.in?.fork === forkId);
  const opened: Opening[] = [];
  let branch = Math.max(...inFork.map((other) => other.in!.branch)) + 1;
  for (const holder of command.posts ?? []) {
    if (!surroundings.isHolder(holder)) {
      return { refused: 'not-a-possible-holder' };
    }
    const isAsked =
      inFork.some((other) => other.state === 'open' && isSameHolder(other.holder, holder)) ||
      opened.some((other) => isSameHolder(other.holder, holder));
    if (!isAsked) {
      opened.push({ node: step.node, holder, openedBy: step.id, in: { fork: forkId, branch } });
      branch += 1;
    }
  }
  if (opened.length === 0) {
    return { refused: (command.posts ?? []).length === 0 ? 'nobody-named' : 'already-asked' };
  }
  return { ...nothing(), opened };
}

function close(state: MatterState, step: Step): Decision | StepRefusal {
  if (step.in !== undefined) {
    return { refused: 'branch-must-join' };
  }
  if (state.steps.some((other) => other.state === 'open' && other.id !== step.id)) {
    return { refused: 'others-still-open' };
  }
  return { ...nothing(), ended: [{ stepId: step.id, state: 'done' }], closes: true };
}

function decideAnytime(
  state: MatterState,
  step: Step,
  verb: Verb,
  command: Command,
  surroundings: Surroundings,
): Decision | StepRefusal {
  if (command.actor.kind === 'system') {
    return { refused: 'system-only' };
  }
  const actor = command.actor;
  switch (verb.effect.kind) {
    case 'urge': {
      if (step.state !== 'open') {
        return { refused: 'step-ended' };
      }
      const mayUrge =
        surroundings.facts.has('supervises') ||
        state.steps.some((other) => other.id !== step.id && isHeldBy(other.holder, actor));
      return mayUrge ? nothing() : { refused: 'not-a-participant' };
    }
    case 'remove':
      return removeBranch(state, step, actor);
    case 'withdraw':
      return takeBack(state, step, actor, surroundings.flow);
    default:
      return { refused: 'verb-unknown' };
  }
}
