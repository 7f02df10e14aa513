import { join } from 'node:path';
import type { LogStore } from '@yiwen/trust/log';
import { z } from 'zod';
import { anchorPlace } from '../../extensions/anchor/settings.ts';
import type { Module, Node } from '../../platform/node/index.ts';
import { askAtStart } from './ask-at-start.ts';
import { folderMemory } from './checkpoint-memory.ts';
import { CosignatureCollector } from './collect-cosignatures.ts';
import { databaseStore } from './database-store.ts';
import { folderStore } from './folder-store.ts';
import { logMetrics } from './log-metrics.ts';
import { type LogName, logPath, originOf } from './log-name.ts';
import { type LogService, logService, makeLogService } from './log-service.ts';
import { readNodeKey } from './node-key.ts';
import { type CheckpointStamper, keepOutside, recordPolicy } from './outside.ts';
import { logRoutes } from './routes.ts';
import { type Rounds, runRounds } from './run-rounds.ts';
import { runSequencer } from './run-sequencer.ts';
import { Sequencer } from './sequencer.ts';
import { statusRoute } from './status-route.ts';
import { policyOfFile } from './witness-policy.ts';
import { witnessingOf } from './witnessing.ts';

const settings = z.strictObject({
  /** Where tiles and checkpoints are kept: in the database, or in `<data>/log/files` for a web server to hand out. */
  store: z.enum(['database', 'folder']).default('database'),
  /** Policy file (C2SP tlog-policy) naming witnesses, their addresses and the quorum; below the data folder unless absolute. */
  policy: z.string().min(1).optional(),
  /** A chain that keeps checkpoints, in `yiwen.json`; see extensions/anchor. */
  anchor: anchorPlace.optional(),
  /**
   * What happens at start when no witness can be asked whether it has seen more of a log: `asked` goes on and says so,
   * `required` signs nothing until one answers.
   */
  witnessesAtStart: z.enum(['asked', 'required']).default('asked'),
});

/** The transparency log of each organ and year. */
export const logModule: Module & { settings: typeof settings } = {
  name: 'log',
  floor: 2,
  migrations: new URL('./migrations/', import.meta.url),
  settings,
  routes(app, node) {
    logRoutes(app, storesOf(node), () => node.services.get(logService));
    statusRoute(app, () => node.services.get(logService));
  },
  jobs(jobs, node) {
    // Hourly is enough for both; what fails is tried again an hour later.
    jobs.schedule(outsideQueue, '7 * * * *', async () => {
      await outside.get(node)?.();
    });
  },
  async start(node) {
    const storeOf = storesOf(node);
    const { policy: file, witnessesAtStart, anchor } = settingsFor(node);
    const policy = policyOfFile(node.dataDir, file);
    // A policy that cannot be read stops the start, not the first checkpoint.
    await policy();
    const measured = logMetrics(node);
    const sequencer = new Sequencer({
      db: node.db,
      clock: node.clock,
      nodeKey: await readNodeKey(node.dataDir),
      memory: folderMemory(node.dataDir),
      storeOf,
      originOf: (name) => originOf(node.publicUrl(), name),
      witnessStates: askAtStart(policy, witnessesAtStart === 'required', (log, witness, error) =>
        node.log.warn({ err: error, log: logPath(log), witness }, 'witness could not be asked at start'),
      ),
      onFault: (name, error) => {
        node.log.error({ err: error, log: logPath(name) }, 'log not continued');
      },
      onLogged: (count) => {
        measured.logged(count);
        collecting.nudge();
      },
    });
    const collector = new CosignatureCollector({
      db: node.db,
      clock: node.clock,
      storeOf,
      policy,
      onPolicy: (now) => recordPolicy(node.db, node.clock, now),
      onContradiction: (name, reason) => sequencer.halt(name, reason),
      onRefusal: (name, witness, reason) =>
        node.log.warn({ log: logPath(name), witness, reason }, 'witness did not cosign'),
      onWitnessed: (_name, ms) => measured.witnessed(ms),
    });
    const collecting = runRounds(
      () => collector.sweep(),
      (error) => node.log.error({ err: error }, 'collecting cosignatures failed'),
      COLLECT_POLL_MS,
    );
    const runner = await runSequencer(sequencer, node.db, (error) =>
      node.log.error({ err: error }, 'log pass failed'),
    );
    measured.states(() => ({ halted: sequencer.halted.size, alarms: collector.alarms }));
    running.set(node, [runner, collecting]);
    let stamper: CheckpointStamper | undefined;
    outside.set(node, () =>
      keepOutside({
        db: node.db,
        clock: node.clock,
        // The library for chains is read only where one is configured.
        anchor: anchor && (async () => (await import('../../extensions/anchor/index.ts')).evmAnchor(anchor)),
        stamper: () => stamper,
        onFault: (log, what, error) =>
          node.log.warn({ err: error, log: logPath(log), what }, 'log not kept outside this hour'),
      }),
    );
    node.services.provide<LogService>(
      logService,
      makeLogService(node.db, storeOf, runner.nudge, {
        policy,
        keepOutside: async () => await outside.get(node)?.(),
        stampWith: (one) => {
          stamper = one;
        },
        witnessing: async (name) =>
          await witnessingOf(node.db, name, {
            policy: await policy(),
            collector,
            halted: sequencer.halted,
          }),
      }),
    );
  },
  async stop(node) {
    for (const rounds of running.get(node) ?? []) {
      await rounds.stop();
    }
  },
};

/** Witnesses that did not answer are asked again in this step, with growing pauses. */
const COLLECT_POLL_MS = 2_000;

const outsideQueue = 'log.outside';

/** The hourly work of each node of this process. */
const outside = new WeakMap<Node, () => Promise<void>>();

/** The sequencer and the collector at work for each node of this process. */
const running = new WeakMap<Node, Rounds[]>();

function settingsFor(node: Node): z.output<typeof settings> {
  return node.settingsOf(logModule) as z.output<typeof settings>;
}

/** Where the files of each log of a node are kept. */
export function storesOf(node: Node): (name: LogName) => LogStore {
  const { store } = settingsFor(node);
  return store === 'folder'
    ? (name) => folderStore(join(node.dataDir, 'log', 'files', ...logPath(name).split('/')))
    : (name) => databaseStore(node.db, name);
}
