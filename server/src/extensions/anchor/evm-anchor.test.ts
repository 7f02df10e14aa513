import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPublicClient, type Hex, http } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anvil, chain, keyFile, place, stopChains } from './anvil.fixture.ts';
import { anchorAbi } from './contract.ts';
import { evmAnchor } from './evm-anchor.ts';

if (anvil === undefined) {
  console.log('skipped: anvil is not installed for this system, so no chain keeps our checkpoints');
}

const folder = mkdtempSync(join(tmpdir(), 'yiwen-anchor-'));
afterAll(() => {
  stopChains();
  rmSync(folder, { recursive: true, force: true });
});

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
    const where = await place(node.url, folder);
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
    const where = await place(node.url, folder);
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
    const other = await evmAnchor({ ...where, keyFile: keyFile(folder, 1) }, 10);
    await expect(other.publish(head(10))).rejects.toThrow(/OtherWriter/);
    expect(await other.publish(head(10, 'other.test/log/2026'))).toMatchObject({ index: 0 });
  });

  it('wait for a chain that makes a block each second', async () => {
    const slow = await chain('--block-time', '1');
    const anchor = await evmAnchor(await place(slow.url, folder), 50);
    const receipt = await anchor.publish(head(4));
    expect(receipt.block).toBeGreaterThan(0);
    expect(await anchor.verify(receipt, head(4))).toBeUndefined();
    slow.stop();
  });

  it('fail in words when the chain is down, the contract is not there, or the key is none', async () => {
    const dying = await chain();
    const where = await place(dying.url, folder);
    const anchor = await evmAnchor(where, 10);
    const receipt = await anchor.publish(head(4));
    dying.stop();
    await delay(200);
    await expect(anchor.publish(head(5))).rejects.toThrow(/127\.0\.0\.1/);
    expect(await anchor.verify(receipt, head(4))).toBeDefined();
    const nowhere = `0x${randomBytes(20).toString('hex')}`;
    const lost = await evmAnchor({ ...(await place(node.url, folder)), contract: nowhere }, 10);
    await expect(lost.publish(head(5))).rejects.toThrow(/writerOf/);
    writeFileSync(join(folder, 'bad'), 'no key');
    await expect(evmAnchor({ ...where, keyFile: join(folder, 'bad') })).rejects.toThrow(/hexadecimal/);
  });
});
