import type { Database } from '../../platform/database/index.ts';
import { type Rounds, runRounds } from './run-rounds.ts';
import type { Sequencer } from './sequencer.ts';

/** Channel on which `recordAct` announces a recorded act. */
const CHANNEL = 'yiwen_event';

/**
 * Runs a sequencer until stopped: on every notification, and every `pollMs` in case one was lost. `onFault` hears of
 * passes that failed as a whole (the database was away); the next one tries again.
 */
export async function runSequencer(
  sequencer: Sequencer,
  db: Database,
  onFault: (error: unknown) => void,
  pollMs = 1000,
): Promise<Rounds> {
  let isStarted = false;
  const rounds = runRounds(
    async () => {
      if (!isStarted) {
        isStarted = true;
        await sequencer.start().catch(onFault);
      }
      await sequencer.sweep();
    },
    onFault,
    pollMs,
  );
  const listening = await db.listen(CHANNEL, rounds.nudge, rounds.nudge);
  return {
    nudge: rounds.nudge,
    async stop() {
      await listening.close();
      await rounds.stop();
    },
  };
}
