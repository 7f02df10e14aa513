/** Starts the engine's process, keeps it warm, gives it orders one at a time, ends it at the time limit. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { searchedFolders, type UsedFont } from '../fonts/index.ts';
import type { DisplayPage } from '../layout/display.ts';
import type { EngineAnswer, EngineRequest, FileFacts } from './protocol.ts';

/** Longest time for one order, start of the process included. */
export const ENGINE_TIMEOUT_MS = 20_000;

/** Why a document could not be set. */
export type TypesetErrorCode =
  | 'missing-glyphs'
  | 'engine-failed'
  | 'timeout'
  | 'document-invalid'
  | 'document-too-large';

/**
 * A document that could not be set. `message` is zh-CN for the person who asked;
 * `characters` names what no font has (missing-glyphs).
 */
export class TypesetError extends Error {
  override name = 'TypesetError';
  readonly code: TypesetErrorCode;
  readonly characters: string[];
  constructor(code: TypesetErrorCode, message: string, characters: string[] = []) {
    super(message);
    this.code = code;
    this.characters = characters;
  }
}

type Order = {
  request: EngineRequest;
  timeoutMs: number;
  resolve(answer: EngineAnswer & { ok: true }): void;
  reject(error: unknown): void;
};

function failure(answer: EngineAnswer & { ok: false }): TypesetError {
  if (answer.code === 'missing-glyphs') {
    const shown = answer.characters.map(
      (c) => `${c}（U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}）`,
    );
    return new TypesetError(
      'missing-glyphs',
      `没有一种字体含有这些字：${shown.join('、')}`,
      answer.characters,
    );
  }
  return new TypesetError('engine-failed', `排版引擎出错：${answer.message}`);
}

class Engine {
  private child: ChildProcess | undefined;
  private readonly queue: Order[] = [];
  private current: Order | undefined;
  private timer: NodeJS.Timeout | undefined;
  private nextId = 1;

  readonly fontFolders: readonly string[];

  constructor(fontFolders: readonly string[]) {
    this.fontFolders = fontFolders;
  }

  order(request: Omit<EngineRequest, 'id'>, timeoutMs: number): Promise<EngineAnswer & { ok: true }> {
    return new Promise((resolve, reject) => {
      this.queue.push({ request: { ...request, id: this.nextId++ }, timeoutMs, resolve, reject });
      this.next();
    });
  }

  /** Ends the process; an order under way is given to the next one. */
  renew(): void {
    const order = this.take();
    this.stop();
    if (order) {
      this.queue.unshift(order);
    }
    this.next();
  }

  private stop(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private start(): ChildProcess {
    const child = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), [...this.fontFolders], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      // Nothing of the product's environment (addresses, keys) is the engine's business.
      env: process.env.TMPDIR ? { TMPDIR: process.env.TMPDIR } : {},
    });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors = (errors + chunk.toString('utf8')).slice(-2000);
    });
    child.on('message', (answer: EngineAnswer) => {
      if (this.child === child) {
        this.finish(answer);
      }
    });
    child.on('exit', () => {
      if (this.child === child) {
        this.child = undefined;
        this.fail(new TypesetError('engine-failed', `排版引擎意外退出：${errors.trim()}`));
      }
    });
    return child;
  }

  private next(): void {
    const order = this.current ? undefined : this.queue.shift();
    if (!order) {
      // An idle engine must not keep the product's process alive.
      if (!this.current) {
        this.setAlive(false);
      }
      return;
    }
    this.current = order;
    this.child ??= this.start();
    this.setAlive(true);
    this.timer = setTimeout(() => {
      this.stop();
      this.fail(new TypesetError('timeout', `排版超过 ${order.timeoutMs / 1000} 秒，已中止`));
    }, order.timeoutMs);
    this.child.send(order.request);
  }

  private setAlive(alive: boolean): void {
    const { child } = this;
    const pipe = child?.stderr as { ref?(): void; unref?(): void } | null | undefined;
    for (const handle of [child, child?.channel, pipe]) {
      if (alive) {
        handle?.ref?.();
      } else {
        handle?.unref?.();
      }
    }
  }

  private take(): Order | undefined {
    clearTimeout(this.timer);
    const order = this.current;
    this.current = undefined;
    return order;
  }

  private finish(answer: EngineAnswer): void {
    if (answer.id !== this.current?.request.id) {
      return;
    }
    const order = this.take()!;
    if (answer.ok) {
      order.resolve(answer);
    } else {
      order.reject(failure(answer));
    }
    this.next();
  }

  private fail(error: TypesetError): void {
    this.take()?.reject(error);
    this.next();
  }
}

const engines = new Map<string, Engine>();
/** Engines kept warm at a time; each holds its fonts in memory (about 350 MB). */
const MAX_ENGINES = 4;

/** How to run the engine. */
export type EngineOptions = {
  /** Folders with the office's own fonts, best first; fonts taken at install come after them. */
  fontFolders?: readonly string[];
  /** Defaults to ENGINE_TIMEOUT_MS. */
  timeoutMs?: number;
};

function engineFor(options: EngineOptions): Engine {
  const folders = searchedFolders(options.fontFolders);
  const key = JSON.stringify(folders);
  const engine = engines.get(key) ?? new Engine(folders);
  // Used last stands last: when offices with fonts of their own are many, the ones unused longest end their process.
  engines.delete(key);
  engines.set(key, engine);
  for (const old of [...engines.keys()].slice(0, Math.max(0, engines.size - MAX_ENGINES))) {
    engines.get(old)?.renew();
    engines.delete(old);
  }
  return engine;
}

/** Draws pages as a PDF/A-2u file. @throws TypesetError */
export async function drawPdf(
  pages: DisplayPage[],
  facts: FileFacts,
  options: EngineOptions,
): Promise<{ pdf: Uint8Array; fonts: UsedFont[] }> {
  const { timeoutMs = ENGINE_TIMEOUT_MS } = options;
  const answer = await engineFor(options).order({ output: 'pdf', facts, pages }, timeoutMs);
  return { pdf: answer.pdf!, fonts: answer.fonts };
}

/** Draws each page as an SVG picture. @throws TypesetError */
export async function drawSvg(
  pages: DisplayPage[],
  facts: FileFacts,
  options: EngineOptions,
): Promise<{ svg: string[]; fonts: UsedFont[] }> {
  const { timeoutMs = ENGINE_TIMEOUT_MS } = options;
  const answer = await engineFor(options).order({ output: 'svg', facts, pages }, timeoutMs);
  return { svg: answer.svg!, fonts: answer.fonts };
}

/**
 * Ends all engine processes; the next order starts one again, and an order under way is done by it from the start.
 * Call after fonts were changed.
 */
export function stopEngines(): void {
  for (const engine of engines.values()) {
    engine.renew();
  }
}
