import type { Tx } from '../database/index.ts';

/** How one job is put in the queue. */
export type EnqueueOptions = {
  /** Same queue and key: at most one job is kept. */
  key?: string;
  /** Not before so many seconds from now. */
  afterSeconds?: number;
};

/** How a queue is worked. */
export type WorkOptions = {
  /** Tries before the job goes to the dead letter queue; 5 by default. */
  retryLimit?: number;
  retryDelaySeconds?: number;
  /** Jobs fetched at once; 10 by default. Each is still handled and completed on its own. */
  batchSize?: number;
  /** Jobs of this queue handled at the same time by this process; 1 by default. */
  concurrency?: number;
  /** A job running longer is given to another worker; 300 by default. */
  expireInSeconds?: number;
};

/** Handles one job; must be idempotent, since a crash between its effect and its completion repeats it. */
export type JobHandler<T> = (
  data: T,
  job: { id: string; queue: string; signal: AbortSignal },
) => Promise<void>;

/** Work done later, enqueued inside the transaction of the act that asks for it. */
export type Jobs = {
  /** Enqueues in the caller's transaction: a rolled-back act leaves no job. */
  enqueue(tx: Tx, queue: string, data: object, options?: EnqueueOptions): Promise<void>;
  /** Registers the worker of a queue; call it from the module's `jobs` hook. */
  work<T>(queue: string, handler: JobHandler<T>, options?: WorkOptions): void;
  /** Runs a handler on a five-field cron line in the office's time zone. */
  schedule(queue: string, cron: string, handler: JobHandler<object>): void;
  /** Waits until no job is waiting or running (tests, orderly shutdown). */
  idle(timeoutMs?: number): Promise<void>;
};
