import { PdfError } from './errors.ts';

/** What a hostile file may cost at most. Every limit ends reading with `PdfError('pdf-limit')`. */
export type PdfLimits = {
  /** Size of the file itself. */
  fileBytes: number;
  /** Cross-reference entries of all revisions together. */
  xrefEntries: number;
  /** Cross-reference sections (revisions and their stream halves). */
  xrefSections: number;
  /** Values parsed (numbers, names, dictionaries …), all objects together. */
  values: number;
  /** Nesting of arrays and dictionaries. */
  depth: number;
  /** Bytes one stream may decode to, counted after every filter. */
  streamBytes: number;
  /** Bytes all streams together may decode to. */
  decodedBytes: number;
  /** Pages, and nodes of the page tree. */
  pages: number;
};

/**
 * Defaults for documents of an office. There is no clock in this package: the counts bound the time instead, so
 * the same file gives the same answer on every machine.
 */
export const defaultPdfLimits: PdfLimits = {
  fileBytes: 256 * 1024 * 1024,
  xrefEntries: 1_000_000,
  xrefSections: 512,
  values: 8_000_000,
  depth: 64,
  streamBytes: 128 * 1024 * 1024,
  decodedBytes: 512 * 1024 * 1024,
  pages: 20_000,
};

/** What is left of the limits while one file is read. Shared by all parsers of that file. */
export class Budget {
  readonly limits: PdfLimits;
  #values: number;
  #decodedBytes: number;
  #xrefEntries: number;

  constructor(limits: PdfLimits) {
    this.limits = limits;
    this.#values = limits.values;
    this.#decodedBytes = limits.decodedBytes;
    this.#xrefEntries = limits.xrefEntries;
  }

  /** Counts one parsed value. */
  spendValue(offset: number): void {
    this.#values -= 1;
    if (this.#values < 0) {
      throw new PdfError('pdf-limit', 'PDF 中的对象过多，超出限额', offset);
    }
  }

  /** Counts decoded bytes as they are produced. */
  spendDecoded(count: number): void {
    this.#decodedBytes -= count;
    if (this.#decodedBytes < 0) {
      throw new PdfError('pdf-limit', 'PDF 解压后的数据总量超出限额');
    }
  }

  /** Counts cross-reference entries before they are read. */
  spendXrefEntries(count: number, offset: number): void {
    this.#xrefEntries -= count;
    if (this.#xrefEntries < 0) {
      throw new PdfError('pdf-limit', 'PDF 交叉引用表的条目过多，超出限额', offset);
    }
  }
}
