/** An OFD read and drawn in a thread of its own, page by page as they are asked for. */

import { PageSizes } from '../page-sizes.ts';
import { type DrawnPage, notWanted, type PageSource, SourceError } from '../page-source.ts';
import type { OfdAnswers, OfdQuestion, OfdReply, OfdRequest } from './messages.ts';
import OfdWorker from './ofd-worker.ts?worker';

/** Longest a question may take before the thread is given up. */
const LONGEST_MS = {
  open: 30_000,
  sizes: 20_000,
  draw: 20_000,
  runs: 20_000,
  search: 30_000,
  close: 5_000,
} as const;

/** How long a thread that has nothing to do waits for the next document: the next paper of a pile opens at once. */
const SPARE_MS = 120_000;

let spare: { worker: Worker; timer: ReturnType<typeof setTimeout> } | null = null;

function takeWorker(): Worker {
  const kept = spare;
  spare = null;
  clearTimeout(kept?.timer);
  return kept?.worker ?? new OfdWorker();
}

function keepWorker(worker: Worker): void {
  worker.onmessage = null;
  worker.onerror = null;
  worker.onmessageerror = null;
  worker.postMessage({ id: 0, question: { ask: 'close' } } satisfies OfdRequest);
  const timer = setTimeout(() => {
    spare = null;
    worker.terminate();
  }, SPARE_MS);
  spare = { worker, timer };
}

/** Drawings kept for pages that were just left. */
const MOST_KEPT = 48;

type Waiting = {
  question: OfdQuestion;
  signal: AbortSignal | null;
  resolve: (answer: never) => void;
  reject: (error: unknown) => void;
};

/** Asks one question after the other, so that one no longer wanted is never begun. */
class OfdThread {
  #worker: Worker | null = takeWorker();
  #line: Waiting[] = [];
  #busy: { id: number; waiting: Waiting; timer: ReturnType<typeof setTimeout> } | null = null;
  #fault: SourceError | null = null;
  #next = 1;

  constructor() {
    if (this.#worker) {
      this.#worker.onmessage = ({ data }: MessageEvent<OfdReply>) => this.answered(data);
      this.#worker.onerror = () => this.giveUp('unreadable', 'the reading thread broke off');
      this.#worker.onmessageerror = () => this.giveUp('unreadable', 'an answer could not be passed on');
    }
  }

