/** Making a package for somebody who may have it: gathered, built, recorded as an act of the document. */

import { hex, sha256 } from '@yiwen/trust/crypto';
import { buildEvidence, type EvidencePackage } from '@yiwen/trust/evidence';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { documentCalled } from '../documents/index.ts';
import { matterOfDocument, readableMatter } from '../workflow/index.ts';
import { evidenceExported } from './acts.ts';
import { gatherEvidence } from './gather.ts';

/** Roles that may look at any document of the organ to inspect it, though it never passed through their post. */
const INSPECTS: ReadonlySet<string> = new Set(['inspector', 'archivist']);

/** A package with the name it is saved under. */
export type ExportedEvidence = EvidencePackage & { readonly fileName: string };

/**
 * Builds the package of the document called so (id, matter, 文号 or printed code) and records the act. Throws OfficeError
 * `evidence.document-unknown`, `evidence.too-large`, or what reading the matter refuses.
 */
export async function exportEvidence(node: Node, ctx: Context, called: string): Promise<ExportedEvidence> {
  return await node.db.asOrgan(ctx, async (tx) => {
    const documentId = await documentCalled(tx, called);
    // The lock orders the document's acts: what is in the package is everything up to the act recorded below.
    const matter = documentId === undefined ? undefined : await matterOfDocument(tx, documentId, true);
    if (documentId === undefined || matter === undefined) {
      throw new OfficeError('evidence.document-unknown');
    }
    if (!ctx.roles.some((role) => INSPECTS.has(role))) {
      await readableMatter(tx, ctx, matter.id);
    }
    const at = ctx.now();
    const parts = await gatherEvidence(tx, node, documentId, at);
    const made = buildEvidence(parts);
    await recordAct(tx, {
      kind: evidenceExported.kind,
      organId: ctx.organId,
      actor: ctx.actor,
      at,
      doc: documentId,
      matter: matter.id,
      body: {
        manifest: hex(sha256(made.manifest)),
        files: JSON.parse(new TextDecoder().decode(made.manifest)).files.length,
        acts: parts.acts.length,
      },
    });
    return { ...made, fileName: `${parts.subject.number ?? parts.subject.title ?? documentId} 证据包.zip` };
  });
}
