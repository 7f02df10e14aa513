/**
 * The job behind 用印 on a file: lay the seal, sign the same to-be-signed bytes however often it is repeated, verify
 * with the verifying code, store by digest, commit. A crash between any two of these hands nothing out.
 */
import { createHash } from 'node:crypto';
import { type Report, type SignatureReport, verifyDocument } from '@yiwen/trust/verification';
import type { Node } from '../../platform/node/index.ts';
import { authorityService, type SignedFile, type StampedFile } from '../authority/index.ts';
import { loadMatter, performSystem } from '../workflow/index.ts';
import { sealingFailed } from './acts.ts';
import { careOf, sealedApplication } from './later-stamps.ts';
import { noteFileUse } from './note-use.ts';
import { laySeal } from './place-seal.ts';
import { registered } from './register.ts';
import { fileSealed } from './register-acts.ts';
import type { SealingMeans } from './seal-document.ts';
import { sealSigners } from './seal-signers.ts';
import { canSeal, type SealRow, sealById } from './store.ts';
import { type SealedResult, sealedFormatOf } from './use.ts';
import { type ApplicationRow, applicationById, changeApplication } from './use-store.ts';

/** Queue of the job that seals files of approved applications. */
export const fileSealingQueue = 'sealing.seal-file';

/** What the job is told; a later request of the same application has another time. */
export type FileJob = { organId: string; applicationId: string; sealTime: string };

/** A fault that a repetition would only repeat. */
class FileFault extends Error {}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Carries one request through. Repeating it is harmless at any point. */
export async function sealFile(node: Node, means: SealingMeans, job: FileJob): Promise<void> {
  const found = await node.db.asJob({ organId: job.organId }, async (tx) => {
    const row = await applicationById(tx, job.applicationId);
    const seal = row && (await sealById(tx, row.seal_id));
    return row && seal ? { row, seal } : undefined;
  });
  if (found === undefined || !isAsked(found.row, job)) {
    return;
  }
  try {
    await carryThrough(node, means, found.row, found.seal, job);
  } catch (error) {
    if (!(error instanceof FileFault)) {
      throw error;
    }
    await fail(node, found.row, job, error.message);
  }
}

function isAsked(row: ApplicationRow, job: FileJob): boolean {
  return row.ended_at === null && row.failure === null && row.seal_time?.toISOString() === job.sealTime;
}

async function carryThrough(
  node: Node,
  means: SealingMeans,
  row: ApplicationRow,
  seal: SealRow,
  job: FileJob,
): Promise<void> {
  const { file, place, seal_time: time } = row;
  if (file === null || place === null || time === null) {
    throw new Error(`application ${row.id} names no file`);
  }
  const bytes = await node.blobs.get(file.sha256);
  if (bytes === undefined || sha256(bytes) !== file.sha256) {
    throw new FileFault('申请时的文件已不在库中或已变，没有用印，请重新申请');
  }
  const format = sealedFormatOf(file);
  const laid = lay(bytes);
  await keepToBeSigned(node, row, sha256(laid.toBeSigned));
  if (!canSeal(seal, time)) {
    throw new FileFault('印章已停用、撤销或销毁，没有用印');
  }
  const signers = await sealSigners(seal, means.nodeKey);
  const value = laid.complete(await signers[file.format === 'ofd' ? 'ofd' : 'pdf'].sign(laid.toBeSigned));
  const authority = node.services.get(authorityService);
  const care = careOf(format, seal, laid.fieldName);
  const stamped = await authority.stampFile({ ...care, bytes: value }, node.clock.now());
  const sealed = stamped.bytes;
  const report = verifyDocument(sealed, {
    trust: means.trust,
    revocation: await authority.revocation(),
    now: node.clock.now().getTime(),
  });
  const own = ownSignature(report, seal);
  if (own?.verdict !== 'valid' || !notWorse(report)) {
    throw new FileFault(`盖章后自检未通过：${report.sentence.zh}`);
  }
  const ref = await node.blobs.put(sealed);
  const result: SealedResult = {
    // A container keeps the whole name of what is in it: two files may differ by their endings only.
    name: `${format === 'asice' ? file.name : file.name.replace(/\.[A-Za-z0-9]{1,5}$/, '')}（已用印）.${format}`,
    format,
    sha256: ref.sha256,
    sm3: ref.sm3,
    size: ref.size,
    verdict: report.verdict,
    sentence: report.sentence,
  };
  await commit(node, row, seal, result, { toBeSigned: sha256(laid.toBeSigned), care, stamped }, job);

  function lay(original: Uint8Array) {
    try {
      return laySeal(original, file!, seal, place!, time!);
    } catch (error) {
      throw new FileFault(`这个文件不能安全地盖章：${error instanceof Error ? error.message : ''}`);
    }
  }
}

