/** A matter's page put together: the workflow's part, the document, the acts, and the sections of other modules. */

import type { z } from 'zod';
import type { Tx } from '../../platform/database/index.ts';
import { OfficeError } from '../../platform/errors/index.ts';
import type { Context } from '../../platform/http/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { officeFonts } from '../fonts/index.ts';
import { logService } from '../log/index.ts';
import { type Matter, readMatterPage, workflowRegistry } from '../workflow/index.ts';
import type { DocumentContent } from './content.ts';
import { contentOfDraft } from './drafts.ts';
import { filesOf, newestStates, type StoredFile } from './files.ts';
import type { matterSchema, registrationSchema, sheetSchema } from './matter-schema.ts';
import { printNumber } from './numbers.ts';
import { officialDocumentOf } from './official-document.ts';
import { readParts } from './parts.ts';
import { countPages, settingDigest } from './render.ts';
import { type DocumentRow, findDocument, findDraft, findRegistration, type Registration } from './store.ts';
import { readTimeline } from './timeline.ts';
import { partsOf, type Version, versionsOf } from './versions.ts';

/** A matter's page as the API answers it. */
export type MatterView = z.input<typeof matterSchema>;
type DocumentView = MatterView['document'];
/** What the circulation module says of an incoming document. */
export type IncomingSection = z.input<typeof registrationSchema>;

/** Builds a matter's page for one reader. */
export async function buildMatterView(tx: Tx, node: Node, ctx: Context, matter: Matter): Promise<MatterView> {
  if (matter.documentId === undefined) {
    throw new OfficeError('documents.no-document', { kind: matter.kind });
  }
  const sections = await node.services.get(workflowRegistry).sectionsOf(tx, matter, ctx);
  const { flow } = matter;
  return {
    id: matter.id,
    kind: matter.kind,
    flow: { id: flow.id, version: flow.version, name: flow.name },
    title: matter.title,
    state: matter.closedAt === undefined ? 'open' : 'closed',
    revision: matter.revision,
    document: await documentView(tx, node, matter, sections.incoming as IncomingSection | undefined),
    ...((await readMatterPage(tx, ctx, matter)) as Pick<MatterView, 'steps' | 'mine' | 'also'>),
    timeline: await readTimeline(tx, matter, node.services.get(logService)),
    sheet: (sections.sheet as z.input<typeof sheetSchema> | undefined) ?? {
      instructions: [],
      circulation: [],
      handling: [],
    },
    deliveries: (sections.deliveries as MatterView['deliveries'] | undefined) ?? [],
    ...(sections.sealing === undefined ? {} : { sealing: sections.sealing as MatterView['sealing'] }),
  };
}

async function documentView(
  tx: Tx,
  node: Node,
  matter: Matter,
  incoming: IncomingSection | undefined,
): Promise<DocumentView> {
  const document = await findDocument(tx, matter.documentId!);
  if (document === undefined) {
    throw new Error(`matter ${matter.id} has no document`);
  }
  const versions = await versionsOf(tx, document.id);
  const content = await contentFor(tx, matter, document, versions);
  const registration = await findRegistration(tx, document.id);
  const files = await filesOf(tx, document.id);
  const newest = versions.at(-1);
  return {
    id: document.id,
    direction: document.direction,
    kind: content.kind,
    form: content.form,
    ...(newest === undefined ? {} : { versionId: newest.id, versionNo: newest.no, root: { ...newest.root } }),
    versions: versions.map((version) => ({
      id: version.id,
      no: version.no,
      at: version.madeAt.toISOString(),
      by: version.madeBy,
      root: { ...version.root },
      changed: version.changes.map((change) => ({ ...change })),
    })),
    fields: content.fields,
    body: content.body,
    registration: { ...registrationView(registration), ...incoming },
    renditions: renditionsOf(document, files).map((file) => ({
      ...refOf(file),
      sealed: file.sealed,
      sha256: file.sha256,
    })),
    attachments: attachmentsOf(document, content, files).map(refOf),
    pages: pagesView(node, matter, document, content, registration, files),
    ...(document.origin === undefined ? {} : { origin: document.origin }),
    ...reportView(document, files),
  };
}

