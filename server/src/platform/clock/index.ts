export { type Clock, dateIn, fixedClock, shiftedClock, systemClock, yearIn } from './clock.ts';
