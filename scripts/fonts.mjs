// Fetches 仿宋 and 楷体 where apt is present; run by hand it tries again, from start and test only once.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { node24, root, say } from './prepare.mjs';

const folder = join(root, '.fonts');
const tried = join(folder, '.tried');

/** Fetches the fonts unless they are there or an earlier try failed. Never fails. */
export function ensureFonts() {
  if (
    process.platform !== 'linux' ||
    existsSync(join(folder, 'FandolFang-Regular.ttf')) ||
    existsSync(tried)
  ) {
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(tried, '');
  say('正在取得仿宋和楷体（只在第一次，没有也不影响使用）… Fetching 仿宋 and 楷体…');
  spawnSync(node24(), [join(root, 'typesetter/src/fonts/install.ts'), folder], {
    stdio: 'inherit',
    timeout: 300_000,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { rmSync } = await import('node:fs');
  rmSync(tried, { force: true });
  ensureFonts();
}
