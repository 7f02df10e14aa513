import type { Database } from '../../platform/database/index.ts';
import type { Sequencer } from './sequencer.ts';

/** Channel on which `recordAct` announces a recorded act. */
const CHANNEL = 'yiwen_event';

/** A sequencer at work. */
export type RunningSequencer = {
  /** Looks at once instead of at the next tick. */
  nudge(): void;
  /** Lets the pass under way end. */
  stop(): Promise<void>;
};

/**
 * Runs a sequencer until stopped: on every notification, and every `pollMs` in case one was lost. `onFault` hears of
 * passes that failed as a whole (the database was away); the next one tries again.
 */
export async function runSequencer(
  sequencer: Sequencer,
  db: Database,
  onFault: (error: unknown) => void,
  pollMs = 1000,
): Promise<RunningSequencer> {
  let stopped = false;
  let asked = false;
  let wake: () => void = () => undefined;
  const nudge = (): void => {
    asked = true;
    wake();
  };
  const listening = await db.listen(CHANNEL, nudge, nudge);

  const pause = async (): Promise<void> => {
    if (asked || stopped) {
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, pollMs);
      timer.unref();
    });
    clearTimeout(timer);
  };
  const attempt = async (pass: () => Promise<unknown>): Promise<void> => {
    try {
      await pass();
    } catch (error) {
      onFault(error);
    }
  };
  const work = (async () => {
    await attempt(() => sequencer.start());
    while (!stopped) {
      asked = false;
      await attempt(() => sequencer.sweep());
      await pause();
    }
  })();

  return {
    nudge,
    async stop() {
      stopped = true;
      wake();
      await listening.close();
      await work;
    },
  };
}
