import { z } from 'zod';

/** Where the contract is and who writes to it; all three or none. */
export const anchorPlace = z.strictObject({
  /** Ethereum JSON-RPC of a consortium chain, e.g. `http://127.0.0.1:8545`. */
  url: z.url({ protocol: /^https?$/ }),
  /** Address of the deployed CheckpointAnchor. */
  contract: z.string().regex(/^0x[0-9a-fA-F]{40}$/),
  /** File with the writer's private key, 32 bytes in hexadecimal. One writer account for each log. */
  keyFile: z.string().min(1),
  /** Blocks after the transaction's own to wait for, as the chain's finality asks. */
  confirmations: z.int().min(0).max(100).default(0),
  /** Longest wait for a transaction, seconds. */
  waitSeconds: z.int().min(1).max(600).default(60),
});

/** Checked place of an anchor. */
export type AnchorPlace = z.output<typeof anchorPlace>;
