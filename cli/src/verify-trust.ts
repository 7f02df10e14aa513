/**
 * What the command line believes: one JSON list, or a folder. A folder holds lists (`*.json`) and, by purpose, PEM
 * certificates and verifier keys in `signers/ seals/ times/ logs/ witnesses/`; `trust.json` gives them dates.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  certificatesFromPem,
  DEMO_MARK,
  joinTrustLists,
  nameText,
  type Purpose,
  parseCertificate,
  parseTrustList,
  readTrustDate,
  type TrustDates,
  type TrustList,
} from '@yiwen/trust/certificates';
import { readVkey } from '@yiwen/trust/log';

/** The trust list or folder cannot be used; the message says which file and why, in both languages. */
export class TrustUnreadable extends Error {
  override name = 'TrustUnreadable';
}

/** What a certificate in each folder is believed for. */
const folders: Readonly<Record<string, readonly Purpose[]>> = {
  signers: ['seal', 'document', 'person'],
  seals: ['seal-maker'],
  times: ['time'],
  logs: ['log'],
  witnesses: ['witness'],
};
const datesFile = 'trust.json';
const mostBytes = 4 * 1024 * 1024;
const mostFiles = 2000;

/** Dates and names from trust.json. */
type Dates = { name?: string; demo: boolean; of: Map<string, TrustDates> };

function unreadable(path: string, problem: unknown): TrustUnreadable {
  const reason = problem instanceof Error ? problem.message : String(problem);
  return new TrustUnreadable(`信任文件 ${path} 用不了。 The trust file ${path} cannot be used: ${reason}`);
}

async function read(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > mostBytes) {
      throw new Error(`larger than ${mostBytes} bytes`);
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Runs `make`, naming the file in whatever it throws. */
function from<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Reads a trust list or a trust folder. Throws TrustUnreadable: a list misread would believe too much or too little. */
export async function readTrust(path: string): Promise<TrustList> {
  let isFolder: boolean;
  try {
    isFolder = (await stat(path)).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
  if (!isFolder) {
    const text = await read(path);
    return from(path, () => parseTrustList(text));
  }
  const names = (await readdir(path)).filter((name) => name.endsWith('.json')).sort();
  const lists: TrustList[] = [];
  let dates: Dates = { demo: false, of: new Map() };
  for (const name of names) {
    const text = await read(join(path, name));
    if (name === datesFile && !isWholeList(text)) {
      dates = from(join(path, name), () => readDates(text));
    } else {
      lists.push(from(join(path, name), () => parseTrustList(text)));
    }
  }
  const used = new Set<string>();
  for (const folder of Object.keys(folders)) {
    lists.push(...(await readFolder(path, folder, dates, used)));
  }
  const unknown = [...dates.of.keys()].find((name) => !used.has(name));
  if (unknown !== undefined) {
    // A date that applies to nothing is a slip of the pen: what it should have limited would be believed without end.
    throw unreadable(join(path, datesFile), new Error(`dates for ${unknown}, which is not in the folder`));
  }
  if (lists.length === 0) {
    throw unreadable(path, new Error(`no list (*.json) and nothing in ${Object.keys(folders).join(' ')}`));
  }
  const joined = joinTrustLists(lists);
  return { ...joined, name: dates.name ?? joined.name, demo: joined.demo || dates.demo };
}

function isWholeList(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'anchors' in value;
  } catch {
    return false;
  }
}

/** `{ "name"?, "demo"?, "dates": { "signers/root.pem": { "from"?, "until"? } } }`. */
function readDates(text: string): Dates {
  const value = JSON.parse(text) as Record<string, unknown>;
  const known = ['name', 'demo', 'dates'];
  const odd = Object.keys(value).find((key) => !known.includes(key));
  if (odd !== undefined) {
    throw new Error(`unknown entry ${odd}, expected ${known.join(', ')}`);
  }
  const of = new Map<string, TrustDates>();
  for (const [name, entry] of Object.entries((value.dates ?? {}) as Record<string, unknown>)) {
    of.set(name.replaceAll('\\', '/').replace(/^\.\//, ''), readEntry(name, entry));
  }
  return {
    ...(typeof value.name === 'string' ? { name: value.name } : {}),
    demo: value.demo === true,
    of,
  };
}

function readEntry(name: string, entry: unknown): TrustDates {
  const dates: TrustDates = {};
  for (const [end, date] of Object.entries(entry as Record<string, unknown>)) {
    if ((end !== 'from' && end !== 'until') || typeof date !== 'string') {
      throw new Error(`expected from and until for ${name}`);
    }
    dates[end] = readTrustDate(date, end);
  }
  return dates;
}

/** One list for each file of a folder that is there. */
async function readFolder(
  root: string,
  folder: string,
  dates: Dates,
  used: Set<string>,
): Promise<TrustList[]> {
  const purposes = folders[folder] ?? [];
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
  const lists: TrustList[] = [];
  for (const name of names) {
    const path = join(root, folder, name);
    const text = await read(path);
    const key = `${folder}/${name}`;
    used.add(key);
    lists.push(
      from(path, () => readEntries(text, key, { folder, purposes, dates: dates.of.get(key) ?? {} })),
    );
  }
  return lists;
}

/** Certificates, or verifier keys one a line (empty lines and those starting with # are passed over). */
function readEntries(
  text: string,
  name: string,
  { folder, purposes, dates }: { folder: string; purposes: readonly Purpose[]; dates: TrustDates },
): TrustList {
  if (text.includes('-----BEGIN CERTIFICATE-----')) {
    const certificates = certificatesFromPem(text);
    const subjects = certificates.map((certificate) => nameText(parseCertificate(certificate).subject));
    if (certificates.length === 0) {
      throw new Error('expected PEM certificates');
    }
    return {
      name,
      demo: subjects.some((subject) => subject.includes(DEMO_MARK)),
      anchors: certificates.map((certificate) => ({ certificate, purposes: [...purposes], ...dates })),
      logs: [],
    };
  }
  if (folder !== 'logs' && folder !== 'witnesses') {
    throw new Error('expected PEM certificates');
  }
  const keys = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((vkey) => ({ vkey, name: readVkey(vkey).name, ...dates }));
  if (keys.length === 0) {
    throw new Error('expected verifier keys, one a line');
  }
  return {
    name,
    demo: false,
    anchors: [],
    logs: folder === 'logs' ? keys : [],
    ...(folder === 'witnesses' ? { witnesses: keys } : {}),
  };
}