  ask<A extends OfdQuestion['ask']>(
    question: OfdQuestion & { ask: A },
    signal: AbortSignal | null,
  ): Promise<OfdAnswers[A]> {
    return new Promise((resolve, reject) => {
      if (this.#fault) {
        reject(this.#fault);
        return;
      }
      this.#line.push({ question, signal, resolve, reject });
      this.step();
    });
  }

  /** Ends it. A thread that did well and is not at work is kept for the next document. */
  close(): void {
    if (this.#worker && this.#busy === null && this.#fault === null && spare === null) {
      keepWorker(this.#worker);
      this.#worker = null;
    }
    this.giveUp('unreadable', 'closed');
  }

  private step(): void {
    if (this.#busy !== null || this.#worker === null) {
      return;
    }
    for (let waiting = this.#line.shift(); waiting; waiting = this.#line.shift()) {
      if (waiting.signal?.aborted) {
        waiting.reject(notWanted());
        continue;
      }
      const id = this.#next;
      this.#next += 1;
      const { ask } = waiting.question;
      const timer = setTimeout(() => this.giveUp('slow', `${ask} took too long`), LONGEST_MS[ask]);
      this.#busy = { id, waiting, timer };
      this.#worker.postMessage({ id, question: waiting.question } satisfies OfdRequest);
      return;
    }
  }

  private answered(reply: OfdReply): void {
    const busy = this.#busy;
    if (busy === null || busy.id !== reply.id) {
      return;
    }
    clearTimeout(busy.timer);
    this.#busy = null;
    if ('fault' in reply) {
      busy.waiting.reject(new SourceError('unreadable', reply.fault));
    } else {
      busy.waiting.resolve(reply.answer as never);
    }
    this.step();
  }

  private giveUp(code: SourceError['code'], reason: string): void {
    this.#fault ??= new SourceError(code, reason);
    this.#worker?.terminate();
    this.#worker = null;
    clearTimeout(this.#busy?.timer);
    const waiting = [...(this.#busy ? [this.#busy.waiting] : []), ...this.#line];
    this.#busy = null;
    this.#line = [];
    for (const { reject } of waiting) {
      reject(this.#fault);
    }
  }
}

/** Opens an OFD; its thread starts while the bytes are still coming. @throws SourceError when it cannot be read */
export async function ofdSource(loading: Promise<Uint8Array>, signal: AbortSignal): Promise<PageSource> {
  const thread = new OfdThread();
  const stop = () => thread.close();
  signal.addEventListener('abort', stop);
  try {
    const bytes = await loading;
    const { pages, sizes, outline, goals, stamps } = await thread.ask({ ask: 'open', bytes }, null);
    const drawings = new KeptDrawings((page, asked) =>
      thread.ask({ ask: 'draw', page, printing: false }, asked),
    );
    // The first page is drawn while the viewer is being put up; whoever asks for it waits for this drawing.
    drawings.drawn(0, new AbortController().signal).catch(() => undefined);
    const papers = new PageSizes(pages, sizes);
    void papers.readOthers((from, to) => thread.ask({ ask: 'sizes', from, to }, null)).catch(() => undefined);
    return {
      sizes: papers.sizes,
      onSizes: papers.onSizes,
      outline,
      goalOf: async (key) => goals[key] ?? null,
      stamps,
      hasText: true,
      draw: (page, _widthDots, asked) => drawings.drawn(page, asked),
      dots: false,
      async print(page, asked) {
        return URL.createObjectURL(await thread.ask({ ask: 'draw', page, printing: true }, asked));
      },
      runs: (page, asked) => thread.ask({ ask: 'runs', page }, asked),
      search: (query, asked) => thread.ask({ ask: 'search', query }, asked),
      close() {
        thread.close();
        drawings.close();
      },
    };
  } catch (error) {
    thread.close();
    throw signal.aborted ? notWanted() : error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Addresses of the pages drawn last; the oldest is let go. */
class KeptDrawings {
  readonly #draw: (page: number, signal: AbortSignal) => Promise<Blob>;
  readonly #underWay = new Map<number, Promise<Blob>>();
  readonly #kept = new Map<number, string>();
  #closed = false;

  constructor(draw: (page: number, signal: AbortSignal) => Promise<Blob>) {
    this.#draw = draw;
  }

  async drawn(page: number, signal: AbortSignal): Promise<DrawnPage> {
    for (;;) {
      const known = this.#kept.get(page);
      if (known !== undefined) {
        this.#kept.delete(page);
        this.#kept.set(page, known);
        return { kind: 'picture', href: known };
      }
      if (signal.aborted) {
        throw notWanted();
      }
      const underWay = this.#underWay.get(page);
      if (underWay === undefined) {
        const drawing = this.#draw(page, signal);
        this.#underWay.set(page, drawing);
        try {
          this.keep(page, await drawing);
        } finally {
          this.#underWay.delete(page);
        }
      } else {
        // A sheet and its thumbnail want the same page: who came second waits, and asks again if the first went away.
        await underWay.catch(() => undefined);
      }
    }
  }

  private keep(page: number, blob: Blob): void {
    if (this.#closed) {
      throw notWanted();
    }
    this.#kept.set(page, URL.createObjectURL(blob));
    for (const [old, href] of [...this.#kept].slice(0, Math.max(0, this.#kept.size - MOST_KEPT))) {
      this.#kept.delete(old);
      URL.revokeObjectURL(href);
    }
  }

  close(): void {
    this.#closed = true;
    for (const href of this.#kept.values()) {
      URL.revokeObjectURL(href);
    }
    this.#kept.clear();
  }
}
