// `npm run check`: format and lint, types, import directions, unused exports, generated files unchanged.
// Every failure says what to run or where the code belongs.
import { join } from 'node:path';
import { ensureInstalled, node24, root, run, say } from './prepare.mjs';

ensureInstalled();
const node = node24();
const bin = (path) => join(root, 'node_modules', path);
const steps = [
  [
    'format and lint',
    bin('@biomejs/biome/bin/biome'),
    ['check', '--error-on-warnings', '.'],
    'run: npx biome check --write .',
  ],
  ...['formats', 'trust', '.', 'web', 'testing/e2e'].map((project) => [
    `types of ${project}`,
    bin('tsgo/bin/tsc'),
    ['-p', join(root, project, 'tsconfig.json')],
    'mend the types named above',
  ]),
  [
    'import directions',
    bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    [
      '--config',
      'scripts/import-directions.cjs',
      '--output-type',
      'err',
      'formats/src',
      'trust/src',
      'typesetter/src',
      'server/src',
      'web/src',
      'cli/src',
    ],
    'move the code to the floor it belongs to, or change the rule in scripts/import-directions.cjs in the open',
  ],
  ['unused exports', bin('knip/bin/knip.js'), ['--no-progress'], 'delete what is dead, or stop exporting it'],
  [
    'generated files',
    join(root, 'scripts/generate.mjs'),
    ['--check'],
    'run: npm run generate, and commit what it writes',
  ],
];
let failed = 0;
for (const [name, script, args, remedy] of steps) {
  const since = Date.now();
  const status = run(node, ['--disable-warning=ExperimentalWarning', script, ...args]);
  say(
    `${status === 0 ? '✓' : '✗'} ${name} (${((Date.now() - since) / 1000).toFixed(1)} s)${status === 0 ? '' : ` — ${remedy}`}`,
  );
  failed += status === 0 ? 0 : 1;
}
process.exit(failed === 0 ? 0 : 1);
