/** What a matter's page shows of its steps: where it is, what the reader may do now, what else the reader may do. */

import type { Tx } from '../../platform/database/index.ts';
import type { Context } from '../../platform/http/index.ts';
import { isRefusal, type StepActor } from './decision.ts';
import { type Input, type Label, nodeOf, type Verb } from './flow.ts';
import { isHeldBy, type MatterState } from './matter-state.ts';
import {
  delegationFor,
  mayHold,
  nameOf,
  type PostView,
  postsOf,
  type Standing,
  standingOf,
} from './people.ts';
import { candidatesAt } from './perform.ts';
import { decide } from './step-function.ts';
import { loadState, type Matter, type StoredState, type StoredStep } from './store.ts';

/** A step as the page shows it. */
export type StepView = {
  id: string;
  node: string;
  label: Label;
  holder: { postId: string; title: string; personName?: string };
  openedAt: string;
  deadline?: string;
  state: string;
  urged?: number;
  endedAt?: string;
};

/** A verb as the page offers it. */
export type VerbView = {
  verb: string;
  label: Label;
  primary: boolean;
  key?: string;
  needs: Input[];
  may: Input[];
  posts?: { id: string; title: string; name: string }[];
  confirm?: Label;
};

/** The reader's open step and what can be done with it. */
export type MineView = {
  stepId: string;
  node: string;
  asked: Label;
  verbs: VerbView[];
  delegatedBy?: { postId: string; title: string; name: string };
};

/** Verbs about steps that are not the reader's. */
export type AlsoView = {
  canWithdraw?: { stepId: string };
  canUrge?: { stepId: string }[];
  canRemove?: { stepId: string }[];
};

/** Posts that modules named for nodes of this matter. */
type Holders = ReadonlyMap<string, readonly string[]>;

/** The workflow's part of a matter's page. */
export type MatterPage = { steps: StepView[]; mine: MineView | null; also: AlsoView };

/** Reads the workflow's part of a matter's page for one reader. */
export async function readMatterPage(
  tx: Tx,
  ctx: Context,
  matter: Matter,
  holders: Holders = new Map(),
): Promise<MatterPage> {
  const state = await loadState(tx, matter);
  const posts = await postsOf(tx, matter.organId, ctx.now());
  const standing = await standingOf(tx, ctx.organId, ctx.personId, ctx.now());
  return {
    steps: state.steps.map((step) => stepView(matter, step, posts)),
    mine: mineView(matter, state, posts, standing, ctx, holders),
    also: alsoView(matter, state, posts, standing, ctx, holders),
  };
}

function stepView(matter: Matter, step: StoredStep, posts: ReadonlyMap<string, PostView>): StepView {
  const post = posts.get(step.holder.postId);
  const name = nameOf(post);
  return {
    id: step.id,
    node: step.node,
    label: nodeOf(matter.flow, step.node)!.label,
    holder: {
      postId: step.holder.postId,
      title: post?.title ?? '',
      ...(name === '' ? {} : { personName: name }),
    },
    openedAt: step.openedAt.toISOString(),
    state: step.state,
    ...(step.urged === 0 ? {} : { urged: step.urged }),
    ...(step.deadline === undefined ? {} : { deadline: step.deadline }),
    ...(step.endedAt === undefined ? {} : { endedAt: step.endedAt.toISOString() }),
  };
}

/** The posts a reader can act in, the one signed in with first. */
function actorsOf(
  standing: Standing,
  ctx: Context,
  flowId: string,
): Extract<StepActor, { kind: 'person' }>[] {
  const own = [ctx.postId, ...[...standing.own].filter((id) => id !== ctx.postId)];
  return [
    ...own.map((postId) => ({ kind: 'person' as const, postId, personId: ctx.personId })),
    ...[...standing.delegated.keys()]
      .filter((postId) => delegationFor(standing, postId, flowId))
      .map((postId) => ({
        kind: 'person' as const,
        postId,
        personId: ctx.personId,
        delegated: true,
      })),
  ];
}

function mineView(
  matter: Matter,
  state: StoredState,
  posts: ReadonlyMap<string, PostView>,
  standing: Standing,
  ctx: Context,
  holders: Holders,
): MineView | null {
  for (const actor of actorsOf(standing, ctx, matter.flow.id)) {
    const step = state.steps.find(
      (candidate) => candidate.state === 'open' && isHeldBy(candidate.holder, actor),
    );
    if (step !== undefined) {
      const node = nodeOf(matter.flow, step.node)!;
      const post = posts.get(actor.postId);
      return {
        stepId: step.id,
        node: step.node,
        asked: node.asked,
        verbs: node.verbs
          .filter((verb) => !verb.system)
          .map((verb) => verbView(matter, state, step, verb, posts, holders)),
        ...(actor.delegated
          ? { delegatedBy: { postId: actor.postId, title: post?.title ?? '', name: nameOf(post) } }
          : {}),
      };
    }
  }
  return null;
}

