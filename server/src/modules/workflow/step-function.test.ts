import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyDecision, type Command, type Decision, isRefusal, type Surroundings } from './decision.ts';
import type { Flow } from './flow.ts';
import { currentFlow, readFlow } from './flows.ts';
import {
  arrivalsNeeded,
  branchesOf,
  countBranches,
  type Holder,
  isUnder,
  type MatterState,
  stepOf,
} from './matter-state.ts';
import { decide } from './step-function.ts';

const SEED = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const SOAK = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`step function: YIWEN_SEED=${SEED} YIWEN_SOAK=${SOAK}`);

const ROLES: Record<string, string> = {
  clerk: 'p-clerk',
  director: 'p-director',
  mayor: 'p-mayor',
  secretary: 'p-secretary',
  safety: 'p-safety',
  finance: 'p-finance',
};
const POSTS = Object.values(ROLES);
const BY_ROLE: Record<string, string[]> = {
  'office-director': ['p-director'],
  clerk: ['p-clerk'],
  'principal-leader': ['p-mayor', 'p-secretary'],
};

function surroundings(flow: Flow, facts: string[] = []): Surroundings {
  return {
    flow,
    facts: new Set(facts),
    isHolder: (holder) => POSTS.includes(holder.postId),
    candidates: (nodeId) => {
      const who = flow.nodes.find((node) => node.id === nodeId)?.who;
      const roles = who?.by === 'role' ? who.roles : [];
      return roles.flatMap((role) => BY_ROLE[role] ?? []).map((postId) => ({ postId }));
    },
  };
}

function begin(flow: Flow, postId = 'p-clerk'): MatterState {
  return {
    closed: false,
    drafter: { postId },
    steps: [{ id: 's0', node: flow.start, holder: { postId }, state: 'open' }],
    forks: [],
  };
}

function holder(postId: string): Holder {
  return { postId };
}

/** Runs one verb as the holder of the only open step at a node (or of the step named). */
class Run {
  state: MatterState;
  flow: Flow;
  private count = 0;

  private newId(): string {
    this.count += 1;
    return `n${this.count}`;
  }

  constructor(flow: Flow) {
    this.flow = flow;
    this.state = begin(flow);
  }

  openAt(node: string, postId?: string) {
    return this.state.steps.find(
      (step) =>
        step.state === 'open' &&
        step.node === node &&
        (postId === undefined || step.holder.postId === postId),
    );
  }

  act(node: string, verb: string, more: Partial<Command> = {}, postId?: string): Decision {
    const step = this.openAt(node, postId);
    if (step === undefined) {
      throw new Error(`nothing open at ${node}`);
    }
    return this.send({
      stepId: step.id,
      verb,
      actor: { kind: 'person', postId: step.holder.postId, personId: 'x' },
      ...more,
    });
  }

  send(command: Command): Decision {
    const answer = decide(this.state, command, surroundings(this.flow));
    if (isRefusal(answer)) {
      throw new Error(answer.refused);
    }
    this.state = applyDecision(this.state, answer, command.verb, () => this.newId());
    return answer;
  }

  open(): string[] {
    return this.state.steps
      .filter((step) => step.state === 'open')
      .map((step) => `${step.node}:${step.holder.postId}`);
  }
}

function faultsOf(before: MatterState, after: MatterState): string[] {
  const faults: string[] = [];
  const open = after.steps.filter((step) => step.state === 'open');
  if (after.closed && open.length > 0) {
    faults.push('a closed matter has open steps');
  }
  if (!after.closed && open.length === 0) {
    faults.push('an open matter has no open step');
  }
  for (const step of open) {
    if (!POSTS.includes(step.holder.postId)) {
      faults.push(`step ${step.id} has no holder`);
    }
    if (step.in !== undefined && after.forks.find((fork) => fork.id === step.in!.fork)?.state !== 'open') {
      faults.push(`step ${step.id} is open in a fork that is not`);
    }
  }
  for (const [i, step] of before.steps.entries()) {
    if (step.state !== 'open' && JSON.stringify(step) !== JSON.stringify(after.steps[i])) {
      faults.push(`ended step ${step.id} was edited`);
    }
  }
  for (const fork of after.forks.filter((one) => one.state === 'open')) {
    const branches = branchesOf(after, fork.id);
    const { arrived, running } = countBranches(branches);
    if (running === 0 || arrived + running < arrivalsNeeded(fork.join, branches)) {
      faults.push(`the join of ${fork.id} is impossible`);
    }
    const forker = stepOf(after, fork.id)!;
    const isHeldUp =
      forker.in !== undefined && after.forks.find((one) => one.id === forker.in!.fork)?.state !== 'open';
    if (isHeldUp) {
      faults.push(`fork ${fork.id} is open inside a fork that is not`);
    }
    for (const branch of branches.keys()) {
      const isRunning = branches.get(branch) === 'running';
      const hasOpen = open.some((step) => isUnder(after, step, { fork: fork.id, branch }));
      if (isRunning !== hasOpen) {
        faults.push(`branch ${branch} of ${fork.id} is lost`);
      }
    }
  }
  return faults;
}

