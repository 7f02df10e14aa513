/** What the step function is told and what it answers. */

import type { Flow, JoinRule } from './flow.ts';
import type { BranchRef, Fork, Holder, MatterState, StepState } from './matter-state.ts';

/** Who acts. A delegate acts in the post that delegated; the act names both. */
export type StepActor =
  | {
      readonly kind: 'person';
      readonly postId: string;
      readonly personId: string;
      readonly delegated?: boolean;
    }
  | { readonly kind: 'system' };

/** One command to one matter. `stepId` is the step acted on; for 撤回 the actor's own ended step. */
export type Command = {
  readonly stepId: string;
  readonly verb: string;
  readonly actor: StepActor;
  /** The next holder, where the flow lets the actor choose. */
  readonly post?: Holder;
  readonly posts?: readonly Holder[];
  readonly handlers?: readonly Holder[];
  readonly readers?: readonly Holder[];
};

/** What the caller knows and the flow does not: who could hold a node, and the facts its alternatives ask for. */
export type Surroundings = {
  readonly flow: Flow;
  /** Holders that a node asked by role may go to, in the directory's order. */
  readonly candidates: (nodeId: string) => readonly Holder[];
  /** Whether this may be given work at all (a post of the organ, held by somebody). */
  readonly isHolder: (holder: Holder) => boolean;
  readonly facts: ReadonlySet<string>;
};

/** A step to open. Its id is given by whoever carries the decision out. */
export type Opening = {
  readonly node: string;
  readonly holder: Holder;
  readonly openedBy: string;
  readonly in?: BranchRef;
};

/** A step that ends, and how. */
export type Ending = { readonly stepId: string; readonly state: Exclude<StepState, 'open'> };

/** What one command does to a matter. Nothing else of the matter changes. */
export type Decision = {
  readonly ended: readonly Ending[];
  readonly opened: readonly Opening[];
  readonly forked: readonly { readonly id: string; readonly join: JoinRule; readonly next: Fork['next'] }[];
  readonly forkStates: readonly { readonly id: string; readonly state: Fork['state'] }[];
  readonly closes: boolean;
};

/** Why a command is refused; each is in the registry of refusals as `workflow.<code>`. */
export type RefusalCode =
  | 'matter-closed'
  | 'step-unknown'
  | 'step-ended'
  | 'verb-unknown'
  | 'not-your-step'
  | 'system-only'
  | 'choose-holder'
  | 'no-holder'
  | 'not-a-possible-holder'
  | 'nobody-named'
  | 'already-asked'
  | 'others-still-open'
  | 'branch-must-join'
  | 'not-in-a-fork'
  | 'not-your-fork'
  | 'join-would-be-impossible'
  | 'not-your-act'
  | 'already-acted-on'
  | 'final-act'
  | 'not-a-participant';

/** A refused command, with the possible holders when the refusal is about choosing one. */
export type StepRefusal = { readonly refused: RefusalCode; readonly candidates?: readonly Holder[] };

/** Whether an answer of the step function is a refusal. */
export function isRefusal(answer: Decision | StepRefusal): answer is StepRefusal {
  return 'refused' in answer;
}

/** The state after a decision; `newId` names the opened steps in order. Used by the store and by the tests. */
export function applyDecision(
  state: MatterState,
  decision: Decision,
  verb: string,
  newId: () => string,
): MatterState {
  const endings = new Map(decision.ended.map((ending) => [ending.stepId, ending.state]));
  const forkStates = new Map(decision.forkStates.map((change) => [change.id, change.state]));
  return {
    drafter: state.drafter,
    closed: state.closed || decision.closes,
    steps: [
      ...state.steps.map((step) => {
        const ending = endings.get(step.id);
        return ending === undefined ? step : { ...step, state: ending, endedVerb: verb };
      }),
      ...decision.opened.map((opening) => ({ ...opening, id: newId(), state: 'open' as const })),
    ],
    forks: [
      ...state.forks.map((fork) => ({ ...fork, state: forkStates.get(fork.id) ?? fork.state })),
      ...decision.forked.map((fork) => ({ ...fork, state: 'open' as const })),
    ],
  };
}
