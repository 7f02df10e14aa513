/** Makes an OFD-A out of an OFD (GB/T 42133-2022): what an archive can still show in decades, and nothing else. */
import {
  child,
  children,
  childText,
  serializeXml,
  writeZip,
  type XmlElement,
  type ZipEntry,
} from '../../container/index.ts';
import type { Finding } from '../../finding.ts';
import type { OfdDocument, OfdSignature } from '../model/read-types.ts';
import { readOfd } from '../reading/read-ofd.ts';
import { carryOut } from '../writing/edit-ofd.ts';
import type { OfdEdit } from '../writing/edit-types.ts';
import { planEdit } from '../writing/plan-edit.ts';
import { ArchiveParts } from './archive-parts.ts';
import type { ArchiveFinding } from './archive-rules.ts';
import { plainSignatures, type SignatureFacts } from './archive-signatures.ts';
import { unfitAttachment } from './attachment-kinds.ts';
import { checkArchive } from './check-archive.ts';
import { fixAnnotations } from './fix-annotations.ts';
import { fixContent } from './fix-content.ts';
import { fixFonts, type SuppliedFont, type WantedFont } from './fix-fonts.ts';
import { fixNavigation } from './fix-navigation.ts';
import { fixMedia, moveResources, type NewFiles, toPng } from './fix-resources.ts';
import { actionJudge } from './goto-targets.ts';
import { linkFor } from './link-annotations.ts';
import { hasNationalForm } from './signature-form.ts';
import { removeChildren, setAttribute } from './tree-edits.ts';

export type ArchiveOptions = {
  /** Files for fonts the document only names. */
  readonly font?: (font: WantedFont) => SuppliedFont | undefined;
  /** A picture in a format the archive does not take, as PNG; the package's own decoders when left out. */
  readonly transcode?: (bytes: Uint8Array) => Promise<Uint8Array | undefined>;
  /** What is known about a signature that cannot stay. */
  readonly signature?: (signature: OfdSignature) => SignatureFacts | undefined;
  /** xs:date of the conversion, for the annotations it makes; the document's own date when left out. */
  readonly date?: string;
};

/** The archive file, as entries in order. */
export type Archived = {
  readonly entries: readonly ZipEntry[];
  /** What was taken out or changed in kind, in words for a clerk. */
  readonly changes: readonly Finding[];
  /** What still keeps the file from being an OFD-A: usually fonts nobody supplied. */
  readonly findings: readonly ArchiveFinding[];
  /** False when signatures were made plain; then nothing cryptographic is left in the file. */
  readonly signaturesKept: boolean;
};

/**
 * Converts the first document of a package. Parts that need no change keep their bytes. Signatures stay only when
 * each has a national form and covers nothing that had to change; otherwise all of them are made plain, because
 * the record of that changes the document again. Equal input gives equal entries.
 */
export async function toArchive(document: OfdDocument, options: ArchiveOptions = {}): Promise<Archived> {
  const parts = new ArchiveParts(document);
  if (!parts.ofd || !parts.root || parts.bodies.length === 0) {
    throw new RangeError('expected a package with a document');
  }
  const changes: Finding[] = [];
  const note = (message: string, evidence?: string): void => {
    changes.push({ code: 'archive-removed', severity: 'info', message, ...(evidence ? { evidence } : {}) });
  };
  fixRoot(parts, parts.ofd, note);
  fixNavigation(parts).forEach((what) => {
    note('已去除', what);
  });
  moveResources(parts);
  const files: NewFiles = new Map();
  fixFonts(parts, files, options.font ?? (() => undefined));
  const removed = await fixMedia(parts, files, options.transcode ?? toPng);
  removed.forEach((what) => {
    note('已移出音频或视频', what);
  });
  const edit = fixObjects(parts, options, note);
  const actions = fixAnnotations(parts);
  if (actions > 0) {
    note('已去除注释的动作', `${actions}`);
  }
  fixAttachments(parts, note);
  const signaturesKept = edit.annotations?.length === 0 && signaturesStay(document, parts);
  const plain = signaturesKept ? undefined : dropSignatures(parts, document, options);
  if (plain && document.signatures.length > 0) {
    note('签名和签章已去技术化', `${document.signatures.length}`);
  }
  const converted = reread(assemble(document, parts, files));
  const last = planEdit(converted, {
    images: plain?.images ?? [],
    annotations: [...(edit.annotations ?? []), ...(plain?.annotations ?? [])],
  });
  const edited = readOfd(writeZip(carryOut(converted, last)));
  const entries = edited.order
    .filter((name) => edited.reached.has(name))
    .map((name) => ({ name, bytes: edited.entries.get(name)! }));
  for (const name of document.order) {
    if (!entries.some((entry) => entry.name === name)) {
      note('未收入档案包', name);
    }
  }
  return { entries, changes, findings: checkArchive(readOfd(writeZip(entries))), signaturesKept };
}

