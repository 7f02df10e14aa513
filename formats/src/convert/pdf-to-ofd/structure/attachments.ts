import type { AttachmentSpec } from '../../../ofd/index.ts';
import {
  isDict,
  isName,
  isStream,
  type PdfDict,
  type PdfFile,
  type PdfObject,
  type PdfStream,
} from '../../../pdf/index.ts';
import type { Notes } from '../notes.ts';
import { lineOf } from './destinations.ts';
import { dateOf } from './doc-info.ts';
import { nameTree } from './name-tree.ts';

const maxAttachments = 500;

/** Embedded files (ISO 32000-1 7.11.4): of the name tree, of /AF, of FileAttachment annotations. Each once. */
export function readAttachments(file: PdfFile, notes: Notes): AttachmentSpec[] {
  const seen = new Set<PdfStream>();
  const out: AttachmentSpec[] = [];
  for (const value of fileSpecifications(file)) {
    const dict = file.resolve(value);
    const attachment = isDict(dict) ? attachmentOf(file, dict, seen, notes) : undefined;
    if (attachment !== undefined && out.length < maxAttachments) {
      out.push(attachment);
    }
  }
  return out;
}

/** Whether the PDF carries files at all. */
export function hasAttachments(file: PdfFile): boolean {
  return file.dict(file.catalog, 'Names')?.has('EmbeddedFiles') === true || file.catalog.has('AF');
}

function fileSpecifications(file: PdfFile): PdfObject[] {
  const names = file.dict(file.catalog, 'Names');
  const embedded = nameTree(file, names && file.dict(names, 'EmbeddedFiles'));
  const pinned = file.pages().flatMap((page) =>
    (file.array(page.dict, 'Annots') ?? []).flatMap((value) => {
      const dict = file.resolve(value);
      return isDict(dict) && isName(file.resolve(dict.get('Subtype')), 'FileAttachment')
        ? [dict.get('FS') ?? null]
        : [];
    }),
  );
  return [...embedded.values(), ...(file.array(file.catalog, 'AF') ?? []), ...pinned];
}

function attachmentOf(
  file: PdfFile,
  dict: PdfDict,
  seen: Set<PdfStream>,
  notes: Notes,
): AttachmentSpec | undefined {
  const files = file.dict(dict, 'EF');
  const stream = files && file.resolve(files.get('UF') ?? files.get('F'));
  if (!isStream(stream) || seen.has(stream)) {
    return undefined;
  }
  seen.add(stream);
  const written = lineOf(file.resolve(dict.get('UF'))) ?? lineOf(file.resolve(dict.get('F'))) ?? '附件';
  const name = written.split(/[\\/]/).at(-1) || '附件';
  const { bytes, remaining } = file.decode(stream);
  if (remaining.length > 0) {
    notes.add('convert-attachment', 'error', '附件的压缩方式不支持，未转换', name);
    return undefined;
  }
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1];
  const parameters = file.dict(stream.dict, 'Params');
  const date = parameters && dateOf(file.resolve(parameters.get('CreationDate')));
  const relation = file.resolve(dict.get('AFRelationship'));
  return {
    name: extension === undefined ? name : name.slice(0, -extension.length - 1) || name,
    format: extension?.toLowerCase() ?? 'bin',
    bytes,
    ...(isName(relation) ? { usage: relation.name } : {}),
    ...(date === undefined ? {} : { creationDate: date }),
  };
}
