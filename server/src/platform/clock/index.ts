export { type Clock, dateIn, elapsedMs, fixedClock, shiftedClock, systemClock, yearIn } from './clock.ts';