/** What verification said: of the original that came in, or of our own sealed file. */
function reportView(document: DocumentRow, files: readonly StoredFile[]): Pick<DocumentView, 'report'> {
  const own = files.findLast((file) => file.sealed && file.format === 'ofd')?.report;
  const report = document.report ?? own;
  return report === undefined ? {} : { report: report as DocumentView['report'] };
}

/** The newest version; before the first 送审 the draft itself. */
async function contentFor(
  tx: Tx,
  matter: Matter,
  document: DocumentRow,
  versions: readonly Version[],
): Promise<DocumentContent> {
  const newest = versions.at(-1);
  if (newest !== undefined) {
    return readParts(await partsOf(tx, newest.id));
  }
  const draft = await findDraft(tx, matter.id);
  return draft === undefined
    ? {
        kind: document.kind,
        form: document.form,
        fields: { organMark: [], withWenjian: false, title: matter.title, mainReceivers: '', signature: [] },
        body: [],
        attachments: [],
      }
    : await contentOfDraft(tx, draft);
}

function registrationView(registration: Registration): z.input<typeof registrationSchema> {
  return {
    ...(registration.number === undefined ? {} : { number: printNumber(registration.number) }),
    ...(registration.signer === undefined ? {} : { signer: registration.signer }),
    ...(registration.signedOn === undefined ? {} : { date: registration.signedOn }),
    ...(registration.printedOn === undefined ? {} : { printedOn: registration.printedOn }),
    ...(registration.copies === undefined ? {} : { copies: registration.copies }),
    ...(registration.receivers.length === 0
      ? {}
      : { receivers: registration.receivers.map((one) => ({ ...one })) }),
    ...(registration.verifyCode === undefined ? {} : { verifyCode: registration.verifyCode }),
  };
}

/** A file as a page names it. */
export function refOf(file: StoredFile) {
  const { id, name, format, size } = file;
  return { id, name, format: format as 'ofd' | 'pdf', size, href: `/api/v1/files/${id}` };
}

/** The files that are the document: sealed ones for outgoing, originals for incoming. */
function renditionsOf(document: DocumentRow, files: readonly StoredFile[]): StoredFile[] {
  const role = document.direction === 'out' ? 'rendition' : 'original';
  return newestStates(files.filter((file) => file.role === role));
}

function attachmentsOf(
  document: DocumentRow,
  content: DocumentContent,
  files: readonly StoredFile[],
): StoredFile[] {
  return document.direction === 'out'
    ? content.attachments.flatMap((ref) => files.find((file) => file.id === ref.fileId) ?? [])
    : files.filter((file) => file.role === 'attachment');
}

function pagesView(
  node: Node,
  matter: Matter,
  document: DocumentRow,
  content: DocumentContent,
  registration: Registration,
  files: readonly StoredFile[],
): DocumentView['pages'] {
  const shown = renditionsOf(document, files).findLast((file) => file.format === 'ofd');
  if (shown !== undefined) {
    const count = shown.pages ?? 1;
    return {
      count,
      hrefs: pageHrefs(`/api/v1/files/${shown.id}/pages`, count),
      fonts: ((shown.fonts ?? []) as { role: string; name: string; standIn: boolean }[]).map(
        ({ role, name, standIn }) => ({ role, name, standIn }),
      ),
    };
  }
  if (document.direction === 'in') {
    return { count: renditionsOf(document, files)[0]?.pages ?? 0, hrefs: [], fonts: [] };
  }
  const official = officialDocumentOf(content, registration, { publicUrl: node.publicUrl() });
  let count = 0;
  try {
    count = countPages(official);
  } catch {
    // A draft that cannot be set yet (no text, no title) has no pages; 送审 and the preview say why.
    return { count: 0, hrefs: [], fonts: [] };
  }
  const mark = settingDigest(official, officeFonts(node, document.organId)).slice(0, 16);
  return {
    count,
    hrefs: pageHrefs(`/api/v1/matters/${matter.id}/pages`, count).map((href) => `${href}?setting=${mark}`),
    fonts: [],
  };
}

function pageHrefs(base: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${base}/${i + 1}`);
}
