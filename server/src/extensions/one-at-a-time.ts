/** A device does one thing at a time: calls wait for each other, a bounded number of them. */

import { OfficeError } from '../platform/errors/index.ts';
import './errors.ts';

const MAX_WAITING = 256;

/** Runs tasks one after the other; a task that fails does not hold up the next. */
export function oneAtATime(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return (task) => {
    if (waiting >= MAX_WAITING) {
      return Promise.reject(new OfficeError('signer.device-silent', { waiting }));
    }
    waiting++;
    const run = last.then(task).finally(() => {
      waiting--;
    });
    last = run.catch(() => undefined);
    return run;
  };
}
