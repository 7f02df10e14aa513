/** What sealing needs of documents: fix what is sealed, set it, and take the sealed files in. */

import { type OfficialDocument, type Positions, TYPESETTER_VERSION, typeset } from '@yiwen/typesetter';
import type { Tx } from '../../platform/database/index.ts';
import type { Node } from '../../platform/node/index.ts';
import { organById } from '../directory/index.ts';
import { officeFonts } from '../fonts/index.ts';
import { paperService } from '../paper/index.ts';
import type { SealingSource } from '../sealing/index.ts';
import { filesOf, findFile, insertFile } from './files.ts';
import { type IssuedDocument, issuedDocument, tagsOf } from './issued-document.ts';
import { printNumber } from './numbers.ts';
import { countPages } from './render.ts';
import { findDocument } from './store.ts';
import { refuseUnsigned } from './verbs.ts';
import { lastSignOff } from './versions.ts';
import { whoSigned } from './who-signed.ts';

/** The documents' side of the port `sealing.source`. */
export function makeSealingSource(node: Node): SealingSource {
  return {
    async freeze(tx, documentId) {
      const issued = await issuedDocument(tx, documentId, node.publicUrl());
      if (issued === undefined || issued.registration.number === undefined) {
        return undefined;
      }
      const { version } = issued;
      await refuseUnsigned(tx, version);
      const signOff = await lastSignOff(tx, documentId);
      const document = await findDocument(tx, documentId);
      const signer = signOff && (await whoSigned(tx, signOff.id));
      const printed = await printedAddress(node, tx, issued);
      return {
        about: {
          title: issued.official.title.replaceAll('\n', ''),
          number: printNumber(issued.registration.number),
          form: document?.form ?? '',
          kind: document?.kind ?? '',
          ...(signer === undefined ? {} : { signer }),
        },
        documentId,
        versionId: version.id,
        versionNo: version.no,
        root: { ...version.root },
        registration: issued.registrationDigest,
        ...(printed === undefined ? {} : { printed }),
        ...(signOff === undefined
          ? {}
          : {
              approval: {
                name: signOff.signer,
                post: signOff.signerPost,
                at: signOff.signedAt.toISOString(),
              },
            }),
      };
    },

    async upload(tx, personId, uploadId) {
      const file = await findFile(tx, uploadId);
      const isOwn = file?.role === 'upload' && file.documentId === undefined && file.personId === personId;
      if (!isOwn) {
        return undefined;
      }
      const { name, format, sha256, sm3, size, pages } = file;
      return { name, format, sha256, sm3, size, pages: pages ?? 0 };
    },

    async render(scope, frozen) {
      const { issued, organ } = await node.db.asJob(scope, async (tx) => ({
        issued: await issuedDocument(tx, frozen.documentId, node.publicUrl()),
        organ: await organById(tx, scope.organId),
      }));
      const isFrozen =
        issued?.version.id === frozen.versionId &&
        issued.version.root.sha256 === frozen.root.sha256 &&
        issued.registrationDigest === frozen.registration;
      if (issued === undefined || !isFrozen) {
        throw new Error(`document ${frozen.documentId} is no longer what was frozen for sealing`);
      }
      const set = await typeset(printedWith(issued.official, frozen.printed), {
        fontFolders: officeFonts(node, scope.organId).fontFolders,
      });
      return {
        pdf: set.pdf,
        ofd: {
          docId: frozen.documentId.replaceAll('-', ''),
          docType: 'OFD',
          title: issued.official.title.replaceAll('\n', '') || issued.official.organMark.join('、'),
          author: issued.official.signature.join('、') || issued.official.organMark.join('、'),
          creator: 'Yiwen',
          creatorVersion: TYPESETTER_VERSION,
          ...(issued.registration.signedOn === undefined
            ? {}
            : { creationDate: issued.registration.signedOn }),
          customDatas: issued.metadata,
          tags: tagsOf(set.positions),
        },
        places: placesOf(set.positions, organ?.name ?? ''),
        name: issued.fileName,
        pages: set.pages,
        made: { typesetter: TYPESETTER_VERSION, fonts: set.fonts, positions: set.positions },
      };
    },

    async release(tx, earlier, file, at) {
      const before = (await filesOf(tx, earlier.documentId)).find(({ sha256 }) => sha256 === earlier.sha256);
      if (before === undefined) {
        throw new Error(`document ${earlier.documentId} has no file ${earlier.sha256}`);
      }
      // Its report was on the earlier bytes.
      const { report: _report, ...kept } = before;
      await insertFile(tx, await organOf(earlier.documentId, tx), {
        ...kept,
        ...file,
        id: crypto.randomUUID(),
        addedAt: new Date(Math.max(at.getTime(), before.addedAt.getTime() + 1)),
      });
    },

    async attach(tx, frozen, files, at) {
      for (const file of files) {
        await insertFile(tx, await organOf(frozen.documentId, tx), {
          id: crypto.randomUUID(),
          documentId: frozen.documentId,
          versionId: frozen.versionId,
          role: 'rendition',
          format: file.format,
          sealed: true,
          name: file.name,
          size: file.size,
          sha256: file.sha256,
          sm3: file.sm3,
          pages: file.pages,
          typesetter: file.made.typesetter,
          fonts: file.made.fonts as unknown[],
          positions: file.made.positions as Record<string, unknown>,
          ...(file.report === undefined ? {} : { report: file.report }),
          addedAt: at,
        });
      }
    },
  };

  async function organOf(documentId: string, tx: Parameters<SealingSource['attach']>[0]): Promise<string> {
    const issued = await issuedDocument(tx, documentId, node.publicUrl());
    if (issued === undefined) {
      throw new Error(`no outgoing document ${documentId}`);
    }
    return issued.organId;
  }
}

/** The signed address of a document with number, date and code; the page count does not depend on it. */
async function printedAddress(node: Node, tx: Tx, issued: IssuedDocument): Promise<string | undefined> {
  const { official, registration, organId, version } = issued;
  const { number, signedOn, verifyCode } = registration;
  const organ = await organById(tx, organId);
  if (number === undefined || signedOn === undefined || verifyCode === undefined || organ === undefined) {
    return undefined;
  }
  return await node.services.get(paperService).addressOf(tx, {
    organId,
    shortCode: verifyCode,
    number,
    issuer: organ.name,
    date: signedOn,
    sha256: version.root.sha256,
    title: official.title.replaceAll('\n', '') || official.organMark.join('、'),
    pages: countPages(official),
  });
}

/** The pages carry the address that was frozen, so that a retry prints the same. */
function printedWith(official: OfficialDocument, address: string | undefined): OfficialDocument {
  return official.verify === undefined || address === undefined
    ? official
    : { ...official, verify: { ...official.verify, url: address } };
}

/** An organ's seal goes on its own name only; in a joint issue the other names wait for their organs' seals. */
function placesOf({ seals }: Positions, organName: string): { page: number; xMm: number; yMm: number }[] {
  const own = seals.filter((place) => place.organ === organName);
  return (own.length > 0 ? own : seals.slice(0, 1)).map(({ page, xMm, yMm }) => ({
    page: page - 1,
    xMm,
    yMm,
  }));
}
