/**
 * The job behind the second act: set the frozen version, sign the same to-be-signed bytes however often it is
 * repeated, verify with the verifying code, store by digest, and commit *sealed* with everything it means in one
 * transaction. A crash between any two of these leaves nothing that is handed out.
 */

import { createHash } from 'node:crypto';
import { pdfToOfd } from '@yiwen/formats/convert';
import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';
import {
  completeOfdSeal,
  completePdfSignature,
  prepareOfdSeal,
  preparePdfSignature,
} from '@yiwen/trust/documents';
import { type Report, verifyDocument } from '@yiwen/trust/verification';
import type { Node } from '../../platform/node/index.ts';
import { authorityService, type StampedFile } from '../authority/index.ts';
import { loadMatter, performSystem } from '../workflow/index.ts';
import { sealingFailed, sealingSealed } from './acts.ts';
import { careOf, sealedDocument } from './later-stamps.ts';
import { noteDocumentUse } from './note-use.ts';
import { registered } from './register.ts';
import type { SealingJob } from './request-sealing.ts';
import { sealSigners } from './seal-signers.ts';
import { type SealedFile, sealingSource, type ToSeal } from './source.ts';
import { canSeal, type RequestRow, requestById, type SealRow, sealById, updateRequest } from './store.ts';

/** What sealing needs beside the node. */
export type SealingMeans = { nodeKey: Uint8Array; trust: TrustList };

/** The places between which a crash may fall; tests stop the job after each. */
export type SealingStage = 'rendered' | 'prepared' | 'signed' | 'verified' | 'stored';

/** A fault that a repetition would only repeat; the request fails and its step stays with the holder. */
class SealingFault extends Error {}

type Sealed = {
  format: 'ofd' | 'pdf';
  bytes: Uint8Array;
  toBeSigned: string;
  stamped?: StampedFile;
  report?: Report;
};

/** Name of the field that holds the seal of a PDF. */
const sealField = '印章1';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Carries one request through. Repeating it is harmless at any point. */
export async function sealDocument(
  node: Node,
  means: SealingMeans,
  job: SealingJob,
  after: (stage: SealingStage) => void = () => {},
): Promise<void> {
  const scope = { organId: job.organId };
  const found = await node.db.asJob(scope, async (tx) => {
    const request = await requestById(tx, job.requestId);
    const seal = request && (await sealById(tx, request.seal_id));
    return request && seal ? { request, seal } : undefined;
  });
  if (found === undefined || found.request.sealed_at !== null || found.request.failed_at !== null) {
    return;
  }
  try {
    await carryThrough(node, means, found.request, found.seal, after);
  } catch (error) {
    if (!(error instanceof SealingFault)) {
      throw error;
    }
    await fail(node, found.request, error.message);
  }
}

async function carryThrough(
  node: Node,
  means: SealingMeans,
  request: RequestRow,
  seal: SealRow,
  after: (stage: SealingStage) => void,
): Promise<void> {
  const toSeal = await node.services.get(sealingSource).render({ organId: request.organ_id }, request.frozen);
  after('rendered');
  const prepared = prepare(toSeal, request, seal);
  await keepToBeSigned(node, request, prepared);
  after('prepared');
  if (!canSeal(seal, request.seal_time)) {
    throw new SealingFault('印章已停用、撤销或销毁，没有用印');
  }
  const signers = await sealSigners(seal, means.nodeKey);
  const files: Sealed[] = [
    {
      format: 'ofd',
      bytes: completeOfdSeal(prepared.ofd, await signers.ofd.sign(prepared.ofd.toBeSigned)),
      toBeSigned: sha256(prepared.ofd.toBeSigned),
    },
    {
      format: 'pdf',
      bytes: completePdfSignature(prepared.pdf, await signers.pdf.sign(prepared.pdf.toBeSigned)),
      toBeSigned: sha256(prepared.pdf.toBeSigned),
    },
  ];
  after('signed');
  const authority = node.services.get(authorityService);
  const revocation: RevocationEvidence = await authority.revocation();
  for (const file of files) {
    // What was signed stays the same; a time source that does not answer leaves the file as it is, to be stamped later.
    file.stamped = await authority.stampFile(
      { ...careOf(file.format, seal, sealField), bytes: file.bytes },
      node.clock.now(),
    );
    file.bytes = file.stamped.bytes;
    const now = node.clock.now().getTime();
    const report = verifyDocument(file.bytes, { trust: means.trust, revocation, now });
    if (report.verdict !== 'valid') {
      throw new SealingFault(`${file.format.toUpperCase()} 盖章后自检未通过：${report.sentence.zh}`);
    }
    file.report = report;
  }
  after('verified');
  const stored = await Promise.all(
    files.map(async (file) => ({ ...file, ref: await node.blobs.put(file.bytes) })),
  );
  after('stored');
  const sealed = stored.map(
    ({ format, ref, report }): SealedFile => ({
      format,
      sha256: ref.sha256,
      sm3: ref.sm3,
      size: ref.size,
      name: `${toSeal.name}.${format}`,
      pages: toSeal.pages,
      made: toSeal.made,
      ...(report === undefined ? {} : { report }),
    }),
  );
  await commit(node, request, seal, sealed, new Map(stored.map((file) => [file.format, file])));
}

