// `npm run soak`: the large counts, in parts that can be interrupted. Each finished part adds one line to docs/soak.md;
// the state stands in .cache/soak.json, so the same command goes on where it was stopped. A part that failed is run
// again with the seed it failed with.
// Options: --part NAME (may be repeated) only these parts; --fresh forget earlier parts; --list name the parts.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, fail, node24, root, run, say, toolEnvironment } from './prepare.mjs';

/** What a part runs: the test files, how often with a new seed, and how large. */
const parts = [
  {
    name: 'kill-nine',
    about: 'kill -9 of the server in the journey, each time started again',
    rounds: 5,
    environment: { YIWEN_KILLS: '10' },
    amount: '10 kills',
    files: ['testing/crash/kill-nine.test.ts'],
  },
  {
    name: 'ofd-flips',
    about: 'one bit changed in entries, values, lists and container bytes of a sealed OFD',
    rounds: 3,
    environment: { YIWEN_SOAK: '5' },
    amount: '1000 content, 1000 value and list, 1000 container flips',
    files: ['trust/src/verification/ofd-own.test.ts'],
  },
  {
    name: 'pdf-flips',
    about: 'one bit changed in the signed ranges and the value of a signed PDF',
    rounds: 3,
    environment: { YIWEN_SOAK: '3' },
    amount: '600 range and 600 value flips',
    files: ['trust/src/documents/pdf-signature.test.ts'],
  },
  {
    name: 'workflow',
    about: 'invariants of the step function over random command sequences',
    rounds: 3,
    environment: { YIWEN_SOAK: '400' },
    amount: '120,000 command sequences for each of three flows',
    files: ['server/src/modules/workflow/step-function.test.ts'],
  },
  {
    name: 'perform',
    about: 'random and hostile commands through the database: one act and one revision each, always a holder',
    rounds: 2,
    environment: { YIWEN_SOAK: '10' },
    amount: '10 × the ordinary runs',
    files: ['server/src/modules/workflow/perform.int.test.ts', 'server/src/modules/workflow/words.test.ts'],
  },
  {
    name: 'log-crashes',
    about: 'the sequencer dies between any two of its steps; one history, clean fsck',
    rounds: 2,
    environment: { YIWEN_SOAK: '10' },
    amount: '10 × the ordinary crashes',
    files: ['server/src/modules/log/log.int.test.ts'],
  },
  {
    name: 'log-proofs',
    about: 'tiles, Merkle proofs and signed notes over random trees and changes',
    rounds: 2,
    environment: { YIWEN_SOAK: '10' },
    amount: '10 × the ordinary runs',
    files: ['trust/src/log', 'trust/src/merkle'],
  },
  {
    name: 'content',
    about: 'version roots, canonical JSON and document parts',
    rounds: 2,
    environment: { YIWEN_SOAK: '20' },
    amount: '20 × the ordinary runs',
    files: ['trust/src/content', 'server/src/modules/documents/parts.test.ts'],
  },
  {
    name: 'hostile-files',
    about: 'changed ZIP, XML, OFD, PDF and font files: findings, never a hang or an unnamed fault',
    rounds: 3,
    environment: { YIWEN_SOAK: '10' },
    amount: '10 × the ordinary changes',
    files: ['formats/src'],
  },
  {
    name: 'ofd-mutations',
    about: 'damaged OFD files read, searched and drawn in threads that watch time and memory',
    rounds: 20,
    environment: { YIWEN_SOAK: '2.5' },
    amount: '5,000 damaged files',
    files: ['formats/src/ofd/mutations.test.ts'],
  },
  {
    name: 'insider',
    about:
      'attacks with every right and key on the database; citizen, auditor and mirror find them up to the checkpoint',
    rounds: 10,
    environment: { YIWEN_SOAK: '2.77' },
    amount: '50 attacks',
    files: ['testing/insider/insider.test.ts'],
  },
  {
    name: 'trust-fuzzing',
    about:
      'damaged certificates, signatures, notes, proofs, seals, codes, files and packages in threads that watch time and memory',
    rounds: 20,
    environment: { YIWEN_SOAK: '5' },
    amount: '5,000 damaged inputs',
    files: ['testing/fuzz/trust.test.ts'],
  },
  {
    name: 'pages',
    about: 'any text through the typesetter and the line breaker',
    rounds: 2,
    environment: { YIWEN_SOAK: '5' },
    amount: '5 × the ordinary texts',
    files: ['typesetter/src/layout/line-breaking.test.ts', 'typesetter/src/typeset.test.ts'],
  },
  {
    name: 'web-models',
    about: 'ink strokes and draft blocks',
    rounds: 1,
    environment: { YIWEN_SOAK: '20' },
    amount: '20 × the ordinary runs',
    files: ['web/src/ink', 'web/src/features/drafting'],
  },
];

