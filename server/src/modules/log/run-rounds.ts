/** Work that is done again and again. */
export type Rounds = {
  /** Does the next round at once. */
  nudge(): void;
  /** Lets the round under way end. */
  stop(): Promise<void>;
};

/** Runs rounds until stopped: when nudged, and every `pollMs`. `onFault` hears of a round that failed; the next tries again. */
export function runRounds(
  round: () => Promise<unknown>,
  onFault: (error: unknown) => void,
  pollMs: number,
): Rounds {
  let stopped = false;
  let asked = false;
  let wake: () => void = () => undefined;
  const pause = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      wake = resolve;
      timer = setTimeout(resolve, pollMs);
      timer.unref();
    });
    clearTimeout(timer);
  };
  const work = (async () => {
    while (!stopped) {
      asked = false;
      await round().catch(onFault);
      if (!asked && !stopped) {
        await pause();
      }
    }
  })();
  return {
    nudge() {
      asked = true;
      wake();
    },
    async stop() {
      stopped = true;
      wake();
      await work;
    },
  };
}