function verbView(
  matter: Matter,
  state: MatterState,
  step: StoredStep,
  verb: Verb,
  posts: ReadonlyMap<string, PostView>,
  holders: Holders,
): VerbView {
  const choice = choiceOf(matter, state, step, verb, posts, holders);
  const needs = new Set<Input>(verb.needs);
  const may = new Set<Input>(verb.may);
  if (choice.mustChoose) {
    needs.add('post');
  } else if (choice.posts.length < 2) {
    may.delete('post');
  }
  for (const input of needs) {
    may.delete(input);
  }
  return {
    verb: verb.verb,
    label: verb.label,
    primary: verb.primary,
    needs: [...needs],
    may: [...may],
    ...(verb.key === undefined ? {} : { key: verb.key }),
    ...(verb.confirm === undefined ? {} : { confirm: verb.confirm }),
    ...(choice.posts.length > 0
      ? {
          posts: choice.posts.map((id) => ({
            id,
            title: posts.get(id)?.title ?? '',
            name: nameOf(posts.get(id)),
          })),
        }
      : {}),
  };
}

/** Whom the actor can choose for a verb, and whether one must be chosen: what the step function would say. */
function choiceOf(
  matter: Matter,
  state: MatterState,
  step: StoredStep,
  verb: Verb,
  posts: ReadonlyMap<string, PostView>,
  holders: Holders,
): { posts: string[]; mustChoose: boolean } {
  const everybody = () =>
    [...posts.values()]
      .filter((post) => post.holders.length > 0 && post.id !== step.holder.postId && mayHold(post))
      .map((post) => post.id);
  const effect = verb.effect;
  switch (effect.kind) {
    case 'advance': {
      const to = typeof effect.to === 'string' ? effect.to : effect.to.at(-1)!.node;
      if (nodeOf(matter.flow, to)?.who.by === 'named') {
        return { posts: everybody(), mustChoose: true };
      }
      const candidates = candidatesAt(matter.flow, to, posts, holders).map(({ postId }) => postId);
      const answer = decide(
        state,
        {
          stepId: step.id,
          verb: verb.verb,
          actor: { kind: 'person', postId: step.holder.postId, personId: '', delegated: true },
        },
        {
          flow: matter.flow,
          facts: new Set(),
          isHolder: (holder) => mayHold(posts.get(holder.postId)),
          candidates: (nodeId) => candidatesAt(matter.flow, nodeId, posts, holders),
        },
      );
      const mustChoose = isRefusal(answer) && answer.refused === 'choose-holder';
      return { posts: candidates.length > 1 ? candidates : [], mustChoose };
    }
    case 'transfer': {
      const node = nodeOf(matter.flow, step.node)!;
      const ids =
        node.who.by === 'role'
          ? candidatesAt(matter.flow, step.node, posts, holders).map(({ postId }) => postId)
          : everybody();
      return { posts: ids.filter((id) => id !== step.holder.postId), mustChoose: true };
    }
    case 'fork':
    case 'add':
      return { posts: everybody(), mustChoose: false };
    default:
      return { posts: [], mustChoose: false };
  }
}

function alsoView(
  matter: Matter,
  state: StoredState,
  posts: ReadonlyMap<string, PostView>,
  standing: Standing,
  ctx: Context,
  holders: Holders,
): AlsoView {
  const can = (effect: string, stepId: string): boolean => {
    const verb = matter.flow.anytime.find((candidate) => candidate.effect.kind === effect);
    return (
      verb !== undefined &&
      actorsOf(standing, ctx, matter.flow.id).some(
        (actor) =>
          !isRefusal(
            decide(
              state,
              { stepId, verb: verb.verb, actor },
              {
                flow: matter.flow,
                facts: new Set(),
                isHolder: (holder) => mayHold(posts.get(holder.postId)),
                candidates: (nodeId) => candidatesAt(matter.flow, nodeId, posts, holders),
              },
            ),
          ),
      )
    );
  };
  const open = state.steps.filter((step) => step.state === 'open');
  const back = state.steps.findLast((step) => step.state !== 'open' && can('withdraw', step.id));
  const mine = actorsOf(standing, ctx, matter.flow.id);
  const urge = open.filter(
    (step) => !mine.some((actor) => isHeldBy(step.holder, actor)) && can('urge', step.id),
  );
  const remove = open.filter((step) => can('remove', step.id));
  const ids = (steps: readonly StoredStep[]) => steps.map((step) => ({ stepId: step.id }));
  return {
    ...(back === undefined ? {} : { canWithdraw: { stepId: back.id } }),
    ...(urge.length === 0 ? {} : { canUrge: ids(urge) }),
    ...(remove.length === 0 ? {} : { canRemove: ids(remove) }),
  };
}
