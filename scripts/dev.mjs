// `npm run dev`: the node restarted on each change, the pages served by Vite with hot reload and the API proxied.
// What follows `--` goes to the node, e.g. `npm run dev -- --empty --port 8090`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, node24, root, say, toolEnvironment } from './prepare.mjs';

ensureInstalled();
const node = node24();
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { port: { type: 'string', default: '8080' }, 'web-port': { type: 'string', default: '5173' } },
  strict: false,
});
const address = `http://localhost:${values.port}`;
const page = `http://localhost:${values['web-port']}`;
const forNode = process.argv
  .slice(2)
  .filter((one, at, all) => one !== '--web-port' && all[at - 1] !== '--web-port');

// Each child leads a process group of its own: Ctrl-C reaches only this script, which then asks each child once. The
// terminal's own signal and this script's would otherwise be two, and the second one ends the node at once.
const options = { stdio: /** @type {const} */ (['ignore', 'inherit', 'inherit']), detached: true };
const children = [
  spawn(
    node,
    [
      '--disable-warning=ExperimentalWarning',
      '--watch',
      '--watch-preserve-output',
      join(root, 'server/src/main.ts'),
      '--data',
      join(root, '.data-dev'),
      ...forNode,
    ],
    { ...options, cwd: root, env: toolEnvironment() },
  ),
  spawn(
    node,
    [join(root, 'node_modules/vite/bin/vite.js'), '--port', String(values['web-port']), '--strictPort'],
    {
      ...options,
      cwd: join(root, 'web'),
      env: { ...toolEnvironment(), YIWEN_NODE: address },
    },
  ),
];
say(`开发页面 ${page} （接口转到 ${address}） Development pages at ${page}, the API at ${address}`);
let isStopping = false;
const stop = () => {
  if (isStopping) {
    return;
  }
  isStopping = true;
  for (const child of children) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
    }
  }
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, stop);
}
for (const child of children) {
  child.on('exit', (code) => {
    // One without the other is of no use; a child that was asked to stop has done well.
    process.exitCode ||= isStopping ? 0 : (code ?? 1);
    stop();
  });
}
