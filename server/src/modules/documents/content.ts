/** What a document says: typed fields and body blocks, as the API carries them and as a version keeps them. */

import { z } from 'zod';
import { words } from '../workflow/index.ts';
import { documentKindNames } from './document-kinds.ts';

const text = words;
const names = z.array(text(200)).max(20);

/** Layouts of GB/T 9704; see the typesetter. */
export const documentForm = z.enum(['文件', '上行', '信函', '命令', '纪要']);

/** 文种. */
export const documentKind = z.enum(documentKindNames as [string, ...string[]]);

/** Typed fields of a document. Registration data (number, dates, signer) is not among them. */
export const documentFields = z.object({
  organMark: names,
  withWenjian: z.boolean().default(true),
  title: text(300),
  mainReceivers: text(2000).default(''),
  cc: text(2000).optional(),
  signature: names,
  urgency: z.enum(['特急', '加急']).optional(),
  note: text(500).optional(),
  printedBy: text(100).optional(),
  attendance: z
    .object({ 出席: text(2000).optional(), 请假: text(2000).optional(), 列席: text(2000).optional() })
    .optional(),
  /** 办理时限, `YYYY-MM-DD`. */
  dueOn: z.iso.date().optional(),
  /** 机关代字 the number will be taken under, e.g. 禾汀政发. */
  numberCode: text(30).optional(),
});
/** Typed fields as answers carry them: lists are always lists. */
export const documentFieldsView = documentFields
  .extend({ organMark: z.array(z.string()), signature: z.array(z.string()) })
  .partial();
/** Typed fields of a document. */
export type DocumentFields = z.output<typeof documentFields>;

/** One block of the body; ids stay with their text through all versions. */
export const block = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  kind: z.enum(['paragraph', 'heading1', 'heading2', 'heading3', 'heading4', 'table']),
  text: words(20_000),
  rows: z
    .array(z.array(words(2000)).max(40))
    .max(500)
    .optional(),
  columnWeights: z.array(z.int().min(1).max(1000)).max(40).optional(),
});
/** One block of the body. */
export type Block = z.output<typeof block>;

/** The body of a document. */
export const documentBody = z
  .array(block)
  .max(2000)
  .refine((blocks) => new Set(blocks.map((one) => one.id)).size === blocks.length, {
    message: 'two blocks have the same id',
  });

/** An attachment as a version names it. */
export type AttachmentRef = {
  /** Id of the file row; also the part's id. */
  fileId: string;
  name: string;
  format: string;
  size: number;
  sha256: string;
  sm3: string;
};

/** The whole content of a version. */
export type DocumentContent = {
  kind: string;
  form: z.output<typeof documentForm>;
  fields: DocumentFields;
  body: Block[];
  attachments: AttachmentRef[];
};

/** Characters of the body, as the limits of the 2024 rules count them. */
export function countCharacters(body: readonly Block[]): number {
  return body.reduce(
    (sum, one) =>
      sum +
      [...one.text.replace(/\s/g, '')].length +
      (one.rows ?? []).flat().join('').replace(/\s/g, '').length,
    0,
  );
}
