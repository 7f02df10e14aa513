import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fdatasync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  CHECKPOINT_PATH,
  EMPTY_EDGE,
  growEdge,
  LogError,
  readCheckpoint,
  readEdge,
  readNote,
  refuseChange,
  type TreeEdge,
  tileSource,
} from '@yiwen/trust/log';
import { systemClock } from '../../platform/clock/index.ts';
import { readIfThere, replaceFile } from '../../platform/storage/index.ts';
import { type JournalRecord, readRecords, writeRecord } from './journal-records.ts';
import { nodeSha256 } from './node-sha256.ts';

const sync = promisify(fdatasync);

/** A segment longer than this, or with more files behind it, is closed and its files are synced. */
const SEGMENT_BYTES = 64_000_000;
const SEGMENT_FILES = 4_096;
/** A segment without a new record for so long is closed likewise. */
const IDLE_MS = 5_000;
/** A segment of another process is taken for left behind after this; a living one is never idle for so long. */
const LEFT_BEHIND_MS = 600_000;

/** One file of the journal that is being written, and the files of the log that rest on it. */
type Segment = { path: string; fd: number; bytes: number; files: Set<string> };

/**
 * Writes the files of one log in a folder. A batch goes into a journal beside the folder with one fdatasync and is durable
 * then; tiles and bundles follow without a sync of their own, since the journal can make them again, and are synced before
 * the piece of journal they rest on is removed (transparency-log.md §9).
 */
