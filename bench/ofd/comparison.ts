/** One job done by us and by ofdrw, taken in turns, and the table of all. */
import { sampleOf } from '../measure.ts';
import { type Job, jobWords, type Runs, runProcess, type Yardstick } from './yardstick.ts';

type Side = {
  /** Median milliseconds of a run after the first half of the runs. */
  readonly warmMs: number;
  /** Median milliseconds of a whole process for one run. */
  readonly coldMs: number;
  /** The most memory of a process doing it once, and again and again. */
  readonly coldKiB: number;
  readonly warmKiB: number;
};

export type Comparison = { readonly title: string; readonly ours: Side; readonly ofdrw: Side | undefined };

type Tools = {
  readonly jobs: string;
  readonly cold: readonly string[];
  readonly yardstick: Yardstick | undefined;
  readonly runs: number;
  readonly coldRuns: number;
};

const median = (values: readonly number[]): number => sampleOf(values).median;

/** Cold runs take turns, so that both meet the same machine. */
export function compared(title: string, job: Job, tools: Tools): Comparison {
  const { yardstick, runs, coldRuns } = tools;
  const node = (args: readonly string[]) => runProcess(process.execPath, args);
  const ourCold: Runs[] = [];
  const theirCold: Runs[] = [];
  for (let run = 0; run < coldRuns; run += 1) {
    ourCold.push(node(tools.cold));
    if (yardstick) {
      theirCold.push(yardstick.run(job, 1));
    }
  }
  const ourOnce = node([tools.jobs, ...jobWords(job, 1)]);
  const side = (warm: Runs, cold: readonly Runs[], once: Runs): Side => ({
    warmMs: median(warm.ms.slice(Math.floor(warm.ms.length / 2))),
    coldMs: median(cold.map(({ wallMs }) => wallMs)),
    coldKiB: once.peakKiB,
    warmKiB: warm.peakKiB,
  });
  return {
    title,
    ours: side(node([tools.jobs, ...jobWords(job, runs)]), ourCold, ourOnce),
    ofdrw: yardstick && side(yardstick.run(job, runs), theirCold, theirCold[0]!),
  };
}

/** Each figure, ours and ofdrw's, and theirs divided by ours. */
export function comparisonTable(rows: readonly Comparison[]): string {
  const lines = rows.flatMap(({ title, ours, ofdrw }) =>
    (
      [
        ['warm, ms', 'warmMs', 1],
        ['cold (whole process), ms', 'coldMs', 1],
        ['peak memory, one job, MiB', 'coldKiB', 1024],
        ['peak memory, again and again, MiB', 'warmKiB', 1024],
      ] as const
    ).map(([what, key, unit]) => {
      const mine = (ours[key] / unit).toFixed(1);
      const theirs = ofdrw ? (ofdrw[key] / unit).toFixed(1) : 'absent';
      const ratio = ofdrw ? (ofdrw[key] / ours[key]).toFixed(1) : '';
      return `| ${title} | ${what} | ${mine} | ${theirs} | ${ratio} |`;
    }),
  );
  return ['| job | figure | Yiwen | ofdrw | ofdrw ÷ Yiwen |', '|---|---|---|---|---|', ...lines].join('\n');
}
