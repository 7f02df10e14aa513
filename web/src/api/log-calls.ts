import { call } from './call.ts';

/** How far the witnesses of my organ's log of a year have come; null before its first entry. */
export const readWitnesses = (year: number) =>
  call('get', '/api/v1/log/{year}/witnesses', { path: { year } });
