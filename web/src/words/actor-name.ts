/** How acts of the machine itself are recorded, in whatever language the reader works. */
const MACHINE = '系统';

/** A recorded name or post as the reader sees it: people's as they are, the machine's as `machine`. */
export function actorName(recorded: string, machine: string): string {
  return recorded === MACHINE ? machine : recorded;
}