/** What verification says of the signature made here, known by its certificate. */
function ownSignature(report: Report, seal: SealRow): SignatureReport | undefined {
  const own = [seal.certificate, seal.pdf_certificate].map((der) => sha256(new Uint8Array(der)));
  return report.signatures.findLast(
    ({ certificate }) => certificate !== undefined && own.includes(certificate.fingerprint),
  );
}

/** Another's seal on the file may be of somebody unknown here; but nothing on it may be broken. */
function notWorse(report: Report): boolean {
  return ['valid', 'intact-untrusted', 'intact-time-unproven', 'certificate-bad'].includes(report.verdict);
}

/** The first run notes what it is going to sign; any later run must come to the same bytes. */
async function keepToBeSigned(node: Node, row: ApplicationRow, digest: string): Promise<void> {
  await node.db.asJob({ organId: row.organ_id }, async (tx) => {
    const now = await applicationById(tx, row.id, true);
    if (now?.tbs == null) {
      await changeApplication(tx, row.id, { tbs: digest });
    } else if (now.tbs !== digest) {
      throw new FileFault('再次排出的待签内容与先前不一致（程序已更换），请重新用印');
    }
  });
}

async function commit(
  node: Node,
  row: ApplicationRow,
  seal: SealRow,
  sealed: SealedResult,
  made: { toBeSigned: string; care: Omit<SignedFile, 'bytes'>; stamped: StampedFile },
  job: FileJob,
): Promise<void> {
  await node.db.asJob({ organId: row.organ_id }, async (tx) => {
    // The matter's row first, as every act takes it; then the seal's, so that nobody suspends it meanwhile.
    await loadMatter(tx, row.matter_id, true);
    await registered(tx, seal.id, true);
    const [now, asked] = [await sealById(tx, seal.id), await applicationById(tx, row.id, true)];
    if (asked === undefined || !isAsked(asked, job)) {
      return;
    }
    if (now === undefined || !canSeal(now, asked.seal_time!)) {
      throw new FileFault('印章在盖章过程中被停用、撤销或销毁，没有用印');
    }
    const at = node.clock.now();
    const { format, sha256: digest, sm3, size, verdict } = sealed;
    const done = await performSystem(tx, node, {
      matterId: row.matter_id,
      nodeId: 'seal',
      verb: 'sealed',
      kind: fileSealed.kind,
      data: {
        applicationId: row.id,
        sealId: seal.id,
        sealName: seal.name,
        esId: seal.es_id,
        sealTime: job.sealTime,
        sealed: { format, sha256: digest, sm3, size, toBeSigned: made.toBeSigned, verdict },
      },
    });
    if (done === undefined) {
      return;
    }
    await changeApplication(tx, row.id, { sealed, ended_at: at });
    await node.services.get(authorityService).careFor(tx, {
      organId: row.organ_id,
      owner: sealedApplication,
      ownerId: row.id,
      file: made.care,
      sha256: digest,
      stamped: made.stamped,
      at,
    });
    await noteFileUse(tx, { application: { ...asked, sealed }, at, actId: done.acts[0]!.id });
  });
}

async function fail(node: Node, row: ApplicationRow, job: FileJob, message: string): Promise<void> {
  node.log.error({ application: row.id, message }, 'sealing of a file failed');
  await node.db.asJob({ organId: row.organ_id }, async (tx) => {
    const done = await performSystem(tx, node, {
      matterId: row.matter_id,
      nodeId: 'seal',
      verb: 'failed',
      kind: sealingFailed.kind,
      data: { requestId: row.id, message },
    });
    const now = await applicationById(tx, row.id, true);
    if (done !== undefined && now !== undefined && isAsked(now, job)) {
      await changeApplication(tx, row.id, { failure: message });
    }
  });
}
