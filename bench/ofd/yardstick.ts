/** ofdrw doing the same jobs in its own process (bench/ofd/ofdrw); undefined where Java or Maven is absent. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What some runs of one job in one process gave. */
export type Runs = {
  /** Milliseconds of each run inside the process. */
  readonly ms: readonly number[];
  /** The whole process, start and end included. */
  readonly wallMs: number;
  /** The most memory the process ever held. */
  readonly peakKiB: number;
};

export type Job = {
  readonly name: 'text' | 'draw' | 'write' | 'convert';
  readonly input: string;
  readonly output: string;
  readonly pages: number;
};

export type Yardstick = { readonly run: (job: Job, runs: number) => Runs };

const version = '2.3.6';

/** Built once for each machine; Maven fetches ofdrw by its ordinary client. `songFont` stands for fonts not embedded. */
export function ofdrwYardstick(songFont: string): Yardstick | undefined {
  const build = join(tmpdir(), `yiwen-ofdrw-yardstick-${version}`);
  const list = join(build, 'classpath.txt');
  if (!existsSync(list)) {
    if (spawnSync('java', ['-version']).status !== 0 || spawnSync('mvn', ['-v']).status !== 0) {
      return undefined;
    }
    cpSync(join(import.meta.dirname, 'ofdrw'), build, { recursive: true });
    const goals = ['-q', '-B', 'compile', 'dependency:build-classpath', `-Dmdep.outputFile=${list}`];
    if (spawnSync('mvn', goals, { cwd: build, timeout: 300_000 }).status !== 0) {
      return undefined;
    }
  }
  const classes = `${join(build, 'target/classes')}:${readFileSync(list, 'utf8').trim()}`;
  return {
    run: (job, runs) => runProcess('java', ['-cp', classes, 'Yardstick', ...jobWords(job, runs), songFont]),
  };
}

/** The words both programs take. */
export function jobWords(job: Job, runs: number): string[] {
  return [job.name, job.input, job.output, String(runs), String(job.pages)];
}

/** Runs a program that prints `ms N` for each run and `VmHWM: N kB` at the end. */
export function runProcess(program: string, args: readonly string[]): Runs {
  const since = performance.now();
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64e6 });
  const wallMs = performance.now() - since;
  if (status !== 0) {
    throw new Error(`${program} ended with ${status}: ${stderr.slice(-2000)}`);
  }
  const ms = [...stdout.matchAll(/^ms ([\d.]+)/gm)].map((match) => Number(match[1]));
  return { ms, wallMs, peakKiB: Number(/VmHWM:\s*(\d+)/.exec(stdout)?.[1] ?? Number.NaN) };
}
