/**
 * `npm run bench -- ofd`: what the OFD library takes, beside ofdrw doing the same in the same run where Java is present,
 * warm (in a process that has done it before) and cold (a process for one job); memory; and how cost grows with pages.
 * `--record` writes docs/bench-ofd.md.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopEngines, typeset } from '@yiwen/typesetter';
import { standInFonts } from '@yiwen/typesetter/drawing';
import { buildCommand, buildProgram } from '../../scripts/build-packages.mjs';
import { machineFacts } from '../table.ts';
import { compared, comparisonTable } from './comparison.ts';
import { growthTable } from './growth.ts';
import { longDocument } from './long-document.ts';
import { writtenPages } from './written-pages.ts';
import { type Job, ofdrwYardstick } from './yardstick.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  allowPositionals: true,
  options: {
    record: { type: 'boolean', default: false },
    runs: { type: 'string', default: '12' },
    cold: { type: 'string', default: '5' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'yiwen-bench-ofd-'));
const progress = (text: string) => process.stderr.write(`${text}\n`);

try {
  progress('building the command and the jobs');
  const command = join(await buildCommand(), 'yiwen.js');
  // Beside the command, where the bundle's outside packages are found.
  const jobs = join(await buildProgram('job', 'bench/ofd/job.ts', join(root, 'cli/dist/bench')), 'job.js');

  const sample = join(
    process.env.YIWEN_SAMPLES ?? join(root, '../shared/samples'),
    'ofd/02-invoice-5pages-templates-seal-v4.ofd',
  );
  const ownFile = join(folder, 'own.ofd');
  writeFileSync(ownFile, writtenPages(5));
  if (!existsSync(sample)) {
    progress(`no sample at ${sample}: reading and drawing are measured on a file of our own`);
  }
  const file = existsSync(sample) ? sample : ownFile;
  const pdf = join(folder, 'twenty.pdf');
  const set = await typeset(longDocument(20), {});
  writeFileSync(pdf, set.pdf);
  stopEngines();
  progress(`the PDF has ${set.pages} pages`);

  const song = standInFonts()({ fontName: '宋体' })[0];
  const yardstick = song && ofdrwYardstick(song.key);
  if (!yardstick) {
    progress('Java or Maven is not on this machine: ofdrw is left out');
  }
  const out = (name: string) => join(folder, name);
  const work: { title: string; job: Job; words: string[] | undefined }[] = [
    {
      title: 'open and take all text of sample 02',
      job: { name: 'text', input: file, output: '-', pages: 0 },
      words: ['ofd', 'text', file],
    },
    {
      title: 'draw 5 pages to PNG at 150 dpi',
      job: { name: 'draw', input: file, output: out('pictures'), pages: 5 },
      words: ['ofd', 'render', file, '--page', '1-5', '--dpi', '150', '-o', out('rendered')],
    },
    {
      title: 'write a document of 100 pages',
      job: { name: 'write', input: '-', output: out('written.ofd'), pages: 100 },
      words: undefined,
    },
    {
      title: `convert a PDF of ${set.pages} pages`,
      job: { name: 'convert', input: pdf, output: out('converted.ofd'), pages: set.pages },
      words: ['ofd', 'from-pdf', pdf, '-o', out('from-pdf.ofd')],
    },
  ];
  const rows = [];
  for (const { title, job, words } of work) {
    progress(title);
    const cold =
      words === undefined
        ? [jobs, job.name, job.input, job.output, '1', String(job.pages)]
        : [command, ...words];
    rows.push(
      compared(title, job, {
        jobs,
        cold,
        yardstick,
        runs: Number(values.runs),
        coldRuns: Number(values.cold),
      }),
    );
  }
  progress('growth with pages');
  const facts = machineFacts(root);
  const text = [
    Object.entries(facts)
      .map(([name, value]) => `- ${name}: ${value}`)
      .join('\n'),
    comparisonTable(rows),
    await growthTable(),
  ].join('\n\n');
  console.log(text);
  const cache = join(root, '.cache', 'bench');
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'ofd.json'), `${JSON.stringify({ facts, rows }, null, 2)}\n`);
  if (values.record) {
    const head = readFileSync(join(import.meta.dirname, 'heading.md'), 'utf8');
    writeFileSync(join(root, 'docs', 'bench-ofd.md'), `${head}\n${text}\n`);
    progress('docs/bench-ofd.md written');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
