/**
 * `npm run bench`: one table of what the node takes, each figure as a ratio to a bare cost of the same machine, measured
 * in the same run. Figures also go to .cache/bench/<date>.json; `--record` writes docs/bench.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bareDatabase, serverUrl } from './bare-database.ts';
import { journeyFigures } from './journey.ts';
import { type Figure, ratioOf } from './measure.ts';
import { startNodeUnderTest } from './node-under-test.ts';
import { cryptoFigures } from './other-judges.ts';
import { sealingFigures } from './sealing.ts';
import { machineFacts, markdownTable, plainTable } from './table.ts';
import { todoFigures } from './todo-list.ts';
import { viewerFigures } from './viewer.ts';
import { webFigures } from './web-pages.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values: options } = parseArgs({ options: { record: { type: 'boolean', default: false } } });

const facts = machineFacts(root);
const data = mkdtempSync(join(tmpdir(), 'yiwen-bench-'));
const figures: Figure[] = [];
const begun = performance.now();
const progress = (text: string) =>
  process.stderr.write(`[${((performance.now() - begun) / 1000).toFixed(0).padStart(3)} s] ${text}\n`);

progress('signatures');
figures.push(...(await cryptoFigures()));
progress('starting the node: once on nothing, three times on existing data');
const { node, figures: starts } = await startNodeUnderTest(data);
try {
  figures.push(...starts);
  progress('the journey over HTTP, and the bare database between its steps');
  const database = await bareDatabase(data);
  const journey = await journeyFigures(node.url, database);
  for (const { name, sample } of [database.roundTrip, database.insert]) {
    figures.push({ name, unit: 'ms', sample });
  }
  figures.push(...journey);
  await database.close();
  progress('bytes of the pages');
  figures.push(...(await webFigures(node.url, root)));
  progress('first pages in the viewer');
  figures.push(...(await viewerFigures(node.url, root)));
  progress('the to-do list with 10,000 open items');
  figures.push(...(await todoFigures(node.url, data)));
  progress('sealing and verifying three pages');
  figures.push(...(await sealingFigures(serverUrl(data))));
} finally {
  await node.stop();
  rmSync(data, { recursive: true, force: true });
}
const seconds = ((performance.now() - begun) / 1000).toFixed(0);
progress('done');

console.log(
  Object.entries(facts)
    .map(([name, value]) => `${name}: ${value}`)
    .join('   '),
);
console.log(`\n${plainTable(figures)}\n\nwhole run: ${seconds} s`);

const folder = join(root, '.cache', 'bench');
mkdirSync(folder, { recursive: true });
const path = join(folder, `${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`);
const recorded = figures.map((figure) => ({
  ...figure,
  ...(figure.bare ? { bare: { name: figure.bare.name, sample: figure.bare.sample } } : {}),
  ratio: ratioOf(figure),
}));
writeFileSync(path, `${JSON.stringify({ facts, figures: recorded }, null, 2)}\n`);
console.log(`figures as JSON: ${path.slice(root.length + 1)}`);

if (options.record) {
  const text = `# Figures

Written by \`npm run bench -- --record\`. Each figure stands beside a bare cost measured on the same machine in the same
run, and the ratio is what to compare between machines and between commits. Acts are measured at the HTTP interface on
loopback, from the request to the answer; database figures on the embedded engine with durable commits. Times were never
taken from a test.

${Object.entries(facts)
  .map(([name, value]) => `- ${name}: ${value}`)
  .join('\n')}
- whole run: ${seconds} s

${markdownTable(figures)}
`;
  writeFileSync(join(root, 'docs', 'bench.md'), text);
  console.log('docs/bench.md written');
}
process.exit(0);
