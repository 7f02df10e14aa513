export { type ActCheck, checkAct } from './check-act.ts';
