// `npm run bench`: what is missing first, then the figures (bench/main.ts). `-- --record` also writes docs/bench.md.
// `npm run bench -- ofd`: the OFD library beside ofdrw (bench/ofd/main.ts).
// `npm run bench -- trust`: signing, verifying and the log (bench/trust/main.ts).
import { join } from 'node:path';
import { ensureFonts, ensureInstalled, ensureWebBuilt, node24, root, run } from './prepare.mjs';

ensureInstalled();
ensureFonts();
const [subject] = process.argv.slice(2);
const subjects = ['ofd', 'trust'];
if (!subjects.includes(subject)) {
  ensureWebBuilt();
}
process.exit(
  run(node24(), [
    '--disable-warning=ExperimentalWarning',
    join(root, 'bench', subjects.includes(subject) ? subject : '.', 'main.ts'),
    ...process.argv.slice(2),
  ]),
);