function prepare(toSeal: ToSeal, request: RequestRow, seal: SealRow) {
  const time = request.seal_time.getTime();
  const size = seal.diameter_mm;
  const stamps = toSeal.places.map((place) => ({
    page: place.page,
    xMm: place.xMm - size / 2,
    yMm: place.yMm - size / 2,
    widthMm: size,
    heightMm: size,
  }));
  const [first] = stamps;
  if (first === undefined) {
    throw new SealingFault('版面上没有盖章的位置');
  }
  const ofd = pdfToOfd(toSeal.pdf, toSeal.ofd);
  const fault = ofd.findings.find((finding) => finding.severity !== 'info');
  if (fault !== undefined) {
    throw new SealingFault(`OFD 版式文件没有完整生成：${fault.message}`);
  }
  return {
    ofd: prepareOfdSeal(ofd.entries, {
      seal: new Uint8Array(seal.seal),
      certificate: new Uint8Array(seal.certificate),
      stamps,
      time,
    }),
    pdf: preparePdfSignature(toSeal.pdf, {
      certificate: new Uint8Array(seal.pdf_certificate),
      chain: seal.pdf_chain.map((der) => new Uint8Array(der)),
      algorithm: 'ecdsa-p256-sha256',
      time,
      fieldName: sealField,
      signerName: seal.name,
      reason: '用印',
      stamp: { ...first, picture: new Uint8Array(seal.picture) },
    }),
  };
}

/** The first run notes what it is going to sign; any later run must come to the same bytes. */
async function keepToBeSigned(
  node: Node,
  request: RequestRow,
  prepared: ReturnType<typeof prepare>,
): Promise<void> {
  const ofd = sha256(prepared.ofd.toBeSigned);
  const pdf = sha256(prepared.pdf.toBeSigned);
  await node.db.asJob({ organId: request.organ_id }, async (tx) => {
    const row = await requestById(tx, request.id, true);
    if (row?.ofd_tbs == null) {
      await updateRequest(tx, request.id, { ofd_tbs: ofd, pdf_tbs: pdf });
    } else if (row.ofd_tbs !== ofd || row.pdf_tbs !== pdf) {
      throw new SealingFault('重新排版得到的内容与申请用印时不一致（排版程序或字体已更换），请重新申请用印');
    }
  });
}

async function commit(
  node: Node,
  request: RequestRow,
  seal: SealRow,
  files: readonly SealedFile[],
  signed: ReadonlyMap<string, Sealed>,
): Promise<void> {
  await node.db.asJob({ organId: request.organ_id }, async (tx) => {
    // The matter's row first, as every act takes it; then whether this request was given up in the meantime.
    await loadMatter(tx, request.matter_id, true);
    if ((await requestById(tx, request.id, true))?.failed_at != null) {
      return;
    }
    // The seal's row too: one that was suspended while this job worked seals nothing any more.
    await registered(tx, seal.id, true);
    const now = await sealById(tx, seal.id);
    if (now === undefined || !canSeal(now, request.seal_time)) {
      throw new SealingFault('印章在盖章过程中被停用、撤销或销毁，没有用印');
    }
    const done = await performSystem(tx, node, {
      matterId: request.matter_id,
      nodeId: 'seal',
      verb: 'sealed',
      kind: sealingSealed.kind,
      data: {
        requestId: request.id,
        sealId: seal.id,
        esId: seal.es_id,
        sealName: seal.name,
        sealTime: request.seal_time.toISOString(),
        files: files.map(({ format, sha256: digest, sm3, size }) => ({
          format,
          sha256: digest,
          sm3,
          size,
          toBeSigned: signed.get(format)?.toBeSigned ?? '',
        })),
      },
    });
    if (done === undefined) {
      return;
    }
    const at = node.clock.now();
    await node.services.get(sealingSource).attach(tx, request.frozen, files, at);
    await updateRequest(tx, request.id, { sealed_at: at });
    for (const { format, sha256: digest } of files) {
      await node.services.get(authorityService).careFor(tx, {
        organId: request.organ_id,
        owner: sealedDocument,
        ownerId: request.id,
        file: careOf(format, seal, sealField),
        sha256: digest,
        stamped: signed.get(format)!.stamped!,
        at,
      });
    }
    await noteDocumentUse(tx, node, { request, files, at, actId: done.acts[0]!.id });
  });
}

async function fail(node: Node, request: RequestRow, message: string): Promise<void> {
  node.log.error({ request: request.id, message }, 'sealing failed');
  await node.db.asJob({ organId: request.organ_id }, async (tx) => {
    const done = await performSystem(tx, node, {
      matterId: request.matter_id,
      nodeId: 'seal',
      verb: 'failed',
      kind: sealingFailed.kind,
      data: { requestId: request.id, message },
    });
    if (done !== undefined) {
      await updateRequest(tx, request.id, { failed_at: node.clock.now(), failure: message });
    }
  });
}
