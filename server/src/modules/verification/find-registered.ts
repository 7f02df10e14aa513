/** What the node may tell anybody about a code or a file: only of documents whose *sealed* act is in the log. */

import { entriesOfDocument } from '../../platform/events/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { organById } from '../directory/index.ts';
import { publicFace } from '../documents/index.ts';
import { logService } from '../log/index.ts';
import type { Registered } from './registered.ts';

/** Looks up by the printed code or by the file's SHA-256 (hex); null when nothing is registered and logged. */
export async function findRegistered(
  node: Node,
  wanted: { code: string } | { sha256: string },
): Promise<Registered | null> {
  const found = await node.db.asPublic(async (tx) => {
    const face = await publicFace(tx, wanted);
    return face && { face, organ: await organById(tx, face.organId) };
  });
  if (!found) {
    return null;
  }
  const { face, organ } = found;
  const sealed = await node.db.asJob({ organId: face.organId }, async (tx) =>
    (await entriesOfDocument(tx, face.documentId)).findLast(
      (entry) => entry.kind === 'sealing.sealed' && entry.logIndex !== null,
    ),
  );
  const proof = sealed && (await node.services.get(logService).proofOf(face.organId, sealed.id));
  if (!sealed || !proof) {
    return null;
  }
  return {
    title: face.title,
    number: face.number,
    date: face.date,
    issuer: organ?.name ?? '',
    sealedAt: face.sealedAt.toISOString(),
    versionNo: face.versionNo,
    root: face.root,
    newer: face.newestNo > face.versionNo ? { versionNo: face.newestNo } : null,
    logged: {
      index: proof.index,
      origin: proof.origin,
      href: `/log/${face.organId}/${sealed.year}/checkpoint`,
    },
  };
}
