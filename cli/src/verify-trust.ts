/**
 * What the command line believes: one JSON list, or a trust folder (`trust/src/certificates/trust-folder.ts` says what it
 * holds). Here only the disk is read, within limits.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseTrustList,
  readTrustFolder,
  TRUST_FOLDERS,
  type TrustFile,
  type TrustFolder,
  TrustFolderError,
  type TrustList,
} from '@yiwen/trust/certificates';

/** The trust list or folder cannot be used; the message says which file and why, in both languages. */
export class TrustUnreadable extends Error {
  override name = 'TrustUnreadable';
}

const mostBytes = 4 * 1024 * 1024;
const mostFiles = 2000;

function unreadable(path: string, problem: unknown): TrustUnreadable {
  const reason = problem instanceof Error ? problem.message : String(problem);
  return new TrustUnreadable(`信任文件 ${path} 用不了。 The trust file ${path} cannot be used: ${reason}`);
}

async function read(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size > mostBytes) {
      throw new Error(`larger than ${mostBytes} bytes`);
    }
    return new Uint8Array(await readFile(path));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Whom a trust list or a trust folder says to believe. Throws TrustUnreadable. */
export async function readTrust(path: string): Promise<TrustList> {
  return (await readTrustAndRevocation(path)).trust;
}

/**
 * As {@link readTrust}, with the revocation lists and responses of the folder. Throws TrustUnreadable: a list misread
 * would believe too much or too little.
 */
export async function readTrustAndRevocation(path: string): Promise<TrustFolder> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
  if (!isFolder) {
    const bytes = await read(path);
    try {
      return {
        trust: parseTrustList(new TextDecoder().decode(bytes)),
        revocation: { crls: [], ocsps: [] },
      };
    } catch (error) {
      throw unreadable(path, error);
    }
  }
  const names = [
    ...(await readdir(path)).filter((name) => name.endsWith('.json')),
    ...(await Promise.all(TRUST_FOLDERS.map((folder) => namesIn(path, folder)))).flat(),
  ];
  const files: TrustFile[] = [];
  for (const name of names) {
    files.push({ path: name, bytes: await read(join(path, name)) });
  }
  try {
    return readTrustFolder(files);
  } catch (error) {
    throw unreadable(error instanceof TrustFolderError ? join(path, error.path) : path, error);
  }
}

/** Files of a folder that is there, as `folder/name`. */
async function namesIn(root: string, folder: string): Promise<string[]> {
  let names: string[];
  try {
    names = (await readdir(join(root, folder))).filter((name) => !/^\.|\.(md|txt~)$/i.test(name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return [];
    }
    throw unreadable(join(root, folder), error);
  }
  if (names.length > mostFiles) {
    throw unreadable(join(root, folder), new Error(`more than ${mostFiles} files`));
  }
  return names.map((name) => `${folder}/${name}`);
}
