// `npm start`: everything that is missing, then the node. Runs on Node ≥ 20.19 without packages.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureFonts, ensureInstalled, ensureWebBuilt, node24, root, toolEnvironment } from './prepare.mjs';

ensureInstalled();
ensureFonts();
ensureWebBuilt();

const child = spawn(
  node24(),
  ['--disable-warning=ExperimentalWarning', join(root, 'server/src/main.ts'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: toolEnvironment(),
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) {
  // Ctrl-C reaches the whole group; the node stops itself cleanly and this process only waits for it.
  process.on(signal, () => {
    if (signal === 'SIGTERM') {
      child.kill(signal);
    }
  });
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 0 : 1)));