export class FolderWriter {
  readonly #folder: string;
  #segment: Segment | undefined;
  #note: Uint8Array | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Appends entries behind an edge; they are durable when it returns. @throws LogError `log-file-differs` */
  grow(edge: TreeEdge, added: readonly Uint8Array[]): Promise<TreeEdge> {
    return this.#inTurn(async () => {
      const grown = growEdge(edge, added, nodeSha256);
      const segment = await this.#append({ kind: 'entries', from: edge.size, entries: added });
      for (const { path, bytes } of grown.files) {
        this.#create(path, bytes);
        segment.files.add(path);
      }
      return grown.edge;
    });
  }

  /** Replaces the checkpoint; it is durable when it returns. */
  show(note: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      await this.#append({ kind: 'checkpoint', note });
      const draft = join(this.#folder, `${CHECKPOINT_PATH}.${randomBytes(8).toString('hex')}.new`);
      writeFileSync(draft, note, { mode: 0o600 });
      renameSync(draft, join(this.#folder, CHECKPOINT_PATH));
      this.#note = note;
    });
  }

  /** Syncs everything and removes this writer's journal. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#turnOver();
      await this.#closing;
    });
  }

  /**
   * Makes again what a crash may have taken: every file that a record of the journal leads to, where it is missing or not
   * whole, and the last checkpoint. Journals left behind are removed once their files are synced.
   */
  async recover(): Promise<void> {
    const folder = journalOf(this.#folder);
    const names = await readdir(folder).catch(() => []);
    const records: JournalRecord[] = [];
    for (const name of names.sort()) {
      records.push(...readRecords(await readFile(join(folder, name))));
    }
    const files = await this.#replay(records);
    const note = records.findLast((record) => record.kind === 'checkpoint')?.note;
    if (note !== undefined && sizeOf(await readIfThere(join(this.#folder, CHECKPOINT_PATH))) < sizeOf(note)) {
      await this.#restore(CHECKPOINT_PATH, note);
    }
    await syncAll(this.#folder, files);
    for (const name of names) {
      const path = join(folder, name);
      if (systemClock.now().getTime() - (await stat(path)).mtimeMs > LEFT_BEHIND_MS) {
        await rm(path, { force: true });
      }
    }
  }

  async #replay(records: readonly JournalRecord[]): Promise<string[]> {
    const source = tileSource((path) => readIfThere(join(this.#folder, ...path.split('/'))));
    const files: string[] = [];
    let edge: TreeEdge = EMPTY_EDGE;
    for (const record of records) {
      if (record.kind !== 'entries') {
        continue;
      }
      try {
        edge = edge.size === record.from ? edge : await readEdge(source, record.from);
      } catch (error) {
        // What came before is lost as well: the log's journal in the database makes all files again.
        if (error instanceof LogError) {
          continue;
        }
        throw error;
      }
      const grown = growEdge(edge, record.entries, nodeSha256);
      for (const { path, bytes } of grown.files) {
        await this.#restore(path, bytes);
        files.push(path);
      }
      edge = grown.edge;
    }
    return files;
  }

  async #restore(path: string, bytes: Uint8Array): Promise<void> {
    const file = join(this.#folder, ...path.split('/'));
    const stored = await readIfThere(file);
    if (stored === undefined || Buffer.compare(stored, bytes) !== 0) {
      await replaceFile(file, bytes);
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #append(record: JournalRecord): Promise<Segment> {
    const last = this.#segment;
    if (last !== undefined && (last.bytes > SEGMENT_BYTES || last.files.size > SEGMENT_FILES)) {
      // One segment at a time may be on its way out: a disk that cannot follow slows the writer down.
      await this.#closing;
      this.#turnOver();
    }
    const segment = this.#segment ?? this.#openSegment();
    this.#segment = segment;
    const bytes = writeRecord(record);
    writeSync(segment.fd, bytes);
    await sync(segment.fd);
    segment.bytes += bytes.length;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close().catch(() => undefined), IDLE_MS);
    this.#idle.unref();
    return segment;
  }

  #openSegment(): Segment {
    const folder = journalOf(this.#folder);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${systemClock.now().getTime()}-${randomBytes(6).toString('hex')}`);
    const fd = openSync(path, 'ax', 0o600);
    // The last checkpoint may be in no file that was synced: it goes over into the new segment.
    const bytes =
      this.#note === undefined ? 0 : writeSync(fd, writeRecord({ kind: 'checkpoint', note: this.#note }));
    return { path, fd, bytes, files: new Set() };
  }

  /** Takes the present segment out of use; its files are synced and it is removed beside further work. */
  #turnOver(): void {
    const segment = this.#segment;
    this.#segment = undefined;
    clearTimeout(this.#idle);
    if (segment === undefined) {
      return;
    }
    const note = this.#note;
    this.#closing = this.#closing.then(async () => {
      const lasting = await this.#dropReplaced(segment.files);
      await syncAll(this.#folder, lasting);
      if (note !== undefined) {
        await syncAll(this.#folder, [CHECKPOINT_PATH]);
      }
      closeSync(segment.fd);
      await rm(segment.path, { force: true });
    });
    this.#closing.catch(() => undefined);
  }

  /** Partial files whose full one is there are no longer needed (tlog-tiles) and are removed; the rest is answered. */
  async #dropReplaced(files: ReadonlySet<string>): Promise<string[]> {
    const lasting: string[] = [];
    for (const path of files) {
      const full = path.replace(/\.p\/\d+$/, '');
      if (full !== path && files.has(full)) {
        await rm(join(this.#folder, ...path.split('/')), { force: true });
      } else {
        lasting.push(path);
      }
    }
    return lasting;
  }

  /** Writes a file once. The same bytes may stand there already; other bytes are refused. */
  #create(path: string, bytes: Uint8Array): void {
    const file = join(this.#folder, ...path.split('/'));
    try {
      writeNew(file, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
      if (Buffer.compare(readFileSync(file), bytes) !== 0) {
        refuseChange(path);
      }
    }
  }
}

/** Size a checkpoint names; -1 for none and for one that is not whole. A journal may be older than what stands there. */
function sizeOf(note: Uint8Array | undefined): number {
  try {
    return note === undefined ? -1 : readCheckpoint(readNote(note).text).size;
  } catch (error) {
    if (error instanceof LogError) {
      return -1;
    }
    throw error;
  }
}

function journalOf(folder: string): string {
  return `${folder}.journal`;
}

function writeNew(file: string, bytes: Uint8Array): void {
  try {
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw error;
    }
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, bytes, { flag: 'wx', mode: 0o600 });
  }
}

/** Syncs files and the folders that name them. */
async function syncAll(folder: string, paths: readonly string[]): Promise<void> {
  const folders = new Set<string>();
  const waiting = [...paths];
  const work = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const file = join(folder, ...path.split('/'));
      await syncOne(file);
      for (let at = dirname(file); at.startsWith(folder); at = dirname(at)) {
        folders.add(at);
      }
    }
  };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await Promise.all([work(), work(), work(), work()]);
  for (const one of process.platform === 'win32' ? [] : folders) {
    await syncOne(one);
  }
}

async function syncOne(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    // A partial file that another writer found replaced is gone, and that is as good.
    if (error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}