function fixRoot(
  parts: ArchiveParts,
  ofd: XmlElement,
  note: (what: string, evidence?: string) => void,
): void {
  const [first, ...others] = parts.bodies;
  if (parts.document.docType !== 'OFD-A' || others.length > 0) {
    setAttribute(ofd, 'DocType', 'OFD-A');
    removeChildren(ofd, (item) => others.includes(item));
    parts.touch('OFD.xml');
  }
  for (const other of others) {
    const info = child(other, 'DocInfo');
    note('包内的其他文档未收入', info ? childText(info, 'Title') : undefined);
  }
  if (!first) {
    throw new RangeError('expected a DocBody');
  }
}

/** Objects of pages, templates and composites; their jumps become link annotations. */
function fixObjects(
  parts: ArchiveParts,
  options: ArchiveOptions,
  note: (what: string, evidence?: string) => void,
): Pick<OfdEdit, 'annotations'> {
  const judge = actionJudge(parts);
  const ids = parts.pages.map(({ id }) => id);
  const info = parts.document.docs[0]?.info;
  const date = options.date ?? info?.modDate.slice(0, 10) ?? '';
  const today = /^\d{4}-\d\d-\d\d$/.test(date) ? date : '1970-01-01';
  const annotations: NonNullable<OfdEdit['annotations']>[number][] = [];
  let lost = 0;
  for (const { entry, root } of parts.contentRoots()) {
    const fix = fixContent(root);
    if (fix.changed) {
      parts.touch(entry);
    }
    if (fix.videos > 0) {
      note('已去除视频', `${fix.videos}`);
    }
    const page = parts.pages.findIndex((part) => part.root === root);
    for (const { action, boundary } of fix.actions) {
      const link =
        page >= 0 && boundary && judge(action) === 'goto' ? linkFor(action, boundary, ids, today) : undefined;
      if (link) {
        annotations.push({ page, annotations: [link] });
      } else {
        lost += 1;
      }
    }
  }
  if (lost > 0) {
    note('已去除图元动作', `${lost}`);
  }
  return { annotations };
}

function fixAttachments(parts: ArchiveParts, note: (what: string, evidence?: string) => void): void {
  for (const { entry, root } of parts.attachmentLists) {
    for (const attachment of children(root, 'Attachment')) {
      const name = attributeOf(attachment, 'Name');
      const reason = unfitAttachment(name, attributeOf(attachment, 'Format'));
      if (reason !== undefined) {
        removeChildren(root, (item) => item === attachment);
        parts.touch(entry);
        note(`附件已移出（${reason}）`, name);
      }
    }
  }
}

function attributeOf(element: XmlElement, name: string): string {
  return element.attributes.find((attribute) => attribute.name === name)?.value ?? '';
}

function signaturesStay(document: OfdDocument, parts: ArchiveParts): boolean {
  const changed = parts.changed();
  return document.signatures.every(({ type, references, signedValueEntry }) => {
    const value = signedValueEntry === undefined ? undefined : document.entries.get(signedValueEntry);
    return (
      hasNationalForm(type, value) &&
      references.every(
        ({ entry }) => entry !== undefined && !changed.has(entry) && document.reached.has(entry),
      )
    );
  });
}

function dropSignatures(parts: ArchiveParts, document: OfdDocument, options: ArchiveOptions) {
  for (const body of parts.bodies) {
    if (removeChildren(body, ({ name }) => name === 'Signatures')) {
      parts.touch('OFD.xml');
    }
  }
  const date = options.date ?? document.docs[0]?.info.modDate.slice(0, 10) ?? '';
  const today = /^\d{4}-\d\d-\d\d$/.test(date) ? date : '1970-01-01';
  return plainSignatures(document, options.signature ?? (() => undefined), today);
}

function assemble(document: OfdDocument, parts: ArchiveParts, files: NewFiles): ZipEntry[] {
  const changed = parts.changed();
  const old = document.order.map((name) => {
    const tree = changed.get(name);
    return { name, bytes: tree ? serializeXml(tree) : document.entries.get(name)! };
  });
  const fresh = [...changed].filter(([name]) => !document.entries.has(name));
  return [
    ...old,
    ...fresh.map(([name, tree]) => ({ name, bytes: serializeXml(tree) })),
    ...[...files].map(([name, bytes]) => ({ name, bytes })),
  ];
}

/** Folders and names stay; what nothing links to any more is left out at the end. */
function reread(entries: readonly ZipEntry[]): OfdDocument {
  return readOfd(writeZip(entries));
}
