import { noteVerifier } from '@yiwen/trust/log';
import { elapsedMs } from '../../platform/clock/index.ts';
import { lastAtWitness } from './ask-witness.ts';
import type { KnownState } from './recompute.ts';
import type { LogRow } from './store.ts';
import type { WitnessPolicy } from './witness-policy.ts';

/** How long an unanswered question is not asked again while a log waits for it. */
const PAUSE_MS = 2_000;

/**
 * Asks every witness for the last checkpoint it has of a log, before this process first signs that log: a backup put back
 * whole, data folder included, is known to nobody else. Witnesses that cannot be reached are reported by `onSilent`; with
 * `isRequired` a log that no witness at all could be asked about is not signed until one answers.
 */
export function askAtStart(
  policy: () => Promise<WitnessPolicy | undefined>,
  isRequired: boolean,
  onSilent: (log: LogRow, witness: string, error: unknown) => void,
): (log: LogRow) => Promise<KnownState[]> {
  const silentUntil = new Map<string, number>();
  return async (log) => {
    const asked = (await policy())?.asked ?? [];
    if ((silentUntil.get(log.origin) ?? 0) > elapsedMs()) {
      throw new Error(`no witness could be asked about ${log.origin}`);
    }
    const states: KnownState[] = [];
    let answered = 0;
    await Promise.all(
      asked.map(async (witness) => {
        try {
          const last = await lastAtWitness(witness, log.origin, noteVerifier(log.vkey));
          answered++;
          if (last !== undefined && last.size > 0) {
            states.push({ ...last, source: `the checkpoint at witness ${witness.vkey.name}` });
          }
        } catch (error) {
          onSilent(log, witness.vkey.name, error);
        }
      }),
    );
    if (isRequired && asked.length > 0 && answered === 0) {
      silentUntil.set(log.origin, elapsedMs() + PAUSE_MS);
      throw new Error(`no witness could be asked about ${log.origin}`);
    }
    return states;
  };
}
