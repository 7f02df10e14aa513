/** The port through which sealing gets what it seals and gives back what it sealed; the documents module provides it. */
import type { ConvertMeta } from '@yiwen/formats/convert';
import type { Report } from '@yiwen/trust/verification';
import type { z } from 'zod';
import type { Tx } from '../../platform/database/index.ts';
import { serviceKey } from '../../platform/node/index.ts';
import type { frozenBody } from './acts.ts';
import type { FileToSeal } from './use.ts';

/** What may not change between request and seal. */
export type Frozen = z.output<typeof frozenBody>;

/** The layout to be sealed: one PDF, and what its OFD twin is told. */
export type ToSeal = {
  pdf: Uint8Array;
  ofd: ConvertMeta;
  /** Where seals go: centre in mm from the top left corner; pages count from 0. */
  places: { page: number; xMm: number; yMm: number }[];
  /** File name without extension. */
  name: string;
  pages: number;
  /** Kept with the rendition: typesetter version, fonts used, positions. */
  made: { typesetter: string; fonts: unknown; positions: unknown };
};

/** A sealed file, already stored by digest. */
export type SealedFile = {
  format: 'ofd' | 'pdf';
  sha256: string;
  sm3: string;
  size: number;
  name: string;
  pages: number;
  made: ToSeal['made'];
  /** What the verifying code said of it before it was stored. */
  report?: Report;
};

/** What the register of uses and the rules of seals ask about a document; `signer`: who did its 签发, in which post. */
export type AboutDocument = {
  title: string;
  number: string;
  form: string;
  kind: string;
  signer?: { personId: string; postId: string };
};

/** What sealing needs of documents. */
export type SealingSource = {
  /** Fixes what is to be sealed; undefined `approval` when the newest version has no 签发. */
  freeze(
    tx: Tx,
    documentId: string,
  ): Promise<
    (Omit<Frozen, 'approval'> & { approval?: Frozen['approval']; about: AboutDocument }) | undefined
  >;
  /** A person's own upload that may be sealed: PDF or OFD, unsigned, part of no document; undefined otherwise. */
  upload(tx: Tx, personId: string, uploadId: string): Promise<FileToSeal | undefined>;
  /** Sets the frozen version; throws when version or registration data are no longer the frozen ones. Deterministic. */
  render(scope: { organId: string }, frozen: Frozen): Promise<ToSeal>;
  /**
   * Adds a later state of a sealed file (a time-stamp more) to the same version under the same name; the earlier one stays
   * registered. In the transaction of the act that says so.
   */
  release(
    tx: Tx,
    earlier: { documentId: string; sha256: string },
    file: { sha256: string; sm3: string; size: number },
    at: Date,
  ): Promise<void>;
  /** Makes sealed files part of the document, in the transaction of the act *sealed*. */
  attach(tx: Tx, frozen: Frozen, files: readonly SealedFile[], at: Date): Promise<void>;
};

/** Provided by the documents module. */
export const sealingSource = serviceKey<SealingSource>('sealing.source');
