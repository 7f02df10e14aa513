export type * from './build-types.ts';
