export type { EnqueueOptions, JobHandler, Jobs, WorkOptions } from './jobs.ts';
