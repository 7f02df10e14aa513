import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import {
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  toHex,
  zeroAddress,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { Anchor, AnchoredHead } from './anchor.ts';
import { anchorAbi } from './contract.ts';
import type { AnchorPlace } from './settings.ts';

const RPC_TIMEOUT_MS = 15_000;
/** Block times above this are milliseconds: as seconds they would lie thousands of years ahead. */
const MILLISECONDS_FROM = 100_000_000_000;

/**
 * Anchors heads in the CheckpointAnchor contract of an EVM chain by Ethereum JSON-RPC. Legacy gas prices (some chains keep
 * no fee history, or take none); state is read by view functions. A transaction that was mined while we did not hear of it
 * is found again, so publishing twice is harmless.
 */
export async function evmAnchor(place: AnchorPlace, pollMs = 1_000): Promise<Anchor> {
  const key = (await readFile(place.keyFile, 'utf8')).trim();
  if (!/^(?:0x)?[0-9a-fA-F]{64}$/.test(key)) {
    throw new Error(`${place.keyFile} does not hold a key of 32 bytes in hexadecimal`);
  }
  const account = privateKeyToAccount(key.startsWith('0x') ? (key as Hex) : `0x${key}`);
  const transport = http(place.url, { timeout: RPC_TIMEOUT_MS, retryCount: 0 });
  const reader = createPublicClient({ transport, pollingInterval: pollMs });
  const contract = { address: place.contract as Hex, abi: anchorAbi };

  async function write(functionName: 'register' | 'anchor', args: readonly unknown[]) {
    const id = await reader.getChainId();
    const nativeCurrency = { name: 'gas', symbol: 'GAS', decimals: 18 };
    const chain = defineChain({
      id,
      name: `chain ${id}`,
      nativeCurrency,
      rpcUrls: { default: { http: [place.url] } },
    });
    const writer = createWalletClient({ account, chain, transport });
    const call = { ...contract, functionName, args, account } as never;
    // A call that would revert says why here, before anything is sent.
    await reader.simulateContract(call);
    const hash = await writer.writeContract({
      ...(call as object),
      chain,
      gasPrice: (await reader.getGasPrice()) * 2n,
    } as never);
    const receipt = await reader.waitForTransactionReceipt({
      hash,
      confirmations: place.confirmations + 1,
      timeout: place.waitSeconds * 1000,
    });
    if (receipt.status !== 'success') {
      throw new Error(`transaction ${hash} was reverted`);
    }
    return { id, hash, block: Number(receipt.blockNumber) };
  }

  async function headAt(logId: Hex, index: number) {
    const head = await reader.readContract({
      ...contract,
      functionName: 'headAt',
      args: [logId, BigInt(index)],
    });
    return { ...head, size: Number(head.size), time: secondsOf(Number(head.time)) };
  }

  return {
    async publish(head) {
      try {
        const logId = idOf(head.origin);
        const writer = await reader.readContract({ ...contract, functionName: 'writerOf', args: [logId] });
        if (writer === zeroAddress) {
          await write('register', [head.origin]);
        }
        const count = Number(
          await reader.readContract({ ...contract, functionName: 'count', args: [logId] }),
        );
        const last = count === 0 ? undefined : await headAt(logId, count - 1);
        if (last !== undefined && last.size === head.size && isHead(last, head)) {
          return {
            chain: String(await reader.getChainId()),
            contract: place.contract,
            index: count - 1,
            blockTime: last.time,
          };
        }
        const args = [logId, BigInt(head.size), toHex(head.root), toHex(head.noteHash)];
        const { id, hash, block } = await write('anchor', args);
        const { time } = await headAt(logId, count);
        return {
          chain: String(id),
          contract: place.contract,
          index: count,
          tx: hash,
          block,
          blockTime: time,
        };
      } catch (error) {
        throw new Error(`${place.url}: ${wordsOf(error)}`, { cause: error });
      }
    },
    async verify(receipt, head) {
      try {
        if (receipt.contract.toLowerCase() !== place.contract.toLowerCase()) {
          return 'the receipt names another contract';
        }
        const kept = await headAt(idOf(head.origin), receipt.index);
        return isHead(kept, head) && kept.time === receipt.blockTime
          ? undefined
          : 'the chain holds another head there';
      } catch (error) {
        return wordsOf(error);
      }
    },
  };
}

/** Id of a log at the anchor: SHA-256 of its origin. */
function idOf(origin: string): Hex {
  return toHex(new Uint8Array(createHash('sha256').update(origin).digest()));
}

function isHead(kept: { size: number; root: Hex; note: Hex }, head: AnchoredHead): boolean {
  return kept.size === head.size && kept.root === toHex(head.root) && kept.note === toHex(head.noteHash);
}

function secondsOf(blockTime: number): number {
  return blockTime > MILLISECONDS_FROM ? Math.floor(blockTime / 1000) : blockTime;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof BaseError)) {
    return String(error);
  }
  const reverted = error.walk((one) => one instanceof ContractFunctionRevertedError);
  const name = reverted instanceof ContractFunctionRevertedError ? reverted.data?.errorName : undefined;
  return name === undefined ? error.shortMessage : `${error.shortMessage} (${name})`;
}
