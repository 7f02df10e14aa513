export { type ActCheck, checkAct, type PersonalCheck } from './check-act.ts';
