/**
 * `npm run bench -- trust`: what signing, verifying and the log take, as ratios to a stated cost of the same run.
 * `--only NAME` measures one subject; `--record` writes docs/bench-trust.md.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineFacts } from '../table.ts';
import type { Row, Subject } from './row.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, record: { type: 'boolean', default: false } },
});

/** Each file `*.subject.ts` beside this one gives `subject`. */
const files = readdirSync(import.meta.dirname).filter(
  (name) =>
    name.endsWith('.subject.ts') && (values.only === undefined || name === `${values.only}.subject.ts`),
);
if (files.length === 0) {
  throw new Error(`no subject ${values.only ?? ''} in bench/trust`);
}

function amount(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function lineOf({ name, ours, unit, yardstick, goal, met }: Row): string {
  const cells = [
    name,
    `${amount(ours)} ${unit}`,
    yardstick ? `${yardstick.name}: ${amount(yardstick.value)} ${unit}` : '',
    yardstick ? amount(ours / yardstick.value) : '',
    goal ?? '',
    met === undefined ? '' : met ? 'met' : 'missed',
  ];
  return `| ${cells.join(' | ')} |`;
}

const parts: string[] = [];
for (const file of files.sort()) {
  const { subject } = (await import(`./${file}`)) as { subject: Subject };
  process.stderr.write(`${subject.title}\n`);
  const rows = await subject.measure();
  parts.push(
    [
      `## ${subject.title}`,
      '',
      '| what | ours | yardstick | ratio | goal | |',
      '|---|---:|---:|---:|---|---|',
      ...rows.map(lineOf),
    ].join('\n'),
  );
}
const facts = Object.entries(machineFacts(root)).map(([name, value]) => `- ${name}: ${value}`);
const text = [facts.join('\n'), ...parts].join('\n\n');
console.log(text);
if (values.record) {
  const heading = readFileSync(join(import.meta.dirname, 'heading.md'), 'utf8');
  writeFileSync(join(root, 'docs', 'bench-trust.md'), `${heading}\n${text}\n`);
}
process.exit(0);
