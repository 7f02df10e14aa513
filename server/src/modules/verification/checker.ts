/** Checks files in a worker with a limit on time and memory; a worker that exceeds either is thrown away. */
import { Worker } from 'node:worker_threads';
import type { Report } from '@yiwen/trust/verification';
import { OfficeError } from '../../platform/errors/index.ts';
import type { CheckRequest } from './check-worker.ts';

/** Longest a file may take, and what the worker's heap may hold. */
const limits = { timeoutMs: 20_000, heapMb: 512 };
/** Files that may stand in line: each is held in memory, and anybody may send one. */
const mostInLine = 8;

type Waiting = { resolve: (report: Report) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

/** Takes files one after the other. */
export class Checker {
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;
  #line: Promise<unknown> = Promise.resolve();
  #inLine = 0;

  /** The report on a file. Throws `verification.too-slow` at the limits, `http.unavailable` when too many wait. */
  async check(request: Omit<CheckRequest, 'id'>): Promise<Report> {
    if (this.#inLine >= mostInLine) {
      throw new OfficeError('http.unavailable');
    }
    this.#inLine += 1;
    const turn = this.#line.then(() => this.#run(request));
    this.#line = turn
      .catch(() => undefined)
      .finally(() => {
        this.#inLine -= 1;
      });
    return await turn;
  }

  async stop(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #run(request: Omit<CheckRequest, 'id'>): Promise<Report> {
    const worker = this.#worker ?? this.#start();
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(), limits.timeoutMs);
      this.#waiting.set(id, { resolve, reject, timer });
      worker.postMessage({ ...request, id } satisfies CheckRequest);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./check-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: limits.heapMb },
      // A hostile file must not find the node's secrets in its environment.
      env: {},
    });
    worker.unref();
    worker.on('message', ({ id, report }: { id: number; report: Report }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      clearTimeout(waiting?.timer);
      waiting?.resolve(report);
    });
    worker.on('error', () => this.#giveUp());
    this.#worker = worker;
    return worker;
  }

  #giveUp(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new OfficeError('verification.too-slow'));
    }
    this.#waiting.clear();
    void worker?.terminate();
  }
}
