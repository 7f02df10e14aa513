/** The node as a process on a fresh folder: its first start, its later starts, and the node left running. */
import { spawnSync } from 'node:child_process';
import { freePort, type NodeProcess, startNodeProcess } from '../testing/journey/node-process.ts';
import { BareCost, type Figure, sampleOf } from './measure.ts';

/** A running node, its data folder, and what its starts took. */
export interface NodeUnderTest {
  node: NodeProcess;
  figures: Figure[];
}

const laterStarts = 3;

/** Starts on an empty folder (cluster, migrations, demonstration world), then again and again on the same data. */
export async function startNodeUnderTest(data: string): Promise<NodeUnderTest> {
  const port = await freePort();
  const start = () =>
    startNodeProcess({ data, port, readyMs: 600_000, env: { YIWEN_LIMIT_RATES: 'false', YIWEN_CLOCK: '' } });
  const bare = await BareCost.of('node -e 0', () => spawnSync(process.execPath, ['-e', '0']), 1);
  await bare.take(3);
  let since = performance.now();
  let node = await start();
  const first = performance.now() - since;
  const later: number[] = [];
  for (let i = 0; i < laterStarts; i++) {
    await node.stop();
    since = performance.now();
    node = await start();
    later.push(performance.now() - since);
    await bare.take(3);
  }
  return {
    node,
    figures: [
      {
        name: 'first start to ready, with the demonstration',
        unit: 'ms',
        sample: sampleOf([first]),
        bare,
      },
      { name: 'start to ready on existing data', unit: 'ms', sample: sampleOf(later), bare },
    ],
  };
}
