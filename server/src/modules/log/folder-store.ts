import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { CHECKPOINT_PATH, type LogStore, readTilePath, refuseChange } from '@yiwen/trust/log';
import { createFile, readIfThere, replaceFile } from '../../platform/storage/index.ts';

/** Keeps a log's files in a folder, as any web server can hand them out: `<folder>/checkpoint`, `<folder>/tile/…`. */
export function folderStore(folder: string): LogStore {
  /** The file of a path; a path that is none of a log's cannot leave the folder, since it has no file. */
  function place(path: string): string {
    if (path !== CHECKPOINT_PATH) {
      readTilePath(path);
    }
    return join(folder, ...path.split('/'));
  }
  return {
    async read(path) {
      return await readIfThere(place(path));
    },
    async write(path, bytes) {
      const file = place(path);
      if (path === CHECKPOINT_PATH) {
        await replaceFile(file, bytes);
        return;
      }
      if (!(await createFile(file, bytes))) {
        const stored = await readIfThere(file);
        if (stored === undefined || Buffer.compare(stored, bytes) !== 0) {
          refuseChange(path);
        }
      }
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
