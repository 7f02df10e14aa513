import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `yiwen audit`: what a node's database holds against its acts, in a process of the server's own code. */
export function runAudit(args: string[]): Promise<number> {
  const script = fileURLToPath(new URL('../../server/src/audit.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...args], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 2)));
}
