/** The page of verification as one file, with this node's lists in it: for whoever has no network, and for evidence. */
import { readFile } from 'node:fs/promises';
import { trustListJson } from '@yiwen/trust/certificates';
import { base64 } from '@yiwen/trust/crypto';
import { embedLists, keyListJson, type VerifyLists } from '@yiwen/trust/paper';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { authorityService } from '../authority/index.ts';
import { paperService } from '../paper/index.ts';

/** Built with the web client; see `web/offline-page.ts`. */
const template = new URL('../../../../web/dist/yiwen-verify.html', import.meta.url);

/** Whom this node's papers ask anybody to believe, as of now. */
export async function verifyLists(node: Node): Promise<VerifyLists> {
  const authority = node.services.get(authorityService);
  const { crls, ocsps } = await authority.revocation();
  return {
    at: node.clock.now().toISOString(),
    origin: node.publicUrl(),
    trust: trustListJson(await authority.trust()),
    paperKeys: keyListJson(await node.services.get(paperService).keyList()),
    revocation: { crls: crls.map(base64), ocsps: ocsps.map(base64) },
  };
}

/**
 * Bytes of the stand-alone page as this node hands it out now; part of an evidence package. Throws
 * `verification.page-not-built` where the web client was not built.
 */
export async function offlineVerifier(node: Node): Promise<Uint8Array> {
  let page: string;
  try {
    page = await readFile(template, 'utf8');
  } catch {
    throw new OfficeError('verification.page-not-built');
  }
  return new TextEncoder().encode(embedLists(page, await verifyLists(node)));
}