/** Forks in forks, a quorum, an any-rule: what the two office flows do not have. */
const WILD = readFlow({
  id: 'wild',
  version: 1,
  name: { zh: '试', en: 'wild' },
  matterKind: 'wild',
  start: 'main',
  nodes: [
    {
      id: 'main',
      label: { zh: '主', en: 'main' },
      asked: { zh: '主', en: 'main' },
      who: { by: 'role', roles: ['principal-leader'] },
      verbs: [
        {
          verb: 'all',
          label: { zh: '全', en: 'all' },
          effect: {
            kind: 'fork',
            open: [{ from: 'posts', node: 'part' }],
            join: { rule: 'all' },
            next: { back: true },
          },
        },
        {
          verb: 'any',
          label: { zh: '任', en: 'any' },
          effect: {
            kind: 'fork',
            open: [{ from: 'posts', node: 'part' }],
            join: { rule: 'any' },
            next: { node: 'main' },
          },
        },
        {
          verb: 'two',
          label: { zh: '二', en: 'two' },
          effect: {
            kind: 'fork',
            open: [{ from: 'posts', node: 'part' }],
            join: { rule: 'quorum', needed: 2 },
            next: { back: true },
          },
        },
        { verb: 'move', label: { zh: '送', en: 'move' }, effect: { kind: 'advance', to: 'main' } },
        { verb: 'note', label: { zh: '记', en: 'note' }, effect: { kind: 'note' } },
        { verb: 'close', label: { zh: '结', en: 'close' }, effect: { kind: 'close' } },
      ],
    },
    {
      id: 'part',
      label: { zh: '分', en: 'part' },
      asked: { zh: '分', en: 'part' },
      who: { by: 'named' },
      verbs: [
        { verb: 'arrive', label: { zh: '到', en: 'arrive' }, effect: { kind: 'arrive' } },
        {
          verb: 'inner',
          label: { zh: '全', en: 'inner' },
          effect: {
            kind: 'fork',
            open: [{ from: 'posts', node: 'part' }],
            join: { rule: 'all' },
            next: { back: true },
          },
        },
        {
          verb: 'inner-two',
          label: { zh: '二', en: 'two' },
          effect: {
            kind: 'fork',
            open: [{ from: 'posts', node: 'part' }],
            join: { rule: 'quorum', needed: 2 },
            next: { back: true },
          },
        },
        {
          verb: 'inner-any',
          label: { zh: '任', en: 'any' },
          effect: {
            kind: 'fork',
            open: [{ from: 'posts', node: 'part' }],
            join: { rule: 'any' },
            next: { back: true },
          },
        },
        { verb: 'add', label: { zh: '加', en: 'add' }, effect: { kind: 'add' } },
        { verb: 'transfer', label: { zh: '转', en: 'transfer' }, effect: { kind: 'transfer' } },
        {
          verb: 'hand',
          label: { zh: '送', en: 'hand' },
          needs: ['post'],
          effect: { kind: 'advance', to: 'part' },
        },
        { verb: 'back', label: { zh: '退', en: 'back' }, effect: { kind: 'return', to: 'again' } },
      ],
    },
    {
      id: 'again',
      label: { zh: '再', en: 'again' },
      asked: { zh: '再', en: 'again' },
      who: { by: 'forker' },
      verbs: [
        {
          verb: 'give',
          label: { zh: '派', en: 'give' },
          needs: ['post'],
          effect: { kind: 'advance', to: 'part' },
        },
        { verb: 'drop', label: { zh: '免', en: 'drop' }, effect: { kind: 'arrive' } },
      ],
    },
  ],
  anytime: [
    { verb: 'withdraw', label: { zh: '撤', en: 'w' }, effect: { kind: 'withdraw' } },
    { verb: 'urge', label: { zh: '催', en: 'u' }, effect: { kind: 'urge' } },
    { verb: 'remove', label: { zh: '减', en: 'r' }, effect: { kind: 'remove' } },
  ],
});

