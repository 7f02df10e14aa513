/** Gathers the parts of one document's evidence package from where each is kept. */

import { type TrustList, trustListJson } from '@yiwen/trust/certificates';
import type { CanonicalValue } from '@yiwen/trust/content';
import type { EvidenceAct, EvidenceFile, EvidenceParts, EvidenceVersion } from '@yiwen/trust/evidence';
import { KEY_TYPE, readCheckpoint, readNote, readProof, readVkey } from '@yiwen/trust/log';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import { type EventEntry, entriesOfDocument } from '../../platform/events/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { authorityService, type KeptValidationData } from '../authority/index.ts';
import { organById } from '../directory/index.ts';
import {
  filesOf,
  findDocument,
  findRegistration,
  issuedDocument,
  partsOf,
  printNumber,
  type StoredFile,
  type Version,
  versionsOf,
} from '../documents/index.ts';
import { type DocumentState, documentStates, logService } from '../log/index.ts';
import { offlineVerifier } from '../verification/index.ts';
import { eventsNamed } from './related.ts';
import { systemStatement } from './statement.ts';

/** Files of a package together, bytes: the format of its ZIP ends at 4 GB and checkers open 256 MB. */
const MOST_BYTES = 200 * 1024 * 1024;

/** Everything for a package of a document of the transaction's organ. Throws OfficeError `evidence.*`. */
export async function gatherEvidence(
  tx: Tx,
  node: Node,
  documentId: string,
  at: Date,
): Promise<EvidenceParts> {
  const document = await findDocument(tx, documentId);
  const organ = document && (await organById(tx, document.organId));
  if (document === undefined || organ === undefined) {
    throw new OfficeError('evidence.document-unknown');
  }
  const organId = document.organId;
  const events = await entriesOfDocument(tx, documentId);
  events.sort((a, b) => a.seq - b.seq);
  const related = await eventsNamed(tx, events);
  const versions = await gatherVersions(tx, node, documentId);
  const trust = await node.services.get(authorityService).trust();
  const kept = await keptFor(tx, node, documentId);
  const revocation = await node.services.get(authorityService).revocation();
  const registration = await findRegistration(tx, documentId);
  const acts = await Promise.all(events.map((event) => gatherAct(node, organId, event)));
  const basis = await Promise.all(related.map((event) => gatherAct(node, organId, event)));
  // After the proofs: a state signed meanwhile is then newer than theirs, and theirs are led to it.
  const states = await gatherStates(tx, node, organId, {
    events: [...events, ...related],
    acts: [...acts, ...basis],
  });
  return {
    subject: {
      document: documentId,
      organ: organId,
      organName: organ.name,
      ...titleOf(await issuedDocument(tx, documentId, node.publicUrl())),
      ...(registration.number === undefined ? {} : { number: printNumber(registration.number) }),
    },
    madeAt: at.toISOString(),
    versions,
    acts,
    related: basis,
    certificates: distinct([...trust.anchors.map(({ certificate }) => certificate), ...kept.certificates]),
    crls: distinct([...kept.crls, ...revocation.crls]),
    ocsps: distinct([...kept.ocsps, ...revocation.ocsps]),
    seals: [],
    policy: policyText(trust, await node.services.get(logService).witnessPolicy()),
    trust: trustListJson(trust),
    checkpoints: states.states.map(({ note }) => note),
    links: states.links,
    stamps: states.states.flatMap(({ token }, checkpoint) =>
      token === undefined ? [] : { token, checkpoint },
    ),
    anchors: states.states.flatMap(({ anchor }, checkpoint) =>
      anchor === undefined ? [] : { receipt: anchor, checkpoint },
    ),
    ...(await verifierOf(node)),
    system: await systemStatement(node, { id: organId, name: organ.name }, trust, at),
  };
}

/** The page that checks offline, where the web client was built. */
async function verifierOf(node: Node): Promise<{ verifier?: Uint8Array }> {
  try {
    return { verifier: await offlineVerifier(node) };
  } catch (error) {
    if (error instanceof OfficeError && error.code === 'verification.page-not-built') {
      return {};
    }
    throw error;
  }
}

function titleOf(issued: Awaited<ReturnType<typeof issuedDocument>>): { title?: string } {
  const title = issued?.content.fields.title.replaceAll('\n', '');
  return title === undefined || title === '' ? {} : { title };
}

