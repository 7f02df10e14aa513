import { join } from 'node:path';
import type { LogStore } from '@yiwen/trust/log';
import { z } from 'zod';
import type { Module, Node } from '../../platform/node/index.ts';
import { folderMemory } from './checkpoint-memory.ts';
import { databaseStore } from './database-store.ts';
import { folderStore } from './folder-store.ts';
import { type LogName, logPath, originOf } from './log-name.ts';
import { type LogService, logService, makeLogService } from './log-service.ts';
import { readNodeKey } from './node-key.ts';
import { logRoutes } from './routes.ts';
import { type RunningSequencer, runSequencer } from './run-sequencer.ts';
import { Sequencer } from './sequencer.ts';

const settings = z.strictObject({
  /** Where tiles and checkpoints are kept: in the database, or in `<data>/log/files` for a web server to hand out. */
  store: z.enum(['database', 'folder']).default('database'),
});

/** The transparency log of each organ and year. */
export const logModule: Module & { settings: typeof settings } = {
  name: 'log',
  floor: 2,
  migrations: new URL('./migrations/', import.meta.url),
  settings,
  routes(app, node) {
    logRoutes(app, storesOf(node), () => node.services.get(logService));
  },
  async start(node) {
    const storeOf = storesOf(node);
    const halted = node.metrics.gauge(
      'yiwen_log_halted',
      'Logs that are not signed because of a contradiction',
    );
    const logged = node.metrics.counter('yiwen_log_entries_total', 'Entries put under a signed checkpoint');
    const sequencer = new Sequencer({
      db: node.db,
      clock: node.clock,
      nodeKey: await readNodeKey(node.dataDir),
      memory: folderMemory(node.dataDir),
      storeOf,
      originOf: (name) => originOf(node.publicUrl(), name),
      onFault: (name, error) => {
        halted.set(sequencer.halted.size);
        node.log.error({ err: error, log: logPath(name) }, 'log not continued');
      },
      onLogged: (count) => logged.inc({}, count),
    });
    const runner = await runSequencer(sequencer, node.db, (error) =>
      node.log.error({ err: error }, 'log pass failed'),
    );
    running.set(node, runner);
    node.services.provide<LogService>(logService, makeLogService(node.db, storeOf, runner.nudge));
  },
  async stop(node) {
    await running.get(node)?.stop();
  },
};

/** The sequencer at work for each node of this process. */
const running = new WeakMap<Node, RunningSequencer>();

/** Where the files of each log of a node are kept. */
export function storesOf(node: Node): (name: LogName) => LogStore {
  const { store } = node.settingsOf(logModule) as z.output<typeof settings>;
  return store === 'folder'
    ? (name) => folderStore(join(node.dataDir, 'log', 'files', ...logPath(name).split('/')))
    : (name) => databaseStore(node.db, name);
}
