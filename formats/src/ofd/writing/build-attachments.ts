/** Attachments.xml and the files it lists (GB/T 33190 clause 20). */
import { serializeXml, type XmlElement, type ZipEntry } from '../../container/index.ts';
import { decimal } from '../../drawing/index.ts';
import type { AttachmentSpec } from '../model/build-types.ts';
import { ofd, ofdText } from '../model/vocabulary.ts';
import { safeExtension } from './build-resources.ts';

/** The list and the files in `folder`; nothing without attachments. Ids are "a1", "a2" … */
export function buildAttachments(folder: string, attachments: readonly AttachmentSpec[]): ZipEntry[] {
  if (attachments.length === 0) {
    return [];
  }
  const file = ({ format }: AttachmentSpec, index: number): string =>
    `attachment_${index}.${safeExtension(format)}`;
  const elements = attachments.map((attachment, index) =>
    attachmentElement(attachment, `a${index + 1}`, file(attachment, index)),
  );
  return [
    { name: `${folder}/Attachments.xml`, bytes: serializeXml(ofd('Attachments', {}, elements)) },
    ...attachments.map((attachment, index) => ({
      name: `${folder}/${file(attachment, index)}`,
      bytes: attachment.bytes,
    })),
  ];
}

/** One Attachment; the readable name is an attribute, so no user text becomes a path. Size is in KB. */
export function attachmentElement(attachment: AttachmentSpec, id: string, location: string): XmlElement {
  return ofd(
    'Attachment',
    {
      ID: id,
      Name: attachment.name,
      Format: attachment.format,
      CreationDate: attachment.creationDate,
      Size: decimal(attachment.bytes.length / 1024, 3),
      Visible: attachment.visible === false ? false : undefined,
      Usage: attachment.usage,
    },
    [ofdText('FileLoc', location)],
  );
}