/** The policy in force, as a claim: a checker uses its own. */
function policyText(trust: TrustList, witnesses: string | undefined): string {
  const logs = trust.logs.filter(({ vkey }) => readVkey(vkey).type === KEY_TYPE.ed25519);
  return `${logs.map(({ vkey }) => `log ${vkey}\n`).join('')}${witnesses ?? 'quorum none\n'}`;
}

async function gatherVersions(tx: Tx, node: Node, documentId: string): Promise<EvidenceVersion[]> {
  const versions = await versionsOf(tx, documentId);
  const files = await filesOf(tx, documentId);
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > MOST_BYTES) {
    throw new OfficeError('evidence.too-large', { bytes: total, most: MOST_BYTES });
  }
  const gathered: EvidenceVersion[] = [];
  for (const version of versions) {
    const parts = await partsOf(tx, version.id);
    const wanted = files.filter((file) => belongsTo(file, version, versions, parts));
    gathered.push({
      no: version.no,
      parts: parts.map((part) => ({ ...part, content: part.content as CanonicalValue })),
      files: await Promise.all(wanted.map((file) => readFile(tx, node, file))),
    });
  }
  return gathered;
}

/** Certificates, lists and answers of the time of signing, of all files of the document. */
async function keptFor(tx: Tx, node: Node, documentId: string) {
  const kept: Pick<KeptValidationData, 'certificates' | 'crls' | 'ocsps'>[] = [];
  for (const { sha256 } of await filesOf(tx, documentId)) {
    kept.push(...(await node.services.get(authorityService).validationDataOf(tx, sha256)));
  }
  return {
    certificates: kept.flatMap((one) => one.certificates),
    crls: kept.flatMap((one) => one.crls),
    ocsps: kept.flatMap((one) => one.ocsps),
  };
}

function distinct(list: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(list.map((bytes) => [Buffer.from(bytes).toString('base64'), bytes])).values()];
}

/** Files made of a version, or attached to it; what names no version belongs to the first. */
function belongsTo(
  file: StoredFile,
  version: Version,
  versions: readonly Version[],
  parts: readonly { id: string }[],
): boolean {
  if (file.role === 'upload') {
    return false;
  }
  return file.versionId === undefined
    ? parts.some(({ id }) => id === file.id) || (file.role === 'original' && version === versions[0])
    : file.versionId === version.id;
}

async function readFile(tx: Tx, node: Node, file: StoredFile): Promise<EvidenceFile> {
  const bytes = await node.blobs.get(file.sha256);
  if (bytes === undefined) {
    throw new Error(`the file ${file.sha256} of document ${file.documentId} is not in the store`);
  }
  const kept = await node.services.get(authorityService).validationDataOf(tx, file.sha256);
  return {
    bytes: new Uint8Array(bytes),
    name: file.name,
    ending:
      file.format === 'other' || file.format === 'image'
        ? (file.name.split('.').at(-1) ?? 'bin')
        : file.format,
    role: file.role === 'attachment' ? 'attachment' : 'document',
    digests: { sha256: file.sha256, sm3: file.sm3 },
    stamps: kept.flatMap(({ stamps }) => stamps),
  };
}

async function gatherAct(node: Node, organId: string, event: EventEntry): Promise<EvidenceAct> {
  const proof = await node.services.get(logService).proofOf(organId, event.id);
  return {
    body: (event.body ?? undefined) as CanonicalValue | undefined,
    entry: new Uint8Array(event.commitment),
    proof: proof === undefined ? undefined : new TextEncoder().encode(proof.proof),
  };
}

async function gatherStates(
  tx: Tx,
  node: Node,
  organId: string,
  { events, acts }: { events: readonly EventEntry[]; acts: readonly EvidenceAct[] },
) {
  const gathered: DocumentState[] = [];
  const links: EvidenceParts['links'][number][] = [];
  const proven = acts.flatMap(({ proof }) =>
    proof === undefined ? [] : [readCheckpoint(readNote(readProof(proof).checkpoint).text)],
  );
  for (const year of new Set(events.map((event) => event.year))) {
    const origin = await node.services.get(logService).originOf(tx, organId, year);
    const ofYear = events.filter((event) => event.year === year);
    const states = await documentStates(
      tx,
      node,
      { organId, year },
      {
        indices: ofYear.flatMap(({ logIndex }) => logIndex ?? []),
        sizes: [...new Set(proven.flatMap((state) => (state.origin === origin ? state.size : [])))],
      },
    );
    gathered.push(...states.states);
    links.push(...states.links);
  }
  return { states: gathered, links };
}
