/** An outgoing document as it is issued: its newest version with its registration data, and what files say of it. */

import type { OfficialTag, TaggedBox } from '@yiwen/formats/ofd';
import { digestContent } from '@yiwen/trust/content';
import type { OfficialDocument, Positions } from '@yiwen/typesetter';
import type { Tx } from '../../platform/database/index.ts';
import type { DocumentContent } from './content.ts';
import { printNumber } from './numbers.ts';
import { officialDocumentOf } from './official-document.ts';
import { readParts } from './parts.ts';
import { findDocument, findRegistration, type Registration } from './store.ts';
import { partsOf, type Version, versionsOf } from './versions.ts';

/** Everything the files of a document are made from. */
export type IssuedDocument = {
  readonly documentId: string;
  readonly organId: string;
  readonly version: Version;
  readonly content: DocumentContent;
  readonly registration: Registration;
  /** SHA-256 of the canonical registration data, lower-case hexadecimal. */
  readonly registrationDigest: string;
  readonly official: OfficialDocument;
  /** What OFD CustomDatas say, names as in DA/T 46 and our own 文档标识, in a fixed order. */
  readonly metadata: readonly (readonly [name: string, value: string])[];
  /** File name without its ending. */
  readonly fileName: string;
};

/** The issued document of the transaction's organ; undefined when it is none of the organ's outgoing documents. */
export async function issuedDocument(
  tx: Tx,
  documentId: string,
  publicUrl: string,
): Promise<IssuedDocument | undefined> {
  const document = await findDocument(tx, documentId);
  const version = (await versionsOf(tx, documentId)).at(-1);
  if (document?.direction !== 'out' || version === undefined) {
    return undefined;
  }
  const content = readParts(await partsOf(tx, version.id));
  const registration = await findRegistration(tx, documentId);
  return {
    documentId,
    organId: document.organId,
    version,
    content,
    registration,
    registrationDigest: digestRegistration(registration),
    official: officialDocumentOf(content, registration, { publicUrl }),
    metadata: metadataOf(content, registration, version),
    fileName: fileNameOf(content, registration),
  };
}

/** The digest of registration data as sealing freezes it: everything printed or sent, nothing about time of entry. */
export function digestRegistration(registration: Registration): string {
  const { signer, signedOn, number, printedOn, copies, receivers, verifyCode } = registration;
  return digestContent({
    signer: signer ?? '',
    signedOn: signedOn ?? '',
    number: number === undefined ? '' : printNumber(number),
    printedOn: printedOn ?? '',
    copies: copies ?? 0,
    receivers: receivers.map(({ organId, name, role }) => ({ organId, name, role })),
    verifyCode: verifyCode ?? '',
  }).sha256;
}

function metadataOf(
  { kind, fields }: DocumentContent,
  registration: Registration,
  version: Version,
): [string, string][] {
  const pairs: [string, string | undefined][] = [
    ['题名', fields.title.replaceAll('\n', '') || fields.organMark.join('、')],
    ['文件编号', registration.number && printNumber(registration.number)],
    ['责任者', fields.signature.join('、') || fields.organMark.join('、')],
    ['文件日期', registration.signedOn],
    ['文种', kind],
    ['紧急程度', fields.urgency],
    ['主送', fields.mainReceivers],
    ['抄送', fields.cc],
    ['签发人', registration.signer],
    ['印发日期', registration.printedOn],
    ['文档标识', version.root.sha256],
    ['文档标识SM3', version.root.sm3],
    ['验证码', registration.verifyCode],
  ];
  return pairs.filter((pair): pair is [string, string] => pair[1] !== undefined && pair[1] !== '');
}

function fileNameOf({ fields }: DocumentContent, registration: Registration): string {
  const title = fields.title.replaceAll('\n', '') || fields.organMark.join('、');
  const number = registration.number === undefined ? '' : `${printNumber(registration.number)} `;
  return `${number}${title}`.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').slice(0, 120);
}

/** Where the elements of a set document stand, for the custom tag 电子公文. Pages count from 0 there. */
export function tagsOf(positions: Positions): TaggedBox[] {
  const of = (tag: OfficialTag, box: Positions['title']): TaggedBox[] =>
    box === undefined
      ? []
      : [
          {
            tag,
            page: box.page - 1,
            box: { xMm: box.xMm, yMm: box.yMm, widthMm: box.widthMm, heightMm: box.heightMm },
          },
        ];
  const lines = (kind: Positions['lines'][number]['kind'], tag: OfficialTag): TaggedBox[] =>
    positions.lines
      .filter((line) => line.kind === kind)
      .map((line) => ({
        tag,
        page: line.page - 1,
        box: { xMm: line.xMm, yMm: line.yMm, widthMm: line.widthMm, heightMm: positions.linePitchMm },
      }));
  return [
    ...of('发文机关标志', positions.organMark),
    ...of('发文字号', positions.number),
    ...of('签发人', positions.signers),
    ...of('标题', positions.title),
    ...of('主送机关', positions.mainReceivers),
    ...lines('body', '正文'),
    ...lines('attachmentNote', '附件说明'),
    ...positions.signatures.flatMap((box) => of('发文机关署名', box)),
    ...of('成文日期', positions.date),
    ...of('附注', positions.note),
    ...of('抄送机关', positions.cc),
    ...of('印发机关', positions.printed),
  ];
}
