/** The other end of `run-in-thread.ts`. */
import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from './run-in-thread.ts';

/** Answers every request this thread is sent; a fault is answered as well, and the thread is then ended by its owner. */
export function answerRequests<Request, Answer>(work: (request: Request) => Answer | Promise<Answer>): void {
  parentPort!.on('message', async (request: Request) => {
    let answer: ThreadAnswer<Answer>;
    try {
      answer = { value: await work(request) };
    } catch (error) {
      answer = { fault: String(error) };
    }
    parentPort!.postMessage(answer);
  });
}
