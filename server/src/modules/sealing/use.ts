/** The nouns of using a seal: who applied, who approved, what was sealed. */
import { z } from 'zod';

/** Somebody in a post, named as they were then. */
export const who = z.object({
  name: z.string(),
  post: z.string(),
  personId: z.string().optional(),
  postId: z.string().optional(),
});
/** Somebody in a post, named as they were then. */
export type Who = z.output<typeof who>;

/** An approval: by whom, when, in which act. `at` ISO 8601. */
export const approval = who.extend({ at: z.string(), actId: z.string().optional() });
/** An approval. */
export type Approval = z.output<typeof approval>;

/** What a use rests on: 签发 of the very version, or an approved 用印申请; and the version of the rule it satisfied. */
export const basis = z.object({
  kind: z.enum(['sign-off', 'application']),
  ruleNo: z.int(),
  approval,
  applicant: who,
  applicationId: z.string().optional(),
});
/** What a use rests on. */
export type Basis = z.output<typeof basis>;

/** An uploaded file that is to be sealed; its bytes are in the store by digest. Pages only where the seal is shown on one. */
export const fileToSeal = z.object({
  name: z.string(),
  format: z.enum(['pdf', 'ofd', 'image', 'docx', 'other']),
  sha256: z.string(),
  sm3: z.string(),
  size: z.int(),
  pages: z.int(),
});
/** An uploaded file that is to be sealed. */
export type FileToSeal = z.output<typeof fileToSeal>;

/** A version of an own document that is to be sealed. */
export const documentToSeal = z.object({
  documentId: z.string(),
  versionNo: z.int(),
  root: z.object({ sha256: z.string(), sm3: z.string() }),
  title: z.string(),
});
/** A version of an own document that is to be sealed. */
export type DocumentToSeal = z.output<typeof documentToSeal>;

/** Where the seal goes: page from 1 (0: the last), and in which part of it. */
export const place = z.object({
  page: z.int().min(0).max(5000),
  spot: z.enum(['bottom-right', 'bottom-middle', 'bottom-left', 'middle', 'top-right']),
});
/** Where the seal goes. */
export type Place = z.output<typeof place>;

/** What a sealed file is: the seal on a page of it, or any file in a container with its signature (ASiC-E). */
export const sealedFormat = z.enum(['pdf', 'ofd', 'asice']);
/** What a sealed file is. */
export type SealedFormat = z.output<typeof sealedFormat>;

/** What a file becomes when it is sealed. */
export function sealedFormatOf({ format }: FileToSeal): SealedFormat {
  return format === 'pdf' || format === 'ofd' ? format : 'asice';
}

/** A sealed file and what the verifying code said of it before it was stored. */
export type SealedResult = {
  name: string;
  format: SealedFormat;
  sha256: string;
  sm3: string;
  size: number;
  verdict: string;
  sentence: { zh: string; en: string };
};

/** One line of the 用印登记簿. */
export const useLine = z.object({
  what: z.string(),
  number: z.string().optional(),
  documentId: z.string().optional(),
  matterId: z.string().optional(),
  versionNo: z.int().optional(),
  /** SHA-256 of what was approved: the version's root, or the file as it came. */
  digest: z.string(),
  copies: z.int(),
  basis: z.enum(['sign-off', 'application']),
  applicant: who,
  approval,
  sealer: who,
  files: z.array(z.object({ format: sealedFormat, sha256: z.string(), sm3: z.string() })),
});
/** One line of the 用印登记簿. */
export type UseLine = z.output<typeof useLine>;
