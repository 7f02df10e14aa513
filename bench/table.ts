/** The table as plain text or Markdown, and the facts of the machine it was made on. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { type Figure, ratioOf } from './measure.ts';

/** What a reader needs to judge the figures; nothing that names the machine. */
export function machineFacts(root: string): Record<string, string> {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  return {
    date: new Date().toISOString().slice(0, 16).replace('T', ' '),
    commit,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: `${cpus().length} × ${cpus()[0]?.model.trim() || 'unnamed'}`,
    memory: `${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    'load before the run': loadavg()[0]!.toFixed(1),
  };
}

const headings = ['figure', 'unit', 'n', 'median', 'min', 'max', 'p95', 'bare cost', 'bare', 'ratio'];

function amount(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toPrecision(2);
}

function cellsOf(figure: Figure): string[] {
  const { sample, bare } = figure;
  const ratio = ratioOf(figure);
  return [
    figure.name,
    figure.unit,
    String(sample.n),
    amount(sample.median),
    amount(sample.min),
    amount(sample.max),
    amount(sample.p95),
    bare?.name ?? '',
    bare ? amount(bare.sample[figure.compare ?? 'median']) : '',
    ratio === undefined ? '' : `${amount(ratio)}${figure.compare === 'p95' ? ' (p95)' : ''}`,
  ];
}

/** One table for a terminal; columns of figures and bare costs to the left, numbers to the right. */
export function plainTable(figures: readonly Figure[]): string {
  const rows = [headings, ...figures.map(cellsOf)];
  const widths = headings.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  const isText = (i: number) => i === 0 || i === 1 || i === 7;
  return rows
    .map((row) =>
      row
        .map((cell, i) => (isText(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The same for docs/bench.md. */
export function markdownTable(figures: readonly Figure[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = headings.map((_, i) => (i === 0 || i === 1 || i === 7 ? '---' : '---:'));
  return [line(headings), line(rule), ...figures.map((figure) => line(cellsOf(figure)))].join('\n');
}
