/** Checkpoints anchored on a consortium chain: optional, and never in the way of an act. */
export type { Anchor, AnchoredHead, AnchorReceipt } from './anchor.ts';
export { evmAnchor } from './evm-anchor.ts';
export { type AnchorPlace, anchorPlace } from './settings.ts';
