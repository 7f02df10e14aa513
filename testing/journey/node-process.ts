/** The node as a process of its own, so that it can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** A port nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** A running node. */
export interface NodeProcess {
  url: string;
  /** All it printed so far. */
  output(): string;
  /** kill -9 of the node itself; its database is left to end or to be taken over. */
  kill(): Promise<void>;
  /** Ctrl-C. */
  stop(): Promise<number>;
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve(child.exitCode ?? 1);
    } else {
      child.once('exit', (code) => resolve(code ?? 1));
    }
  });
}

/** Starts the node on a data folder and waits until it is ready, 120 s unless told otherwise. */
export async function startNodeProcess(options: {
  data: string;
  port: number;
  readyMs?: number;
  args?: string[];
  env?: NodeJS.ProcessEnv;
}): Promise<NodeProcess> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(root, 'server/src/main.ts'),
      '--data',
      options.data,
      '--port',
      String(options.port),
      ...(options.args ?? []),
    ],
    {
      cwd: root,
      env: { ...process.env, YIWEN_CLOCK: '2026-11-23T09:00:00+08:00', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  child.stdout?.on('data', (chunk) => {
    printed += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    printed += chunk;
  });
  const url = `http://localhost:${options.port}`;
  const readyMs = options.readyMs ?? 120_000;
  const end = performance.now() + readyMs;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(
        `the node ended at its start (${child.exitCode ?? child.signalCode}):\n${printed.slice(-4000)}`,
      );
    }
    const ready = await fetch(`${url}/health/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) {
      break;
    }
    if (performance.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`the node was not ready in ${readyMs} ms:\n${printed.slice(-4000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    output: () => printed,
    async kill() {
      child.kill('SIGKILL');
      await ended(child);
    },
    async stop() {
      child.kill('SIGINT');
      return ended(child);
    },
  };
}
