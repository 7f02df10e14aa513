export type { EnqueueOptions, JobHandler, Jobs, WorkOptions } from './jobs.ts';
export { type OpenJobs, openJobs, prepareJobs } from './open-jobs.ts';
