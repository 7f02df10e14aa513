import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Context } from '../../platform/http/index.ts';
import { startTestNode, type TestNode } from '../../testing/index.ts';
import { logModule } from '../log/index.ts';
import type { Role } from '../permissions/index.ts';
import { nodeOf } from './flow.ts';
import { FLOWS } from './flows.ts';
import { openMatter, type Performed, performIn, workflowModule } from './index.ts';
import { loadMatter, loadState } from './store.ts';
import type { VerbBody } from './verb-body.ts';

const SEED = Number(process.env.YIWEN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const SOAK = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`perform: YIWEN_SEED=${SEED} YIWEN_SOAK=${SOAK}`);
const ROLES: Role[] = ['clerk', 'office-director', 'principal-leader', 'deputy-leader', 'section-head'];

let test: TestNode;
beforeAll(async () => {
  test = await startTestNode({ modules: [logModule, workflowModule], roles: ROLES });
});
afterAll(() => test?.stop());

/** The context a signed-in person of this role would have. */
function contextOf(role: Role): Context {
  const { postId, personId } = test.organ.posts[role];
  return {
    organId: test.organ.id,
    homeOrganId: test.organ.id,
    personId,
    postId,
    actor: { personId, name: role, postId, post: role },
    roles: [role],
    sessionId: '',
    now: () => test.clock.now(),
    newId: randomUUID,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    requestId: '',
    language: 'zh',
    ip: '',
  };
}

const scope = () => ({ organId: test.organ.id });

async function begin(flow: string): Promise<string> {
  const ctx = contextOf('clerk');
  const id = randomUUID();
  await test.node.db.asOrgan(scope(), (tx) =>
    openMatter(tx, {
      id,
      organId: ctx.organId,
      flow,
      title: '试',
      actor: ctx.actor,
      holder: { postId: ctx.postId },
      at: ctx.now(),
      newId: randomUUID,
      kind: 'workflow.noted',
    }),
  );
  return id;
}

async function stateOf(matterId: string) {
  return await test.node.db.asOrgan(scope(), async (tx) => {
    const matter = (await loadMatter(tx, matterId, false))!;
    return { matter, state: await loadState(tx, matter) };
  });
}

async function acts(matterId: string): Promise<number> {
  return await test.node.db.asOrgan(scope(), async (tx) => {
    const rows = await tx.selectFrom('event.entry').select('id').where('matter', '=', matterId).execute();
    return rows.length;
  });
}

describe('perform over random commands on a real database', () => {
  for (const flow of FLOWS) {
    it(`${flow.id}: one act and one revision per command, none for a refused one, and always somebody holds it (seed ${SEED})`, async () => {
      const verbs = [
        ...new Set([...flow.nodes.flatMap((node) => node.verbs), ...flow.anytime].map((verb) => verb.verb)),
      ];
      const gene = fc.record({
        step: fc.nat(50),
        verb: fc.nat(200),
        wild: fc.nat(9),
        role: fc.constantFrom(...ROLES),
        post: fc.constantFrom(...ROLES),
        posts: fc.uniqueArray(fc.constantFrom(...ROLES), { maxLength: 3 }),
        expected: fc.nat(20),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(gene, { minLength: 5, maxLength: 25 }), async (genes) => {
          const matterId = await begin(flow.id);
          for (const one of genes) {
            const before = await stateOf(matterId);
            const count = await acts(matterId);
            const open = before.state.steps.filter((step) => step.state === 'open');
            const pool = one.wild < 7 && open.length > 0 ? open : before.state.steps;
            const step = pool[one.step % pool.length]!;
            const own = one.wild < 8 ? nodeOf(flow, step.node)!.verbs.map((verb) => verb.verb) : verbs;
            const holder = ROLES.find((role) => test.organ.posts[role].postId === step.holder.postId);
            const body: VerbBody = {
              key: randomUUID(),
              expected: one.expected === 0 ? 0 : before.matter.revision,
              opinion: '意见',
              reason: '理由',
              result: '结果',
              postId: test.organ.posts[one.post].postId,
              postIds: one.posts.map((role) => test.organ.posts[role].postId),
              handlers: one.posts.map((role) => test.organ.posts[role].postId),
              receivers: [{ organId: randomUUID(), role: '主送' }],
              mark: 'slip',
            };
            const answer = await test.node.db
              .asOrgan(scope(), (tx) =>
                performIn(tx, test.node, contextOf(one.wild < 9 && holder ? holder : one.role), {
                  matterId,
                  stepId: step.id,
                  verb: own[one.verb % own.length]!,
                  body,
                }),
              )
              .catch((error: unknown) => error);
            const after = await stateOf(matterId);
            if (answer instanceof OfficeError) {
              expect(after).toEqual(before);
              expect(await acts(matterId)).toBe(count);
              continue;
            }
            if (answer instanceof Error) {
              throw answer;
            }
            const { open: named, matter } = answer as Performed;
            expect(await acts(matterId)).toBe(count + 1);
            expect(after.matter.revision).toBe(before.matter.revision + 1);
            expect(matter.revision).toBe(after.matter.revision);
            const now = after.state.steps.filter((candidate) => candidate.state === 'open');
            expect(named.map((one) => one.stepId).sort()).toEqual(
              now.map((candidate) => candidate.id).sort(),
            );
            expect(now.length > 0).toBe(after.matter.closedAt === undefined);
            for (const [i, old] of before.state.steps.entries()) {
              if (old.state !== 'open') {
                expect(after.state.steps[i]).toEqual(old);
              }
            }
          }
        }),
        { seed: SEED, numRuns: 12 * SOAK, endOnFailure: true },
      );
    });
  }
});

