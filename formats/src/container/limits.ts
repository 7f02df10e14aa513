/** What a package from outside may cost us. Every field has a default; a caller tightens or widens by name. */
export type ZipLimits = {
  /** Bytes of the archive itself; above it the archive is not opened at all. */
  archiveBytes: number;
  entries: number;
  /** Inflated bytes of one entry. */
  entryBytes: number;
  /** Inflated bytes of all entries together. */
  totalBytes: number;
  /** Inflated : compressed, looked at only for entries above 1 MB. */
  ratio: number;
  /** Bytes of one name. */
  nameBytes: number;
  /**
   * Inflated bytes of all entries up to which they are compressed again, to tell whether the archive is written as
   * `writeZip` writes it. Above, only the headers are compared, and it is not called canonical.
   */
  comparedBytes: number;
};

/** Far above every real document, far below what would hurt a phone. */
export const defaultZipLimits: ZipLimits = {
  archiveBytes: 256 * 1024 * 1024,
  entries: 4096,
  entryBytes: 64 * 1024 * 1024,
  totalBytes: 256 * 1024 * 1024,
  ratio: 500,
  nameBytes: 512,
  comparedBytes: Number.POSITIVE_INFINITY,
};

/** What one XML part may cost us. */
export type XmlLimits = { bytes: number; depth: number; elements: number };

/** Likewise for one part. */
export const defaultXmlLimits: XmlLimits = { bytes: 32 * 1024 * 1024, depth: 64, elements: 500_000 };