describe('the step function, whatever it is told', () => {
  const gene = fc.record({
    step: fc.nat(1000),
    verb: fc.nat(1000),
    /** Mostly the holder acts; sometimes anybody, or the system. */
    who: fc.nat(99),
    post: fc.option(fc.nat(7), { nil: undefined }),
    posts: fc.array(fc.nat(7), { maxLength: 4 }),
    handlers: fc.array(fc.nat(6), { maxLength: 3 }),
    readers: fc.array(fc.nat(6), { maxLength: 3 }),
    anytime: fc.nat(3),
  });

  for (const flow of [currentFlow('dispatch'), currentFlow('incoming'), WILD]) {
    it(`keeps every invariant of ${flow.id} over random and hostile commands (seed ${SEED})`, () => {
      const allVerbs = [
        ...new Set([...flow.nodes.flatMap((node) => node.verbs), ...flow.anytime].map((verb) => verb.verb)),
        'nonsense',
      ];
      const nobody = [...POSTS, 'p-stranger', ''];
      let decided = 0;
      fc.assert(
        fc.property(fc.array(gene, { minLength: 1, maxLength: 60, size: 'max' }), (genes) => {
          let state = begin(flow);
          let count = 0;
          const newId = () => {
            count += 1;
            return `n${count}`;
          };
          for (const one of genes) {
            const open = state.steps.filter((step) => step.state === 'open');
            const isAnytime = one.anytime === 0;
            const pool = isAnytime || open.length === 0 ? state.steps : open;
            const step = pool[one.step % pool.length]!;
            const verbs = isAnytime
              ? flow.anytime.map((verb) => verb.verb)
              : one.who > 95
                ? allVerbs
                : flow.nodes.find((node) => node.id === step.node)!.verbs.map((verb) => verb.verb);
            const postId = one.who < 85 ? step.holder.postId : nobody[one.who % nobody.length]!;
            const command: Command = {
              stepId: one.who === 99 ? 'no-such-step' : step.id,
              verb: verbs[one.verb % verbs.length]!,
              actor: one.who % 10 === 3 ? { kind: 'system' } : { kind: 'person', postId, personId: 'x' },
              posts: one.posts.map((i) => holder(nobody[i]!)),
              handlers: one.handlers.map((i) => holder(nobody[i]!)),
              readers: one.readers.map((i) => holder(nobody[i]!)),
              ...(one.post === undefined ? {} : { post: holder(nobody[one.post]!) }),
            };
            const answer = decide(state, command, surroundings(flow, one.step % 2 === 0 ? ['unsealed'] : []));
            if (!isRefusal(answer)) {
              decided += 1;
              const after = applyDecision(state, answer, command.verb, () => newId());
              expect(faultsOf(state, after), JSON.stringify({ command, answer })).toEqual([]);
              state = after;
            }
          }
        }),
        { seed: SEED, numRuns: 300 * SOAK },
      );
      expect(decided).toBeGreaterThan(100);
    });
  }
});

