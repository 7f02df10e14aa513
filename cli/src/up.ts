import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `yiwen up`: the node as a child process, with the same options as `npm start`. */
export function runUp(args: string[]): Promise<number> {
  const script = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' });
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}
