/**
 * The demonstration world comes in through the same acts a person would make: nothing is written past them. Issued
 * papers keep their days, because the clock is held at each; open deadlines count from the first start.
 */
import { randomUUID } from 'node:crypto';
import { addRows, createLedger } from '../modules/ledgers/index.ts';
import { sealingService } from '../modules/sealing/index.ts';
import type { Node, NodeOptions } from '../platform/node/index.ts';
import { act, type Stage, settle } from './acting.ts';
import { beijing, type DemoClock, demoClock } from './clock.ts';
import { draftPaper, issuePaper } from './issue-paper.ts';
import { demoLedgers } from './ledgers.ts';
import { type DemoPaper, paperInHand, papers } from './papers.ts';
import { answerRequest, receivePaper } from './receive-papers.ts';
import { makeSeals } from './seals.ts';
import { makeWorld, todayOf } from './world.ts';

/** Authority, organs' keys and seals date from here: before the first paper. */
const dawn = beijing('2026-08-20', '09:00');

/** The township's ledgers stand as of this day. */
const ledgersAsOf = beijing('2026-11-20', '17:00');

/** Options of a node with the demonstration: a clock that can be held, and the seed for the first start. */
export function withDemo<T extends NodeOptions>(options: T, say: (line: string) => void): T {
  const clock = demoClock(options.clock);
  return { ...options, clock, demoSeed: (node) => seedDemo(node, clock, say) };
}

/** Brings the demonstration world into an empty node. The clock must be the node's own. */
async function seedDemo(node: Node, clock: DemoClock, say: (line: string) => void): Promise<void> {
  const today = todayOf(node);
  say('正在准备演示数据：机关、人员、印章… Preparing the demonstration: organs, people, seals…');
  clock.hold(dawn);
  await node.services.get(sealingService).trustList();
  const world = await makeWorld(node, today);
  const stage: Stage = { node, clock, world, today };
  await makeSeals(node, world, issuers());
  await settle(stage);
  const inOrder = [...papers].sort((a, b) => a.date.localeCompare(b.date));
  for (const [done, paper] of inOrder.entries()) {
    say(`正在准备演示数据 ${done + 1}/${inOrder.length} ${paper.title}`);
    await issuePaper(stage, paper);
    await receivePaper(stage, paper);
    if (paper.id === 'D4') {
      await answerRequest(stage, paperOf('D3'), paper);
    }
  }
  say('正在准备演示数据：台账… Preparing the demonstration: ledgers…');
  await seedLedgers(stage);
  clock.letGo();
  await leaveInHand(stage);
  await settle(stage);
}

function paperOf(id: string): DemoPaper {
  return papers.find((paper) => paper.id === id)!;
}

/** Organs that issue sealed papers, each once. */
function issuers(): string[] {
  return [...new Set(papers.map((paper) => paper.organ))];
}

async function seedLedgers({ node, clock, world }: Stage): Promise<void> {
  clock.hold(ledgersAsOf);
  const organId = world.organId('heting');
  const { personId, postId, name, title } = world.seat('ws', 'heting');
  const actor = { personId, name, postId, post: title };
  await node.db.asOrgan({ organId, personId }, async (tx) => {
    for (const [position, ledger] of demoLedgers().entries()) {
      const id = randomUUID();
      const at = clock.now();
      await createLedger(tx, {
        id,
        organId,
        name: ledger.name,
        columns: ledger.columns,
        position,
        actor,
        at,
      });
      await addRows(tx, { ledgerId: id, rows: ledger.rows, actor, at });
    }
  });
}

/** One notice waits for 李四. */
async function leaveInHand(stage: Stage): Promise<void> {
  const { world } = stage;
  const matterId = await draftPaper(
    stage,
    { ...paperInHand, date: '' },
    world.seat('yj', 'heting'),
    () => undefined,
  );
  await act(stage, world.seat('dzb', 'heting'), matterId, 'pass', {
    opinion: '文稿合规，请李四同志签发。',
    postId: world.seat('zz', 'heting').postId,
  });
}
