// `npm run bench`: what is missing first, then the figures (bench/main.ts). `-- --record` also writes docs/bench.md.
import { join } from 'node:path';
import { ensureFonts, ensureInstalled, ensureWebBuilt, node24, root, run } from './prepare.mjs';

ensureInstalled();
ensureFonts();
ensureWebBuilt();
process.exit(
  run(node24(), [
    '--disable-warning=ExperimentalWarning',
    join(root, 'bench', 'main.ts'),
    ...process.argv.slice(2),
  ]),
);
