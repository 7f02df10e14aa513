/** The trust folder of the settings, in the layout of `yiwen verify --trust`; read once, at the start. */
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  readTrustFolder as readFiles,
  TRUST_FOLDERS,
  type TrustFile,
  type TrustFolder,
  TrustFolderError,
} from '@yiwen/trust/certificates';
import { SettingsError } from '../../platform/config/index.ts';

async function namesIn(path: string): Promise<string[]> {
  try {
    return (await readdir(path, { withFileTypes: true }))
      .filter((entry) => entry.isFile() && !/^\.|\.(md|txt~)$/i.test(entry.name))
      .map(({ name }) => name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

/** Reads the folder. Throws SettingsError, naming the file, when any of it cannot be used. */
export async function readTrustFolder(dataDir: string, folder: string): Promise<TrustFolder> {
  const root = resolve(dataDir, folder);
  const names = (await namesIn(root)).filter((name) => name.endsWith('.json'));
  for (const inside of TRUST_FOLDERS) {
    names.push(...(await namesIn(join(root, inside))).map((name) => `${inside}/${name}`));
  }
  const files: TrustFile[] = [];
  for (const path of names) {
    files.push({ path, bytes: new Uint8Array(await readFile(join(root, path))) });
  }
  try {
    return readFiles(files);
  } catch (error) {
    if (!(error instanceof TrustFolderError)) {
      throw error;
    }
    throw new SettingsError([
      {
        place: `authority.trustFolder ${join(root, error.path)}`,
        zh: '信任文件用不了',
        en: error.message,
      },
    ]);
  }
}