const { values } = parseArgs({
  options: {
    part: { type: 'string', multiple: true },
    fresh: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
if (values.list) {
  for (const part of parts) {
    say(`${part.name.padEnd(14)} ${part.rounds} × (${part.amount}): ${part.about}`);
  }
  process.exit(0);
}
for (const name of values.part ?? []) {
  if (!parts.some((part) => part.name === name)) {
    fail(`没有这一部分 no such part: ${name} (npm run soak -- --list)`);
  }
}
ensureInstalled();
const node = node24();

const statePath = join(root, '.cache', 'soak.json');
const tablePath = join(root, 'docs', 'soak.md');
/** @type {Record<string, {seed: number, result: 'passed' | 'failed' | 'begun'}>} */
let state = {};
if (!values.fresh && existsSync(statePath)) {
  state = JSON.parse(readFileSync(statePath, 'utf8'));
}
const keep = () => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(statePath, `${JSON.stringify(state, null, 2)}\n`);
};

const heading = `# Soak runs

\`npm run soak\` runs the large counts in parts and adds a line for each; \`npm run soak -- --list\` says what a part does.
A line is repeated by giving its seed: \`YIWEN_SEED=… YIWEN_SOAK=… npx vitest run FILE\`. A commit with + had changes that
were not yet committed.

| date | commit | part | seed | amount | result |
|---|---|---|---|---|---|
`;

function git(...args) {
  return spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** The commit tested; + when tracked files other than the table differ from it. */
function commit() {
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!docs');
  return `${git('rev-parse', '--short', 'HEAD') || 'none'}${changed ? '+' : ''}`;
}

function addLine(cells) {
  if (!existsSync(tablePath)) {
    writeFileSync(tablePath, heading);
  }
  appendFileSync(tablePath, `| ${cells.join(' | ')} |\n`);
}

const rounds = parts
  .filter((part) => values.part === undefined || values.part.includes(part.name))
  .flatMap((part) => Array.from({ length: part.rounds }, (_, i) => ({ part, round: i + 1 })));
const keyOf = ({ part, round }) => `${part.name} ${round}/${part.rounds}`;
if (rounds.every((each) => state[keyOf(each)]?.result === 'passed')) {
  for (const each of rounds) {
    delete state[keyOf(each)];
  }
}

let failures = 0;
for (const [i, each] of rounds.entries()) {
  const { part } = each;
  const key = keyOf(each);
  const known = state[key];
  if (known?.result === 'passed') {
    say(`[${i + 1}/${rounds.length}] ${key}: passed earlier with seed ${known.seed}`);
    continue;
  }
  const given = process.env.YIWEN_SEED;
  const seed = given ? Number(given) : (known?.seed ?? Math.floor(Math.random() * 2 ** 31));
  state[key] = { seed, result: 'begun' };
  keep();
  say(`\n[${i + 1}/${rounds.length}] ${key}: ${part.amount}, seed ${seed}`);
  const tested = commit();
  const since = Date.now();
  const reportPath = join(root, '.cache', 'soak-report.json');
  rmSync(reportPath, { force: true });
  const status = run(
    node,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportPath}`,
      '--testTimeout=1800000',
      ...part.files,
    ],
    { env: toolEnvironment({ ...part.environment, YIWEN_SEED: String(seed) }) },
  );
  if (!existsSync(reportPath)) {
    fail(`${key}: stopped; the same command goes on here with seed ${seed}`);
  }
  const report = JSON.parse(readFileSync(reportPath, 'utf8'));
  const passed = status === 0;
  state[key] = { seed, result: passed ? 'passed' : 'failed' };
  keep();
  failures += passed ? 0 : 1;
  const tests = `${report.numPassedTests} passed, ${report.numFailedTests} failed`;
  const minutes = ((Date.now() - since) / 60_000).toFixed(1);
  addLine([
    new Date().toISOString().slice(0, 16).replace('T', ' '),
    tested,
    key,
    seed,
    part.amount,
    `${passed ? 'passed' : '**failed**'} (tests: ${tests}; ${minutes} min)`,
  ]);
  say(`[${i + 1}/${rounds.length}] ${key}: ${passed ? 'passed' : 'FAILED'} in ${minutes} min`);
}
say(
  failures === 0
    ? `${rounds.length} parts passed; docs/soak.md has a line for each`
    : `${failures} of ${rounds.length} parts failed; docs/soak.md names their seeds`,
);
process.exit(failures === 0 ? 0 : 1);
