export * from './calls.ts';
export { exportEvidence } from './evidence-call.ts';
export * from './log-calls.ts';
export { newId } from './new-id.ts';
export * from './queries.ts';
export { ApiError, csrf, onSignedOut } from './request.ts';
export * from './seal-calls.ts';
export * from './signing-calls.ts';
export type * from './types.ts';
