/** Writing the 用印登记簿: one line for each use, in the transaction of the act that finished it. */
import type { Tx } from '../../platform/database/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { loadMatter, performSystem } from '../workflow/index.ts';
import { useDone } from './register-acts.ts';
import type { SealedFile } from './source.ts';
import { type RequestRow, sealById } from './store.ts';
import { type ApplicationRow, applicationById, changeApplication, insertUse } from './use-store.ts';

/** Notes the sealing of an own document; an application it rested on is used up and its matter closed. */
export async function noteDocumentUse(
  tx: Tx,
  node: Node,
  use: { request: RequestRow; files: readonly SealedFile[]; at: Date; actId: string },
): Promise<void> {
  const { request, at } = use;
  const { basis, frozen } = request;
  if (basis === null || request.requested_by === null) {
    return;
  }
  const matter = await loadMatter(tx, request.matter_id, false);
  await insertUse(tx, {
    id: crypto.randomUUID(),
    organ_id: request.organ_id,
    seal_id: request.seal_id,
    at,
    rule_no: basis.ruleNo,
    application_id: basis.applicationId ?? null,
    request_id: request.id,
    line: {
      what: matter?.title ?? '',
      ...(matter?.number === undefined ? {} : { number: matter.number }),
      documentId: frozen.documentId,
      matterId: request.matter_id,
      versionNo: frozen.versionNo,
      digest: frozen.root.sha256,
      copies: 1,
      basis: basis.kind,
      applicant: basis.applicant,
      approval: basis.approval,
      sealer: request.requested_by,
      files: use.files.map(({ format, sha256, sm3 }) => ({ format, sha256, sm3 })),
    },
    act_id: use.actId,
  });
  const application =
    basis.applicationId === undefined ? undefined : await applicationById(tx, basis.applicationId, true);
  if (application !== undefined) {
    await changeApplication(tx, application.id, { ended_at: at });
    await performSystem(tx, node, {
      matterId: application.matter_id,
      nodeId: 'seal',
      verb: 'sealed',
      kind: useDone.kind,
      data: {
        applicationId: application.id,
        sealId: application.seal_id,
        sealName: (await sealById(tx, application.seal_id))?.name ?? '',
        requestId: request.id,
      },
    });
  }
}

/** Notes the sealing of a file on an application. */
export async function noteFileUse(
  tx: Tx,
  use: { application: ApplicationRow; at: Date; actId: string },
): Promise<void> {
  const { application: row, at } = use;
  const { file, approval, sealer, sealed } = row;
  if (file === null || approval === null || sealer === null || sealed === null) {
    throw new Error(`application ${row.id} was not carried through`);
  }
  const { format, sha256, sm3 } = sealed;
  await insertUse(tx, {
    id: crypto.randomUUID(),
    organ_id: row.organ_id,
    seal_id: row.seal_id,
    at,
    rule_no: row.rule_no,
    application_id: row.id,
    request_id: null,
    line: {
      what: file.name,
      matterId: row.matter_id,
      digest: file.sha256,
      copies: row.copies,
      basis: 'application',
      applicant: row.applicant,
      approval,
      sealer,
      files: [{ format, sha256, sm3 }],
    },
    act_id: use.actId,
  });
}