describe('what the database itself refuses', () => {
  it('does not let anybody edit a step that has ended', async () => {
    const matterId = await begin('incoming');
    const { state } = await stateOf(matterId);
    const ctx = contextOf('clerk');
    await test.node.db.asOrgan(scope(), (tx) =>
      performIn(tx, test.node, ctx, {
        matterId,
        stepId: state.steps[0]!.id,
        verb: 'sign-for',
        body: { key: randomUUID(), expected: 1 },
      }),
    );
    const edit = test.node.db.asOrgan(scope(), (tx) =>
      sql`update workflow.step set state = 'open', ended_at = null where id = ${state.steps[0]!.id}`.execute(
        tx,
      ),
    );
    await expect(edit).rejects.toThrow('has ended');
  });
});

describe('the to-do list', () => {
  it('reads a page of ten thousand as one range of its index and never sorts them', async () => {
    const matterId = await begin('incoming');
    const { postId, personId } = test.organ.posts['section-head'];
    const client = await test.client('section-head');
    const before = (await client.get('/api/v1/todo?limit=1')).body.count;
    await test.node.db.asOrgan(scope(), (tx) =>
      sql`insert into workflow.step (id, organ_id, matter_id, ordinal, node, holder_post, opened_at)
          select gen_random_uuid(), ${test.organ.id}, ${matterId}, 100 + i, 'handle', ${postId},
                 timestamptz '2026-11-23 01:00:00Z' - i * interval '1 second'
          from generate_series(1, 10000) i`.execute(tx),
    );
    const first = (await client.get('/api/v1/todo?limit=50')).body;
    expect(first.count).toBe(before + 10_000);
    expect(first.items).toHaveLength(50);
    const second = (await client.get(`/api/v1/todo?limit=50&cursor=${first.next}`)).body;
    expect(second.items[0].openedAt < first.items[49].openedAt).toBe(true);
    const plan = await test.node.db.asOrgan(scope(), async (tx) => {
      await sql`set local enable_seqscan = off`.execute(tx);
      return await sql<{ 'QUERY PLAN': string }>`explain select s.* from workflow.step s
        where s.organ_id = platform.organ() and s.holder_post = ${postId} and s.state = 'open'
          and (s.holder_person is null or s.holder_person = ${personId}::uuid)
        order by s.opened_at desc, s.id desc limit 51`.execute(tx);
    });
    const text = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toContain('step_todo');
    expect(text).not.toContain('Sort');
  });

  it('tells how often a step was urged', async () => {
    const matterId = await begin('incoming');
    const ctx = contextOf('clerk');
    const { state } = await stateOf(matterId);
    const opened = await test.node.db.asOrgan(scope(), (tx) =>
      performIn(tx, test.node, ctx, {
        matterId,
        stepId: state.steps[0]!.id,
        verb: 'sign-for',
        body: { key: randomUUID(), expected: 1 },
      }),
    );
    await test.node.db.asOrgan(scope(), (tx) =>
      performIn(tx, test.node, contextOf('office-director'), {
        matterId,
        stepId: opened.open[0]!.stepId,
        verb: 'urge',
        body: { key: randomUUID(), expected: 2, opinion: '请抓紧' },
      }),
    );
    const client = await test.client('clerk');
    const { items } = (await client.get('/api/v1/todo')).body;
    expect(items.find((item: { matterId: string }) => item.matterId === matterId)).toMatchObject({
      urged: 1,
    });
  });
});
