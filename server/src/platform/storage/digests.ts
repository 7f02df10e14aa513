import { createHash } from 'node:crypto';
import type { BlobRef } from './blob-store.ts';

/** Both digests and the size of content that passes by. */
export function hashing(): { update(chunk: Uint8Array): void; digest(): BlobRef } {
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  let size = 0;
  return {
    update(chunk) {
      sha256.update(chunk);
      sm3.update(chunk);
      size += chunk.length;
    },
    digest: () => ({ sha256: sha256.digest('hex'), sm3: sm3.digest('hex'), size }),
  };
}

/** Refuses anything but a lower-case hex SHA-256, which also keeps keys and paths free of surprises. */
export function checkDigest(sha256: string): void {
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new RangeError('a blob is named by a lower-case hex SHA-256');
  }
}

/** The same bytes, or an assertion when the store gives other bytes than were put. */
export function verifyDigest(bytes: Uint8Array, sha256: string): Uint8Array {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) {
    throw new Error(`stored file ${sha256} is damaged: its content now has ${found}`);
  }
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
