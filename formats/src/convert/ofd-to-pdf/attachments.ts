/** Attachments as embedded files with their relationship (ISO 32000-1 7.11.4, ISO 19005-3 6.8). */
import type { OfdAttachment, OfdDocument } from '../../ofd/index.ts';
import { type PdfObject, type PdfRef, pdfDict, pdfName, pdfText } from '../../pdf/index.ts';
import { dateOf, sound } from './metadata.ts';
import { flate } from './pdf-output.ts';
import type { PdfTarget } from './pdf-target.ts';

const types: ReadonlyMap<string, string> = new Map(
  Object.entries({
    xml: 'application/xml',
    json: 'application/json',
    pdf: 'application/pdf',
    ofd: 'application/ofd',
    txt: 'text/plain',
    csv: 'text/csv',
    html: 'text/html',
    jpg: 'image/jpeg',
    jpeg: 'image/jpeg',
    png: 'image/png',
    zip: 'application/zip',
    doc: 'application/msword',
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xls: 'application/vnd.ms-excel',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  }),
);

/** The file specifications, in the package's order; attachments whose entry is missing are findings. */
export function writeAttachments(document: OfdDocument, target: PdfTarget): { name: string; ref: PdfRef }[] {
  const taken = new Map<string, number>();
  const written = new Map<Uint8Array, PdfRef>();
  return document.docs
    .flatMap((body) => body.attachments)
    .flatMap((attachment) => {
      const bytes = attachment.entry === undefined ? undefined : document.entries.get(attachment.entry);
      if (!bytes) {
        target.notes.add('pdf-attachment-missing', 'warning', '附件内容缺失，未转换', attachment.name);
        return [];
      }
      const name = uniqueName(attachment, taken);
      return [{ name, ref: writeFile(name, attachment, bytes, written, target) }];
    });
}

function uniqueName(attachment: OfdAttachment, taken: Map<string, number>): string {
  const extension = (
    /\.([A-Za-z0-9]{1,8})$/.exec(attachment.entry ?? '')?.[1] ?? attachment.format
  ).toLowerCase();
  const base =
    sound(attachment.name)
      .replace(/[\\/:*?"<>|\n\t]/g, '_')
      .slice(0, 120) || '附件';
  const ending =
    /^[a-z0-9]{1,8}$/.test(extension) && !base.toLowerCase().endsWith(`.${extension}`) ? `.${extension}` : '';
  const plain = `${base}${ending}`;
  let name = plain;
  // Counting goes on where the last file of this name left it: a list may repeat one name without end.
  for (let count = taken.get(plain) ?? 1; taken.has(name); ) {
    count += 1;
    name = `${base}-${count}${ending}`;
    taken.set(plain, count);
  }
  taken.set(name, 1);
  return name;
}

/** `written` holds each file of the package once, as what its first name says it is. */
function writeFile(
  name: string,
  attachment: OfdAttachment,
  bytes: Uint8Array,
  written: Map<Uint8Array, PdfRef>,
  { output }: PdfTarget,
): PdfRef {
  const stream = written.get(bytes) ?? output.add(embeddedFile(name, attachment, bytes));
  written.set(bytes, stream);
  return output.add(
    pdfDict({
      Type: pdfName('Filespec'),
      F: pdfText(name),
      UF: pdfText(name),
      EF: pdfDict({ F: stream, UF: stream }),
      AFRelationship: pdfName('Unspecified'),
      Desc: attachment.usage === '' ? undefined : pdfText(sound(attachment.usage)),
    }),
  );
}

function embeddedFile(name: string, attachment: OfdAttachment, bytes: Uint8Array): PdfObject {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const date = dateOf(attachment.creationDate);
  return flate(
    pdfDict({
      Type: pdfName('EmbeddedFile'),
      Subtype: pdfName(types.get(extension) ?? 'application/octet-stream'),
      // 6.8 of ISO 19005-3 wants a date; without one in the file the parameter is left to the size
      Params: pdfDict({ Size: bytes.length, ModDate: date && pdfText(date.pdf) }),
    }),
    bytes,
  );
}
