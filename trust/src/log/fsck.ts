/**
 * Checking a whole log: every entry, every tile of every level, the signature and the root. Finds what an operator's
 * mistake or a forger's hand has changed, and names the place.
 */

import { concat, sha256 } from '../crypto/index.ts';
import { emptyRoot, HASH_BYTES, type Hash, sameHash } from '../merkle/index.ts';
import { writeBundle } from './bundle.ts';
import { type OpenedCheckpoint, openCheckpoint } from './checkpoint.ts';
import { readCommitment, readLogOpening } from './commitment.ts';
import { LogError } from './log-error.ts';
import type { NoteVerifier } from './signed-note.ts';
import { partialTiles, readTilePath, TILE_WIDTH, type TileName, tilePath, tileWidth } from './tile-path.ts';
import { readEntries, type TileSource } from './tile-source.ts';
import { EMPTY_EDGE, edgeRoot, growEdge, type TreeEdge } from './tree-edge.ts';

/** Something wrong with a log. `message` is for people, in Chinese; `place` is a path, or an entry's index. */
export type LogFinding = {
  readonly code:
    | 'checkpoint-missing'
    | 'checkpoint-refused'
    | 'bundle-missing'
    | 'bundle-malformed'
    | 'tile-missing'
    | 'tile-differs'
    | 'partial-missing'
    | 'root-differs'
    | 'earlier-root-differs'
    | 'entry-unlike-commitment'
    | 'stray-file';
  readonly severity: 'error' | 'warning';
  readonly place: string;
  readonly message: string;
};

/** What a check found. Clean when no finding has severity `error`. */
export type FsckReport = {
  readonly checkpoint: OpenedCheckpoint | undefined;
  /** Entries read. */
  readonly entries: number;
  readonly findings: readonly LogFinding[];
  readonly clean: boolean;
};

/** What to check besides the files themselves. */
export type FsckOptions = {
  /** The log's Ed25519 key. */
  readonly logKey: NoteVerifier;
  /** Further keys whose lines must be good where they stand: the SM2 key, witnesses. */
  readonly others?: readonly NoteVerifier[];
  /** Earlier states known from elsewhere (an old checkpoint, a proof): the log must still contain each. */
  readonly known?: readonly { readonly size: number; readonly root: Uint8Array }[];
  /** Whether entries must be this product's commitments; off for logs of others. */
  readonly entriesAreCommitments?: boolean;
  /** SHA-256; a server or a command may give its runtime's own, which is faster than the portable one. */
  readonly hash?: Hash;
  /** Most findings kept; the check goes on counting entries. */
  readonly maxFindings?: number;
};

/** Checks a whole log. Reads every bundle once and every tile once; memory does not grow with the log. */
export async function fsck(source: TileSource, options: FsckOptions): Promise<FsckReport> {
  const check = new LogCheck(source, options);
  await check.run();
  const { checkpoint, entries, findings } = check;
  return { checkpoint, entries, findings, clean: !findings.some((f) => f.severity === 'error') };
}

class LogCheck {
  readonly findings: LogFinding[] = [];
  checkpoint: OpenedCheckpoint | undefined;
  entries = 0;
  readonly #source: TileSource;
  readonly #options: FsckOptions;
  /** Stored files by level and number, where the source can list: several partial ones may share a number. */
  readonly #listed = new Map<string, TileName[]>();

  constructor(source: TileSource, options: FsckOptions) {
    this.#source = source;
    this.#options = options;
  }

  async run(): Promise<void> {
    this.checkpoint = await this.#openCheckpoint();
    if (this.checkpoint === undefined) {
      return;
    }
    const { size, root } = this.checkpoint;
    await this.#listFiles(size);
    const edge = await this.#walk(size);
    if (edge === undefined) {
      return;
    }
    await this.#checkPartials(edge);
    if (!sameHash(edgeRoot(edge), root)) {
      this.#find('root-differs', 'checkpoint', '由全部条目重算的根与检查点签名的根不一致');
    }
  }

  async #openCheckpoint(): Promise<OpenedCheckpoint | undefined> {
    const bytes = await this.#source.checkpoint();
    if (bytes === undefined) {
      this.#find('checkpoint-missing', 'checkpoint', '没有检查点');
      return undefined;
    }
    try {
      return openCheckpoint(bytes, this.#options.logKey, this.#options.others);
    } catch (error) {
      if (error instanceof LogError) {
        this.#find('checkpoint-refused', 'checkpoint', `检查点不可信：${error.code}`);
        return undefined;
      }
      throw error;
    }
  }

  /** Rebuilds the tree bundle by bundle. Undefined when a missing bundle makes the rest impossible. */
  async #walk(size: number): Promise<TreeEdge | undefined> {
    let edge = EMPTY_EDGE;
    for (let index = 0; index * TILE_WIDTH < size; index++) {
      const width = tileWidth(size, 'entries', index);
      const bundle = await this.#readBundle(index, width);
      if (bundle === undefined) {
        return undefined;
      }
      this.#checkEntries(index * TILE_WIDTH, bundle);
      this.#checkKnown(edge, bundle);
      const grown = growEdge(edge, bundle, this.#options.hash);
      for (const file of grown.files) {
        await this.#checkFull(readTilePath(file.path), file.bytes);
      }
      edge = grown.edge;
      this.entries = edge.size;
    }
    this.#checkKnownOutside(size);
    return edge;
  }

