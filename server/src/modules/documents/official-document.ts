/** A version's content and its registration data as the typesetter takes them. Pure. */

import type { OfficialDocument } from '@yiwen/typesetter';
import type { DocumentContent } from './content.ts';
import { isUpward } from './document-kinds.ts';
import type { Registration } from './store.ts';

/** What a page depends on beside content and registration. */
export type SettingOptions = {
  /** Address printed in the QR code, without a trailing slash. */
  publicUrl: string;
  /** A pale word over every page, for what is not yet issued. */
  watermark?: string;
};

/** Whether a document is issued under a seal: all but 纪要 (official-documents §1.1, practice). */
export function isSealedForm(form: string): boolean {
  return form !== '纪要';
}

/** The document to set. The same content, registration and address give the same pages. */
export function officialDocumentOf(
  content: DocumentContent,
  registration: Registration,
  options: SettingOptions,
): OfficialDocument {
  const { fields, form, kind } = content;
  const signers = isUpward(kind, form) ? [registration.signer ?? ''] : [];
  return {
    form,
    organMark: fields.organMark,
    withWenjian: fields.withWenjian,
    title: fields.title,
    mainReceivers: fields.mainReceivers,
    body: content.body.map((one) => ({ ...one })),
    attachments: content.attachments.map((one) => ({ title: titleOf(one.name) })),
    signature: fields.signature,
    sealed: isSealedForm(form),
    ...(registration.number ? { number: registration.number } : {}),
    ...(signers.length > 0 ? { signers } : {}),
    ...(registration.signedOn ? { date: registration.signedOn } : {}),
    ...(fields.urgency ? { urgency: fields.urgency } : {}),
    ...(fields.note ? { note: fields.note } : {}),
    ...(fields.cc ? { cc: fields.cc } : {}),
    ...(fields.printedBy ? { printedBy: fields.printedBy } : {}),
    ...(registration.printedOn ? { printedOn: registration.printedOn } : {}),
    ...(fields.attendance ? { attendance: withoutEmpty(fields.attendance) } : {}),
    // Nobody could look up what is not sealed: such a document carries no code.
    ...(registration.verifyCode && isSealedForm(form)
      ? {
          verify: {
            url: `${options.publicUrl}/v/${registration.verifyCode}`,
            code: registration.verifyCode,
          },
        }
      : {}),
    ...(options.watermark ? { watermark: options.watermark } : {}),
  };
}

/** An attachment is named without its file ending (GB/T 9704 §7.3.4 prints names, not files). */
function titleOf(fileName: string): string {
  return fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '');
}

function withoutEmpty(attendance: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attendance).filter((entry): entry is [string, string] => !!entry[1]),
  );
}
