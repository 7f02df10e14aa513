import type { MatterView } from '../../api/index.ts';
import type { Queue } from './queue.ts';

/** Working days left for my step, as the server counted them in the to-do list; null where nothing is due. */
export function workingDaysLeft(matter: MatterView, queue: Queue): number | null {
  return matter.mine !== null && queue.mine?.matterId === matter.id
    ? (queue.mine.workingDaysLeft ?? null)
    : null;
}
