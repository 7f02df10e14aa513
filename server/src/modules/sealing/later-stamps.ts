/** A sealed file that got its time-stamp, or a new one, later: a further release of the same version, and an act. */
import { z } from 'zod';
import type { Tx } from '../../platform/database/index.ts';
import { declareAct, recordAct } from '../../platform/events/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { fileStamped, type SignedFile } from '../authority/index.ts';
import { loadMatter } from '../workflow/index.ts';
import { sealingSource } from './source.ts';
import { requestById, type SealRow } from './store.ts';
import type { SealedFormat } from './use.ts';
import { applicationById, changeApplication } from './use-store.ts';

/** The word under which the authority looks after files of documents. */
export const sealedDocument = 'sealing.request';

/** The word for files sealed on an application. */
export const sealedApplication = 'sealing.application';

/** What the authority is told of a sealed file beside its bytes. `fieldName`: the field of a PDF that holds the seal. */
export function careOf(format: SealedFormat, seal: SealRow, fieldName: string): Omit<SignedFile, 'bytes'> {
  const certificates =
    format === 'ofd' ? [seal.certificate, ...seal.chain] : [seal.pdf_certificate, ...seal.pdf_chain];
  return { format, fieldName, certificates: certificates.map((der) => new Uint8Array(der)) };
}

/** A time-stamp was added to a sealed file; the file as it was before stays registered. */
export const sealingStamped = declareAct({
  kind: 'sealing.time-stamped',
  version: 1,
  schema: z.object({
    requestId: z.string().optional(),
    applicationId: z.string().optional(),
    earlier: z.object({ sha256: z.string() }),
    files: z.array(z.object({ format: z.string(), sha256: z.string(), sm3: z.string(), size: z.int() })),
    /** The time in the token, and who gave it. */
    time: z.string(),
    source: z.string(),
  }),
  label: { zh: '补加时间戳', en: 'Time-stamp added' },
});

/** Whose file it was, and where its act belongs. */
type Owner = { matterId: string; documentId?: string; body: { requestId?: string; applicationId?: string } };

/** Hears of later time-stamps on sealed files. */
export function registerLaterStamps(node: Node): void {
  node.services.on(fileStamped, async (tx, { owner, ownerId, ...said }) => {
    const file = { sha256: said.sha256, sm3: said.sm3, size: said.size };
    const found =
      owner === sealedDocument
        ? await releaseDocument(tx, node, ownerId, { earlier: said.earlier, file, at: said.at })
        : owner === sealedApplication
          ? await replaceFile(tx, ownerId, { earlier: said.earlier, file })
          : undefined;
    if (found === undefined) {
      return;
    }
    await recordAct(tx, {
      kind: sealingStamped.kind,
      organId: said.organId,
      actor: { name: '系统', post: '系统' },
      at: said.at,
      ...(found.documentId === undefined ? {} : { doc: found.documentId }),
      matter: found.matterId,
      body: {
        ...found.body,
        earlier: { sha256: said.earlier },
        files: [{ format: said.format, ...file }],
        time: said.time.toISOString(),
        source: said.source,
      },
    });
  });
}

type NewState = { earlier: string; file: { sha256: string; sm3: string; size: number } };

async function releaseDocument(
  tx: Tx,
  node: Node,
  requestId: string,
  { earlier, file, at }: NewState & { at: Date },
): Promise<Owner | undefined> {
  const request = await requestById(tx, requestId);
  if (request === undefined) {
    return undefined;
  }
  const { document_id: documentId, matter_id: matterId } = request;
  // The matter's row orders the acts of its document.
  await loadMatter(tx, matterId, true);
  await node.services.get(sealingSource).release(tx, { documentId, sha256: earlier }, file, at);
  return { matterId, documentId, body: { requestId } };
}

async function replaceFile(
  tx: Tx,
  applicationId: string,
  { earlier, file }: NewState,
): Promise<Owner | undefined> {
  const application = await applicationById(tx, applicationId, true);
  if (application?.sealed?.sha256 !== earlier) {
    return undefined;
  }
  await loadMatter(tx, application.matter_id, true);
  await changeApplication(tx, applicationId, { sealed: { ...application.sealed, ...file } });
  return { matterId: application.matter_id, body: { applicationId } };
}
