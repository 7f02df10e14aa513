/** Where checkpoints of a log may be anchored besides its witnesses; see transparency-log.md §13. */

/** A state of a log about to be anchored. */
export type AnchoredHead = {
  /** Origin of the log; its SHA-256 is the log's id at the anchor. */
  origin: string;
  size: number;
  /** Root of the tree, 32 bytes. */
  root: Uint8Array;
  /** SHA-256 of the checkpoint note as it stood then, 32 bytes. */
  noteHash: Uint8Array;
};

/** What a chain answered: enough to find the head there again. */
export type AnchorReceipt = {
  /** Chain id. */
  chain: string;
  /** Address of the contract. */
  contract: string;
  /** Number of the head among those of this log. */
  index: number;
  /** Hash of the transaction; absent when the head was found there after a crash. */
  tx?: string;
  /** Block number of the transaction; absent likewise. */
  block?: number;
  /** Time of the block, Unix seconds. */
  blockTime: number;
};

/** A chain that keeps heads. Every call is bounded in time and may fail: nothing waits for it. */
export type Anchor = {
  /** Puts a head on the chain, or finds it there. @throws Error in words when it cannot */
  publish(head: AnchoredHead): Promise<AnchorReceipt>;
  /** Whether the chain still holds what a receipt says: undefined when it does, else the reason. */
  verify(receipt: AnchorReceipt, head: AnchoredHead): Promise<string | undefined>;
};
