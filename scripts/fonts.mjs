// Fetches 仿宋 and 楷体 where apt is present; `npm start` runs it once, by hand it can be run again. Never fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node24, root, say } from './prepare.mjs';

const folder = join(root, '.fonts');
const wanted = ['FandolFang-Regular.ttf', 'FandolKai-Regular.ttf'];

if (process.platform === 'linux' && !wanted.every((name) => existsSync(join(folder, name)))) {
  say('正在取得仿宋和楷体（约 50 MB，只在第一次，没有也不影响使用）… Fetching 仿宋 and 楷体…');
  const script = join(root, 'typesetter', 'src', 'fonts', 'install.ts');
  spawnSync(node24(), [script, folder], { stdio: 'inherit', timeout: 400_000 });
}
