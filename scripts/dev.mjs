// `npm run dev`: the node restarted on each change, the pages served by Vite with hot reload and the API proxied.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureInstalled, node24, root, say, toolEnvironment } from './prepare.mjs';

ensureInstalled();
const node = node24();
const children = [
  spawn(
    node,
    [
      '--disable-warning=ExperimentalWarning',
      '--watch-path=server/src',
      '--watch-path=formats/src',
      '--watch-path=trust/src',
      '--watch-path=typesetter/src',
      join(root, 'server/src/main.ts'),
      '--data',
      join(root, '.data-dev'),
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: 'inherit', env: toolEnvironment() },
  ),
  spawn(node, [join(root, 'node_modules/vite/bin/vite.js'), '--port', '5173', '--strictPort'], {
    cwd: join(root, 'web'),
    stdio: 'inherit',
    env: toolEnvironment(),
  }),
];
say('开发页面 http://localhost:5173 （接口转到 8080） Development pages at http://localhost:5173');
const stop = () => {
  for (const child of children) {
    child.kill('SIGTERM');
  }
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) {
  child.on('exit', (code) => {
    stop();
    process.exitCode = code ?? 0;
  });
}
