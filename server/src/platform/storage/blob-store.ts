/** A stored file by content: lower-case hex digests and its size in bytes. */
export type BlobRef = { sha256: string; sm3: string; size: number };

/** Files by content. A put is durable when it returns; the same content is stored once. */
export type BlobStore = {
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<BlobRef>;
  /** The bytes, or undefined when there is no such content. Digests are checked on every read. */
  get(sha256: string): Promise<Uint8Array | undefined>;
  /** The bytes as a stream for downloads; undefined when there is no such content. */
  stream(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  has(sha256: string): Promise<boolean>;
};
