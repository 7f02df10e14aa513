import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A file's bytes, or undefined when there is no such file. */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A tile's name can be the folder of its partial files in no layout of ours, but a hostile path may name a folder.
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') {
      return undefined;
    }
    throw error;
  }
}

/** Writes a file so that after a crash it is there as a whole or not at all; what stood there is replaced. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const draft = await writeDraft(path, bytes);
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** As {@link replaceFile}, but false (and nothing changed) when something stands there already. */
export async function createFile(path: string, bytes: Uint8Array): Promise<boolean> {
  const draft = await writeDraft(path, bytes);
  try {
    // A hard link fails where a name exists; a rename would replace it.
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
  return true;
}

async function writeDraft(path: string, bytes: Uint8Array): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(8).toString('hex')}.new`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  return draft;
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
