/** What documents need from modules above or beside them, filled in when those start. */

import type { VerifyOptions } from '@yiwen/trust/verification';
import { type Node, serviceKey } from '../../platform/node/index.ts';

/** Whom the node believes, and what it knows of revoked certificates. */
export type Believed = Pick<VerifyOptions, 'trust' | 'revocation'>;

/** Ports of documents on one node. */
export type DocumentPorts = {
  /** By what files from outside are judged; without a trust list their signers are "untrusted". */
  believed?: () => Promise<Believed>;
};

/** Set by whoever keeps the trust list: `node.services.get(documentPorts).believed = …`. */
export const documentPorts = serviceKey<DocumentPorts>('documents.ports');

/** By what the node judges files, as far as somebody said. */
export async function believedBy(node: Node): Promise<Believed> {
  return (await node.services.get(documentPorts).believed?.()) ?? {};
}
