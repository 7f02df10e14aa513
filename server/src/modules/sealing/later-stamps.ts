/** A sealed file that got its time-stamp, or a new one, later: a further release of the same version, and an act. */
import { z } from 'zod';
import { declareAct, recordAct } from '../../platform/events/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { fileStamped } from '../authority/index.ts';
import { loadMatter } from '../workflow/index.ts';
import { sealingSource } from './source.ts';
import { requestById } from './store.ts';

/** The word under which the authority looks after files of documents. */
export const sealedDocument = 'sealing.request';

/** A time-stamp was added to a sealed file; the file as it was before stays registered. */
export const sealingStamped = declareAct({
  kind: 'sealing.time-stamped',
  version: 1,
  schema: z.object({
    requestId: z.string(),
    earlier: z.object({ sha256: z.string() }),
    files: z.array(z.object({ format: z.string(), sha256: z.string(), sm3: z.string(), size: z.int() })),
    /** The time in the token, and who gave it. */
    time: z.string(),
    source: z.string(),
  }),
  label: { zh: '补加时间戳', en: 'Time-stamp added' },
});

/** Hears of later time-stamps on sealed documents. */
export function registerLaterStamps(node: Node): void {
  node.services.on(fileStamped, async (tx, { owner, ownerId, ...said }) => {
    const request = owner === sealedDocument ? await requestById(tx, ownerId) : undefined;
    if (request === undefined) {
      return;
    }
    // The matter's row orders the acts of its document.
    await loadMatter(tx, request.matter_id, true);
    const file = { sha256: said.sha256, sm3: said.sm3, size: said.size };
    await node.services
      .get(sealingSource)
      .release(tx, { documentId: request.document_id, sha256: said.earlier }, file, said.at);
    await recordAct(tx, {
      kind: sealingStamped.kind,
      organId: said.organId,
      actor: { name: '系统', post: '系统' },
      at: said.at,
      doc: request.document_id,
      matter: request.matter_id,
      body: {
        requestId: request.id,
        earlier: { sha256: said.earlier },
        files: [{ format: said.format, ...file }],
        time: said.time.toISOString(),
        source: said.source,
      },
    });
  });
}
