/** A chain of our own for tests: anvil, with the contract deployed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPublicClient, createWalletClient, type Hex, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { anchorAbi, anchorBytecode } from './contract.ts';
import type { AnchorPlace } from './settings.ts';

/** The program inside the platform's package; no install script has to run. */
function anvilProgram(): string | undefined {
  const name = `@foundry-rs/anvil-${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const path = join(folder, 'bin', 'anvil');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** The program, or undefined where it is not installed for this system. */
export const anvil = anvilProgram();

/** The chain's own first accounts: published, worth nothing. */
const keys = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
] as const;
const running: ChildProcess[] = [];

/** Stops every chain started here. */
export function stopChains(): void {
  for (const chain of running) {
    chain.kill('SIGTERM');
  }
}

/** Starts a chain on loopback. */
export async function chain(...options: string[]): Promise<{ url: string; stop(): void }> {
  const port = await freePort();
  const child = spawn(
    anvil!,
    ['--host', '127.0.0.1', '--port', `${port}`, '--silent', '--hardfork', 'paris', ...options],
    { stdio: 'ignore' },
  );
  running.push(child);
  const url = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 400; i++) {
    const client = createPublicClient({ transport: http(url, { retryCount: 0 }) });
    if (
      await client.getChainId().then(
        () => true,
        () => false,
      )
    ) {
      return { url, stop: () => child.kill('SIGTERM') };
    }
    await delay(25);
  }
  throw new Error('anvil did not start');
}

/** Deploys the contract and answers where it is; the key file goes into `folder`. */
export async function place(url: string, folder: string, account = 0): Promise<AnchorPlace> {
  const transport = http(url);
  const wallet = createWalletClient({ account: privateKeyToAccount(keys[0]), chain: foundry, transport });
  const hash = await wallet.deployContract({ abi: anchorAbi, bytecode: anchorBytecode as Hex, args: [] });
  const client = createPublicClient({ transport, pollingInterval: 50 });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  return {
    url,
    contract: contractAddress!,
    keyFile: keyFile(folder, account),
    confirmations: 0,
    waitSeconds: 20,
  };
}

/** File with the key of one of the chain's accounts. */
export function keyFile(folder: string, account: number): string {
  const path = join(folder, `key-${account}`);
  writeFileSync(path, `${keys[account]!}\n`);
  return path;
}
async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
