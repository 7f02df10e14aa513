import { trustListJson } from '@yiwen/trust/certificates';
import { keyListJson } from '@yiwen/trust/paper';
import type { Node } from '../../platform/node/index.ts';
import { paperService } from '../paper/index.ts';
import { sealingService } from '../sealing/index.ts';
import { offlinePage, type VerifyLists } from './offline-page.ts';

/** Whom this node's papers ask anybody to believe, as of now. */
export async function verifyLists(node: Node): Promise<VerifyLists> {
  return {
    at: node.clock.now().toISOString(),
    origin: node.publicUrl(),
    trust: trustListJson(await node.services.get(sealingService).trustList()),
    paperKeys: keyListJson(await node.services.get(paperService).keyList()),
  };
}

/** The stand-alone page as this node hands it out today; part of an evidence package. Throws as {@link offlinePage}. */
export async function offlineVerifier(node: Node): Promise<Uint8Array> {
  return await offlinePage(await verifyLists(node));
}
