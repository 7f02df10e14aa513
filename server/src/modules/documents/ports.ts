/** What documents need from modules above or beside them, filled in when those start. */

import type { VerifyOptions } from '@yiwen/trust/verification';
import { type Node, serviceKey } from '../../platform/node/index.ts';

/** Ports of documents on one node. */
export type DocumentPorts = {
  /** The trust list by which files from outside are judged; without one their signers are "untrusted". */
  trust?: () => VerifyOptions['trust'];
};

/** Set by whoever keeps the trust list: `node.services.get(documentPorts).trust = …`. */
export const documentPorts = serviceKey<DocumentPorts>('documents.ports');

/** The node's trust list, when it has one. */
export function trustOf(node: Node): VerifyOptions['trust'] {
  return node.services.get(documentPorts).trust?.();
}
