import { readdir } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { CHECKPOINT_PATH, type LogStore, readTilePath, refuseChange } from '@yiwen/trust/log';
import { createFile, readIfThere, replaceFile } from '../../platform/storage/index.ts';
import { FolderWriter } from './folder-writer.ts';

/** A folder in use by this process: what a crash took is made again once, and one writer keeps its journal. */
type FolderInUse = { recovered: Promise<unknown>; writer: FolderWriter; hasGrown: boolean };
const inUse = new Map<string, FolderInUse>();

/** Keeps a log's files in a folder, as any web server can hand them out: `<folder>/checkpoint`, `<folder>/tile/…`. */
export function folderStore(folder: string): LogStore {
  /** The file of a path; a path that is none of a log's cannot leave the folder, since it has no file. */
  function place(path: string): string {
    if (path !== CHECKPOINT_PATH) {
      readTilePath(path);
    }
    return join(folder, ...path.split('/'));
  }
  async function ready(): Promise<FolderInUse> {
    const key = resolve(folder);
    let using = inUse.get(key);
    if (using === undefined) {
      const writer = new FolderWriter(folder);
      using = { writer, recovered: writer.recover(), hasGrown: false };
      inUse.set(key, using);
    }
    await using.recovered;
    return using;
  }
  return {
    async read(path) {
      const file = place(path);
      await ready();
      return await readIfThere(file);
    },
    async write(path, bytes) {
      const file = place(path);
      const { writer, hasGrown } = await ready();
      if (path === CHECKPOINT_PATH) {
        await (hasGrown ? writer.show(bytes) : replaceFile(file, bytes));
        return;
      }
      if (!(await createFile(file, bytes))) {
        const stored = await readIfThere(file);
        if (stored === undefined || Buffer.compare(stored, bytes) !== 0) {
          refuseChange(path);
        }
      }
    },
    async grow(edge, added) {
      const using = await ready();
      using.hasGrown = true;
      return await using.writer.grow(edge, added);
    },
    async list() {
      const files = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') {
            return [];
          }
          throw error;
        },
      );
      return files
        .filter((file) => file.isFile() && !file.name.endsWith('.new'))
        .map((file) => relative(folder, join(file.parentPath, file.name)).split(sep).join('/'));
    },
  };
}
