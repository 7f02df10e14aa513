import { yearIn } from '../../platform/clock/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { allLogs } from './store.ts';
import { lastWitnessed, unwitnessed } from './witness-store.ts';

/** What the log counts and measures. */
export type LogMetrics = {
  logged(entries: number): void;
  /** A state had its quorum so long after it was signed. */
  witnessed(milliseconds: number): void;
  states(read: () => { halted: number; alarms: number }): void;
};

/**
 * Metrics of a node's logs. The window is what an insider could still change unseen: acts recorded and not yet under a
 * witnessed checkpoint, over all logs of this year.
 */
export function logMetrics(node: Node): LogMetrics {
  const { metrics, db, clock } = node;
  const logged = metrics.counter('yiwen_log_entries_total', 'Entries put under a signed checkpoint');
  const after = metrics.histogram(
    'yiwen_log_witnessed_after_seconds',
    'Time from signing a checkpoint to its quorum of cosignatures',
    [0.05, 0.2, 0.5, 1, 2, 5, 15, 60, 600, 3600],
  );
  const halted = metrics.gauge('yiwen_log_halted', 'Logs that are not signed because of a contradiction');
  const alarms = metrics.gauge('yiwen_log_witness_alarms', 'Logs and witnesses that contradict each other');
  const entries = metrics.gauge('yiwen_log_unwitnessed_acts', 'Acts that no witnessed checkpoint covers');
  const seconds = metrics.gauge(
    'yiwen_log_unwitnessed_seconds',
    'Age of the oldest act that no witnessed checkpoint covers',
  );
  metrics.onExpose(async () => {
    const now = clock.now();
    const logs = (await db.asPublic(allLogs)).filter((log) => log.year === yearIn(now));
    let acts = 0;
    let oldest = now.getTime();
    for (const log of logs) {
      const window = await db.asJob({ organId: log.organId }, async (tx) =>
        unwitnessed(tx, log, (await lastWitnessed(tx, log))?.size ?? 0),
      );
      acts += window.entries;
      oldest = Math.min(oldest, window.since?.getTime() ?? oldest);
    }
    entries.set(acts);
    seconds.set((now.getTime() - oldest) / 1000);
  });
  return {
    logged: (count) => logged.inc({}, count),
    witnessed: (ms) => after.observe(ms / 1000),
    states: (read) =>
      metrics.onExpose(() => {
        const now = read();
        halted.set(now.halted);
        alarms.set(now.alarms);
      }),
  };
}
