import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPublicClient, createWalletClient, type Hex, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anchorAbi, anchorBytecode } from './contract.ts';
import { evmAnchor } from './evm-anchor.ts';
import type { AnchorPlace } from './settings.ts';

const anvil = anvilProgram();
if (anvil === undefined) {
  console.log('skipped: anvil is not installed for this system, so no chain keeps our checkpoints');
}

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

const folder = mkdtempSync(join(tmpdir(), 'yiwen-anchor-'));
/** The chain's own first accounts: published, worth nothing. */
const keys = [
  '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
] as const;
const running: ChildProcess[] = [];
afterAll(() => {
  for (const chain of running) {
    chain.kill('SIGTERM');
  }
  rmSync(folder, { recursive: true, force: true });
});

async function chain(...options: string[]): Promise<{ url: string; stop(): void }> {
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

async function place(url: string, account = 0): Promise<AnchorPlace> {
  const transport = http(url);
  const wallet = createWalletClient({ account: privateKeyToAccount(keys[0]), chain: foundry, transport });
  const hash = await wallet.deployContract({ abi: anchorAbi, bytecode: anchorBytecode as Hex, args: [] });
  const client = createPublicClient({ transport, pollingInterval: 50 });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  return { url, contract: contractAddress!, keyFile: keyFile(account), confirmations: 0, waitSeconds: 20 };
}
function keyFile(account: number): string {
  const path = join(folder, `key-${account}`);
  writeFileSync(path, `${keys[account]!}\n`);
  return path;
}
const head = (size: number, origin = 'oa.test/log/2026', root = sha(`root ${size}`)) => ({
  origin,
  size,
  root,
  noteHash: sha(`note ${size}`),
});
const sha = (text: string) => new Uint8Array(createHash('sha256').update(text).digest());

describe.skipIf(anvil === undefined)('checkpoints on an EVM chain', () => {
  let node: Awaited<ReturnType<typeof chain>>;
  beforeAll(async () => {
    node = await chain();
  });

  it('are kept in order, found by leaf, and verified from their receipts', async () => {
    const where = await place(node.url);
    const anchor = await evmAnchor(where, 10);
    for (const [index, size] of [5, 6, 300, 70_000].entries()) {
      const receipt = await anchor.publish(head(size));
      expect(receipt).toMatchObject({ chain: '31337', contract: where.contract, index });
      expect(receipt.blockTime).toBeGreaterThan(1_700_000_000);
      expect(receipt.tx).toMatch(/^0x/);
      expect(await anchor.verify(receipt, head(size))).toBeUndefined();
      expect(await anchor.verify(receipt, head(size, undefined, sha('another')))).toMatch(/another head/);
      expect(await anchor.verify({ ...receipt, index: index + 1 }, head(size))).toBeDefined();
    }
    const client = createPublicClient({ transport: http(node.url) });
    const logId = `0x${Buffer.from(sha('oa.test/log/2026')).toString('hex')}` as Hex;
    const covering = (leaf: number) =>
      client.readContract({
        address: where.contract as Hex,
        abi: anchorAbi,
        functionName: 'firstCovering',
        args: [logId, BigInt(leaf)],
      });
    for (const [leaf, size] of [
      [0, 5],
      [4, 5],
      [5, 6],
      [6, 300],
      [69_999, 70_000],
    ] as const) {
      expect((await covering(leaf))[1].size).toBe(BigInt(size));
    }
    await expect(covering(70_000)).rejects.toThrow(/NotCovered/);
  });

  it('are found again after a crash, and never go back or change hands', async () => {
    const where = await place(node.url);
    const anchor = await evmAnchor(where, 10);
    const first = await anchor.publish(head(9));
    const again = await anchor.publish(head(9));
    expect(again).toEqual({
      chain: first.chain,
      contract: first.contract,
      index: 0,
      blockTime: first.blockTime,
    });
    await expect(anchor.publish(head(8))).rejects.toThrow(/NotGrown/);
    await expect(anchor.publish(head(9, undefined, sha('another')))).rejects.toThrow(/NotGrown/);
    const other = await evmAnchor({ ...where, keyFile: keyFile(1) }, 10);
    await expect(other.publish(head(10))).rejects.toThrow(/OtherWriter/);
    expect(await other.publish(head(10, 'other.test/log/2026'))).toMatchObject({ index: 0 });
  });

  it('wait for a chain that makes a block each second', async () => {
    const slow = await chain('--block-time', '1');
    const anchor = await evmAnchor(await place(slow.url), 50);
    const receipt = await anchor.publish(head(4));
    expect(receipt.block).toBeGreaterThan(0);
    expect(await anchor.verify(receipt, head(4))).toBeUndefined();
    slow.stop();
  });

  it('fail in words when the chain is down, the contract is not there, or the key is none', async () => {
    const dying = await chain();
    const where = await place(dying.url);
    const anchor = await evmAnchor(where, 10);
    const receipt = await anchor.publish(head(4));
    dying.stop();
    await delay(200);
    await expect(anchor.publish(head(5))).rejects.toThrow(/127\.0\.0\.1/);
    expect(await anchor.verify(receipt, head(4))).toBeDefined();
    const nowhere = `0x${randomBytes(20).toString('hex')}`;
    const lost = await evmAnchor({ ...(await place(node.url)), contract: nowhere }, 10);
    await expect(lost.publish(head(5))).rejects.toThrow(/writerOf/);
    writeFileSync(join(folder, 'bad'), 'no key');
    await expect(evmAnchor({ ...where, keyFile: join(folder, 'bad') })).rejects.toThrow(/hexadecimal/);
  });
});

async function freePort(): Promise<number> {
  return await new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