  async #readBundle(index: number, width: number): Promise<Uint8Array[] | undefined> {
    const place = tilePath({ level: 'entries', index, width });
    try {
      return await readEntries(this.#source, index, width);
    } catch (error) {
      if (!(error instanceof LogError)) {
        throw error;
      }
      const isMissing = error.code === 'tile-missing';
      this.#find(
        isMissing ? 'bundle-missing' : 'bundle-malformed',
        place,
        isMissing ? '条目文件缺失' : '条目文件损坏',
      );
      return undefined;
    }
  }

  #checkEntries(start: number, bundle: readonly Uint8Array[]): void {
    if (this.#options.entriesAreCommitments !== true) {
      return;
    }
    for (const [i, entry] of bundle.entries()) {
      try {
        start + i === 0 ? readLogOpening(entry) : readCommitment(entry);
      } catch (error) {
        if (!(error instanceof LogError)) {
          throw error;
        }
        this.#find('entry-unlike-commitment', `#${start + i}`, '条目不是规定格式的事件承诺');
      }
    }
  }

  /** Compares the states known from elsewhere that end inside this bundle. */
  #checkKnown(edge: TreeEdge, bundle: readonly Uint8Array[]): void {
    for (const state of this.#options.known ?? []) {
      if (state.size > edge.size && state.size <= edge.size + bundle.length) {
        const then = growEdge(edge, bundle.slice(0, state.size - edge.size)).edge;
        this.#compareKnown(state, edgeRoot(then));
      }
    }
  }

  /** States larger than the log, and the empty one. */
  #checkKnownOutside(size: number): void {
    for (const state of this.#options.known ?? []) {
      if (state.size > size || state.size === 0) {
        this.#compareKnown(state, state.size === 0 ? emptyRoot(sha256) : undefined);
      }
    }
  }

  #compareKnown(state: { size: number; root: Uint8Array }, root: Uint8Array | undefined): void {
    if (root === undefined || !sameHash(root, state.root)) {
      const message = '日志不再包含曾经公布过的状态：历史被改写或截短';
      this.#find('earlier-root-differs', `size ${state.size}`, message);
    }
  }

  /** Compares a full tile of any level byte for byte, and every stored partial file of the same number. */
  async #checkFull(name: TileName, expected: Uint8Array): Promise<void> {
    if (name.width < TILE_WIDTH) {
      return;
    }
    await this.#checkListed(name, expected);
    if (name.level !== 'entries') {
      const stored = await this.#source.tile(name.level, name.index, TILE_WIDTH);
      this.#compare(tilePath(name), stored, expected);
    }
  }

  /** The partial files that the checkpoint's size needs must be there, or the full ones that replaced them. */
  async #checkPartials(edge: TreeEdge): Promise<void> {
    for (const name of partialTiles(edge.size)) {
      if (name.level === 'entries') {
        await this.#checkListed(name, writeBundle(edge.entries));
        continue;
      }
      const expected = concat(...(edge.levels[name.level] ?? []));
      await this.#checkListed(name, expected);
      const exact = await this.#source.tile(name.level, name.index, name.width);
      const stored =
        exact ?? (await this.#source.tile(name.level, name.index, TILE_WIDTH))?.slice(0, expected.length);
      this.#compare(tilePath(name), stored, expected, 'partial-missing');
    }
  }

  #compare(
    path: string,
    stored: Uint8Array | undefined,
    expected: Uint8Array,
    missing: LogFinding['code'] = 'tile-missing',
  ): void {
    if (stored === undefined) {
      this.#find(missing, path, '哈希文件缺失');
    } else if (!sameHash(stored, expected)) {
      this.#find('tile-differs', path, '哈希文件与由条目重算的结果不一致');
    }
  }

  async #listFiles(size: number): Promise<void> {
    for (const path of (await this.#source.list?.()) ?? []) {
      if (path === 'checkpoint') {
        continue;
      }
      const name = this.#nameOf(path);
      if (name === undefined || tileWidth(size, name.level, name.index) < 1) {
        this.#find('stray-file', path, '日志目录中有不属于该检查点的文件', 'warning');
      } else {
        const key = `${name.level}/${name.index}`;
        this.#listed.set(key, [...(this.#listed.get(key) ?? []), name]);
      }
    }
  }

  #nameOf(path: string): TileName | undefined {
    try {
      return readTilePath(path);
    } catch {
      return undefined;
    }
  }

  /** Every stored partial file of this number must be the beginning of what stands there now. */
  async #checkListed(name: TileName, whole: Uint8Array): Promise<void> {
    for (const stored of this.#listed.get(`${name.level}/${name.index}`) ?? []) {
      if (stored.width === name.width) {
        // The file that was read, or is compared, as itself.
        continue;
      }
      const bytes =
        stored.level === 'entries'
          ? await this.#source.entries(stored.index, stored.width)
          : await this.#source.tile(stored.level, stored.index, stored.width);
      const isBeginning = bytes !== undefined && sameHash(bytes, whole.subarray(0, bytes.length));
      const isWhole = stored.level === 'entries' || bytes?.length === stored.width * HASH_BYTES;
      // A file wider than the checkpoint covers belongs to a batch that is not signed yet: its rest is not known.
      if (stored.width <= name.width && !(isBeginning && isWhole)) {
        this.#find('tile-differs', tilePath(stored), '早先公布的部分文件与现在的内容不一致');
      }
    }
  }

  #find(
    code: LogFinding['code'],
    place: string,
    message: string,
    severity: LogFinding['severity'] = 'error',
  ): void {
    if (this.findings.length < (this.#options.maxFindings ?? 1000)) {
      this.findings.push({ code, severity, place, message });
    }
  }
}
