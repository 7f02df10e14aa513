#!/usr/bin/env node
// Runs the command line on Node ≥ 24: the one that came with the packages when this one is older.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, '../src/main.ts');
const major = Number(process.versions.node.split('.')[0]);
const own = join(here, '../../node_modules/.bin/node');

if (major >= 24) {
  const { main: runMain } = await import(main);
  process.exitCode = await runMain(process.argv.slice(2));
} else if (existsSync(own)) {
  const result = spawnSync(
    own,
    ['--disable-warning=ExperimentalWarning', fileURLToPath(import.meta.url), ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  );
  process.exitCode = result.status ?? 1;
} else {
  console.error(
    '需要 Node 24：请先在项目目录运行 npm ci。 Node 24 is needed: run npm ci in the project folder first.',
  );
  process.exitCode = 1;
}
