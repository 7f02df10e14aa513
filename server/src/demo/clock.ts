import type { Clock } from '../platform/clock/index.ts';

/** A clock that can be held at a day of the past while the demonstration's papers are made, and then runs on. */
export type DemoClock = Clock & {
  /** Stands still at this time. */
  hold(at: Date): void;
  /** Shows the time of the clock behind it again. */
  letGo(): void;
};

/** Puts a holdable clock before another one. */
export function demoClock<T extends Clock>(base: T): T & DemoClock {
  let held: Date | undefined;
  return {
    ...base,
    now: () => new Date(held ?? base.now()),
    hold(at) {
      held = at;
    },
    letGo() {
      held = undefined;
    },
  };
}

/** An instant of a day in Beijing. @param day `YYYY-MM-DD` @param time `HH:mm` */
export function beijing(day: string, time: string): Date {
  return new Date(`${day}T${time}:00+08:00`);
}
