/** Pages from a version: the preview, the pages of a matter, and the unsealed files of what carries no seal. */

import { createHash } from 'node:crypto';
import { writeZip } from '@yiwen/formats/container';
import { pdfToOfd } from '@yiwen/formats/convert';
import {
  layOut,
  type OfficialDocument,
  previewSvg,
  TYPESETTER_VERSION,
  TypesetError,
  typeset,
} from '@yiwen/typesetter';
import { OfficeError } from '../../platform/errors/index.ts';
import { recordAct } from '../../platform/events/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { type OfficeFonts, officeFonts } from '../fonts/index.ts';
import { matterOfDocument } from '../workflow/index.ts';
import { documentActs } from './acts.ts';
import { filesOf, insertFile } from './files.ts';
import { type IssuedDocument, issuedDocument, tagsOf } from './issued-document.ts';

/** Queue of the unsealed files of documents that carry no seal. */
export const RENDER_QUEUE = 'documents.render';

/** Pages as pictures with the fonts that set them. */
export type PageSet = { pages: string[]; fonts: { role: string; name: string; standIn: boolean }[] };

const CACHED = 24;
const cache = new Map<string, Promise<PageSet>>();

/** The key of a setting: what it says, by which typesetter, with which fonts of the office. */
export function settingDigest(document: OfficialDocument, fonts: OfficeFonts): string {
  return createHash('sha256')
    .update(`${TYPESETTER_VERSION}\n${fonts.mark}\n${JSON.stringify(document)}`)
    .digest('hex');
}

/** Pages of a document, from the cache when the same was set lately. @throws OfficeError `documents.cannot-set` */
export async function pagesOf(document: OfficialDocument, fonts: OfficeFonts): Promise<PageSet> {
  const digest = settingDigest(document, fonts);
  const found = cache.get(digest);
  if (found !== undefined) {
    cache.delete(digest);
    cache.set(digest, found);
    return await found;
  }
  const made = setPages(document, fonts);
  cache.set(digest, made);
  made.catch(() => cache.delete(digest));
  for (const key of [...cache.keys()].slice(0, Math.max(0, cache.size - CACHED))) {
    cache.delete(key);
  }
  return await made;
}

async function setPages(document: OfficialDocument, { fontFolders }: OfficeFonts): Promise<PageSet> {
  try {
    const { svg, fonts } = await previewSvg(document, { fontFolders });
    return { pages: svg, fonts: fonts.map(({ role, name, standIn }) => ({ role, name, standIn })) };
  } catch (error) {
    throw refusalOf(error);
  }
}

/** How many pages a document has; a few milliseconds, nothing is drawn. */
export function countPages(document: OfficialDocument): number {
  try {
    return layOut(document).pages;
  } catch (error) {
    throw refusalOf(error);
  }
}

function refusalOf(error: unknown): unknown {
  return error instanceof TypesetError
    ? new OfficeError('documents.cannot-set', { reason: error.code, message: error.message })
    : error;
}

/** Sets the PDF of an issued document and its OFD twin, both without a seal. Deterministic. */
export async function renderFiles(
  issued: IssuedDocument,
  { fontFolders }: OfficeFonts,
): Promise<{
  pdf: Uint8Array;
  ofd: Uint8Array;
  pages: number;
  positions: object;
  fonts: readonly object[];
}> {
  const set = await typeset(issued.official, { fontFolders });
  const converted = pdfToOfd(set.pdf, {
    docId: issued.documentId.replaceAll('-', ''),
    title: issued.official.title || issued.official.organMark.join('、'),
    customDatas: issued.metadata,
    tags: tagsOf(set.positions),
  });
  return {
    pdf: set.pdf,
    ofd: writeZip(converted.entries),
    pages: set.pages,
    positions: set.positions,
    fonts: set.fonts,
  };
}

/** Handles one job of {@link RENDER_QUEUE}; repeated, it finds its files and does nothing. */
export async function renderUnsealed(
  node: Node,
  job: { organId: string; documentId: string; versionId: string },
): Promise<void> {
  const issued = await node.db.asJob(job, async (tx) => {
    const files = await filesOf(tx, job.documentId);
    const isDone = files.some((file) => file.role === 'rendition' && file.versionId === job.versionId);
    return isDone ? undefined : await issuedDocument(tx, job.documentId, node.publicUrl());
  });
  if (issued === undefined) {
    return;
  }
  const rendered = await renderFiles(issued, officeFonts(node, job.organId));
  const refs = { pdf: await node.blobs.put(rendered.pdf), ofd: await node.blobs.put(rendered.ofd) };
  await node.db.asJob(job, async (tx) => {
    const matter = await matterOfDocument(tx, job.documentId, true);
    const files = await filesOf(tx, job.documentId);
    if (matter === undefined || files.some((file) => file.role === 'rendition')) {
      return;
    }
    const at = node.clock.now();
    for (const format of ['ofd', 'pdf'] as const) {
      await insertFile(tx, job.organId, {
        ...refs[format],
        id: crypto.randomUUID(),
        documentId: job.documentId,
        versionId: job.versionId,
        role: 'rendition',
        format,
        sealed: false,
        name: `${issued.fileName}.${format}`,
        pages: rendered.pages,
        typesetter: TYPESETTER_VERSION,
        fonts: rendered.fonts,
        positions: rendered.positions as Record<string, unknown>,
        addedAt: at,
      });
    }
    await recordAct(tx, {
      kind: documentActs.rendered.kind,
      organId: job.organId,
      actor: { name: '系统', post: '系统' },
      at,
      doc: job.documentId,
      matter: matter.id,
      body: {
        versionId: job.versionId,
        files: (['ofd', 'pdf'] as const).map((format) => ({
          format,
          sha256: refs[format].sha256,
          sm3: refs[format].sm3,
        })),
      },
    });
  });
}