describe('发文 on the step function', () => {
  it('goes from draft to 核发 and closes', () => {
    const run = new Run(currentFlow('dispatch'));
    run.act('draft', 'submit');
    run.act('review', 'pass', { post: holder('p-mayor') });
    run.act('approve', 'approve');
    run.act('recheck', 'pass');
    run.act('number', 'register');
    run.act('seal', 'seal');
    expect(run.open()).toEqual(['seal:p-clerk']);
    run.send({ stepId: run.openAt('seal')!.id, verb: 'sealed', actor: { kind: 'system' } });
    run.act('release', 'release');
    expect(run.state.closed).toBe(true);
  });

  it('asks who is meant when several could sign, and remembers who it was after a return', () => {
    const run = new Run(currentFlow('dispatch'));
    run.act('draft', 'submit');
    expect(() => run.act('review', 'pass')).toThrow('choose-holder');
    run.act('review', 'pass', { post: holder('p-secretary') });
    run.act('approve', 'return');
    expect(run.open()).toEqual(['draft:p-clerk']);
    run.act('draft', 'submit');
    run.act('review', 'pass');
    expect(run.open()).toEqual(['approve:p-secretary']);
  });

  it('joins a countersigning only when all have signed, with 加签 and 减签 in between', () => {
    const run = new Run(currentFlow('dispatch'));
    run.act('draft', 'submit');
    run.act('review', 'countersign', {
      posts: [holder('p-safety'), holder('p-finance'), holder('p-safety')],
    });
    expect(run.open()).toEqual(['countersign:p-safety', 'countersign:p-finance']);
    run.act('countersign', 'add', { posts: [holder('p-mayor')] }, 'p-safety');
    run.act('countersign', 'agree', {}, 'p-safety');
    run.send({
      stepId: run.openAt('countersign', 'p-mayor')!.id,
      verb: 'remove',
      actor: { kind: 'person', postId: 'p-director', personId: 'x' },
    });
    expect(run.open()).toEqual(['countersign:p-finance']);
    run.act('countersign', 'agree', {}, 'p-finance');
    expect(run.open()).toEqual(['review:p-director']);
  });

  it('refuses to take the last countersigner away', () => {
    const run = new Run(currentFlow('dispatch'));
    run.act('draft', 'submit');
    run.act('review', 'countersign', { posts: [holder('p-safety')] });
    const director = { kind: 'person', postId: 'p-director', personId: 'x' } as const;
    const stepId = run.openAt('countersign')!.id;
    expect(() => run.send({ stepId, verb: 'remove', actor: director })).toThrow('join-would-be-impossible');
    expect(() => run.send({ stepId, verb: 'remove', actor: { ...director, postId: 'p-clerk' } })).toThrow(
      'not-your-fork',
    );
  });

  it('gives a withdrawn act back to its author until somebody acts on it', () => {
    const run = new Run(currentFlow('dispatch'));
    const clerk = { kind: 'person', postId: 'p-clerk', personId: 'x' } as const;
    run.act('draft', 'submit');
    run.send({ stepId: 's0', verb: 'withdraw', actor: clerk });
    expect(run.open()).toEqual(['draft:p-clerk']);
    const draft = run.openAt('draft')!.id;
    run.act('draft', 'submit');
    run.act('review', 'pass', { post: holder('p-mayor') });
    expect(() => run.send({ stepId: draft, verb: 'withdraw', actor: clerk })).toThrow('already-acted-on');
  });

  it('keeps people from system verbs and the system from people’s', () => {
    const run = new Run(currentFlow('dispatch'));
    expect(() => run.send({ stepId: 's0', verb: 'submit', actor: { kind: 'system' } })).toThrow(
      'system-only',
    );
    expect(() =>
      run.send({ stepId: 's0', verb: 'submit', actor: { kind: 'person', postId: 'p-mayor', personId: 'x' } }),
    ).toThrow('not-your-step');
  });
});

describe('收文 on the step function', () => {
  it('forks 承办 and 传阅, reassigns what is returned, and closes after all have arrived', () => {
    const run = new Run(currentFlow('incoming'));
    run.act('receive', 'sign-for');
    run.act('register', 'register');
    run.act('propose', 'propose', { post: holder('p-mayor') });
    run.act('instruct', 'instruct', { handlers: [holder('p-safety')], readers: [holder('p-secretary')] });
    run.act('handle', 'return');
    expect(run.open()).toEqual(['circulate:p-secretary', 'reassign:p-mayor']);
    run.act('reassign', 'assign', { post: holder('p-finance') });
    run.act('circulate', 'read');
    expect(run.state.closed).toBe(false);
    run.act('handle', 'report');
    expect(run.open()).toEqual(['close:p-clerk']);
    run.act('close', 'close');
    expect(run.state.closed).toBe(true);
  });
});

describe('what may run at all', () => {
  it('refuses a flow with an unreachable node, a dead end and a destination that is not there', () => {
    const bad = {
      ...currentFlow('dispatch'),
      nodes: [
        ...currentFlow('dispatch').nodes,
        {
          id: 'lost',
          label: { zh: '失', en: 'lost' },
          asked: { zh: '失', en: 'lost' },
          who: { by: 'drafter' },
          verbs: [{ verb: 'go', label: { zh: '去', en: 'go' }, effect: { kind: 'advance', to: 'nowhere' } }],
        },
      ],
    };
    expect(() => readFlow(bad)).toThrow(/lost: unreachable[\s\S]*|destination-unknown/);
  });

  it('refuses to close a matter from inside a branch', () => {
    const incoming = currentFlow('incoming');
    const bad = {
      ...incoming,
      nodes: incoming.nodes.map((node) =>
        node.id === 'circulate'
          ? {
              ...node,
              verbs: [
                ...node.verbs,
                { verb: 'end', label: { zh: '结', en: 'end' }, effect: { kind: 'close' } },
              ],
            }
          : node,
      ),
    };
    expect(() => readFlow(bad)).toThrow('close-in-branch');
  });
});
