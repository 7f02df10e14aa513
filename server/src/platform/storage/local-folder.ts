import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobRef, BlobStore } from './blob-store.ts';
import { checkDigest, hashing, verifyDigest } from './digests.ts';

/**
 * Files in a folder, `sha256/ab/cd/<digest>`. A file is written under a temporary name, synced, renamed, and its folder
 * synced, so that after a crash a name either holds the whole content or does not exist.
 */
export function localFolder(folder: string): BlobStore {
  function place(sha256: string): string {
    checkDigest(sha256);
    return join(folder, 'sha256', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
  async function has(sha256: string): Promise<boolean> {
    return await stat(place(sha256)).then(
      () => true,
      () => false,
    );
  }
  return {
    has,
    async put(content): Promise<BlobRef> {
      const waiting = join(folder, 'incoming');
      await mkdir(waiting, { recursive: true, mode: 0o700 });
      const draft = join(waiting, randomBytes(12).toString('hex'));
      const hash = hashing();
      const file = await open(draft, 'wx', 0o600);
      try {
        for await (const chunk of content instanceof Uint8Array ? [content] : content) {
          hash.update(chunk);
          await file.writeFile(chunk);
        }
        await file.sync();
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      } finally {
        await file.close();
      }
      const ref = hash.digest();
      const target = place(ref.sha256);
      if (await has(ref.sha256)) {
        await rm(draft);
        return ref;
      }
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(draft, target);
      for (let up = dirname(target), levels = 0; levels < 3; levels++, up = dirname(up)) {
        await syncFolder(up);
      }
      return ref;
    },
    async get(sha256) {
      try {
        return verifyDigest(await readFile(place(sha256)), sha256);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
          return undefined;
        }
        throw error;
      }
    },
    async stream(sha256) {
      return (await has(sha256)) ? createReadStream(place(sha256)) : undefined;
    },
  };
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') {
    return;
  }
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
