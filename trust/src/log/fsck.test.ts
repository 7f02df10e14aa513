import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../crypto/index.ts';
import {
  commitment,
  EMPTY_EDGE,
  ed25519NoteSigner,
  edgeRoot,
  type FsckOptions,
  fsck,
  growEdge,
  type LogStore,
  logOpening,
  logStoreContract,
  noteVerifier,
  openCheckpoint,
  readBundle,
  readCommitment,
  readLogOpening,
  readTilePath,
  refuseChange,
  signNote,
  sm2NoteSigner,
  storeSource,
  writeBundle,
  writeCheckpoint,
} from './index.ts';

const samples = `${process.env.YIWEN_SAMPLES ?? new URL('../../../../shared/samples', import.meta.url).pathname}/tlog`;
const haveSamples = existsSync(samples);
const seedOf = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
let counter = 0;
const random = (n: number): Uint8Array => seedOf(`random ${counter++}`).subarray(0, n);

/** A store in memory: the simplest adapter, and what the checks below run on. */
function memoryStore(files = new Map<string, Uint8Array>()): LogStore & { files: Map<string, Uint8Array> } {
  return {
    files,
    read: async (path) => files.get(path)?.slice(),
    write: async (path, bytes) => {
      if (path !== 'checkpoint') {
        readTilePath(path);
        const stored = files.get(path);
        if (stored !== undefined && Buffer.compare(stored, bytes) !== 0) {
          refuseChange(path);
        }
      }
      files.set(path, bytes.slice());
    },
    list: async () => [...files.keys()],
  };
}

describe('the store contract', () => {
  for (const { name, run } of logStoreContract) {
    it(name, () => run(memoryStore()));
  }

  it('catches a store that forgets, changes or leaks', async () => {
    const lossy: LogStore = { read: async () => undefined, write: async () => undefined };
    const outcomes = await Promise.allSettled(logStoreContract.map((c) => c.run(lossy)));
    expect(outcomes.filter((o) => o.status === 'rejected').length).toBeGreaterThanOrEqual(6);
  });
});

const origin = 'oa.test/log/2026';
const key = ed25519NoteSigner(origin, seedOf('log'));
const sm2 = sm2NoteSigner(origin, seedOf('sm2'), random);
const options: FsckOptions = {
  logKey: noteVerifier(key.vkey),
  others: [noteVerifier(sm2.vkey)],
  entriesAreCommitments: true,
};

function entryAt(i: number): Uint8Array {
  return i === 0
    ? logOpening(origin)
    : commitment({
        type: 'documents.draft',
        doc: `d${i % 7}`,
        seq: i,
        sha256: seedOf(`${i}`),
        sm3: seedOf(`x${i}`),
      });
}

/** A log grown through the given sizes, every file of every size kept, with the checkpoint of the last. */
async function grownLog(...sizes: number[]): Promise<Map<string, Uint8Array>> {
  const store = memoryStore();
  let edge = EMPTY_EDGE;
  for (const size of sizes) {
    const grown = growEdge(
      edge,
      Array.from({ length: size - edge.size }, (_, i) => entryAt(edge.size + i)),
    );
    for (const { path, bytes } of grown.files) {
      await store.write(path, bytes);
    }
    edge = grown.edge;
    const note = await signNote(writeCheckpoint({ origin, size, root: edgeRoot(edge) }), [key, sm2]);
    await store.write('checkpoint', note);
  }
  return store.files;
}

const codesOf = async (
  files: Map<string, Uint8Array>,
  extra: Partial<FsckOptions> = {},
): Promise<string[]> => {
  const report = await fsck(storeSource(memoryStore(files)), { ...options, ...extra });
  expect(report.clean).toBe(!report.findings.some((f) => f.severity === 'error'));
  return [...new Set(report.findings.map((f) => `${f.code} ${f.place}`))];
};
const changed = (
  files: Map<string, Uint8Array>,
  path: string,
  change: (b: Uint8Array) => Uint8Array | undefined,
) => {
  const copy = new Map(files);
  const bytes = change(copy.get(path)!.slice());
  if (bytes === undefined) {
    copy.delete(path);
  } else {
    copy.set(path, bytes);
  }
  return copy;
};
const flipAt = (at: number) => (bytes: Uint8Array) => bytes.map((b, i) => (i === at ? b ^ 1 : b));

describe('checking a whole log', () => {
  it('finds nothing in a good one, of any size', async () => {
    for (const sizes of [[1], [2, 255], [256], [300, 600], [1, 257, 513]]) {
      const files = await grownLog(...sizes);
      const report = await fsck(storeSource(memoryStore(files)), options);
      expect(report).toMatchObject({ clean: true, findings: [], entries: sizes.at(-1) });
      expect(report.checkpoint?.verified).toHaveLength(2);
    }
    const empty = await signNote(writeCheckpoint({ origin, size: 0, root: edgeRoot(EMPTY_EDGE) }), [key]);
    expect(await codesOf(new Map([['checkpoint', empty]]))).toEqual([]);
  });

  it('finds one changed byte in any file, also in partial files of earlier sizes', async () => {
    const files = await grownLog(100, 300, 600);
    expect(files.size).toBeGreaterThan(10);
    for (const [path, bytes] of files) {
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        const found = await codesOf(changed(files, path, flipAt(at)));
        expect(found.length, `${path} byte ${at}`).toBeGreaterThan(0);
      }
    }
  });

  it('finds each missing file that the checkpoint needs', async () => {
    const files = await grownLog(600);
    for (const path of files.keys()) {
      const found = await codesOf(changed(files, path, () => undefined));
      expect(
        found.some((f) => f.includes('missing')),
        `${path}: ${found}`,
      ).toBe(true);
    }
  });

  it('finds entries reordered, dropped or of a wrong width', async () => {
    const files = await grownLog(300);
    const rewrite = (change: (list: Uint8Array[]) => Uint8Array[]) =>
      changed(files, 'tile/entries/001.p/44', (bytes) => writeBundle(change(readBundle(bytes, 44))));
    expect(await codesOf(rewrite((l) => [l[1]!, l[0]!, ...l.slice(2)]))).toContain('root-differs checkpoint');
    expect(await codesOf(rewrite((l) => l.slice(0, 43)))).toEqual(['bundle-malformed tile/entries/001.p/44']);
    expect(await codesOf(rewrite((l) => [...l, l[0]!]))).toEqual(['bundle-malformed tile/entries/001.p/44']);
  });

  it('finds a checkpoint of another key, another origin or another size', async () => {
    const files = await grownLog(300);
    const stranger = ed25519NoteSigner(origin, seedOf('stranger'));
    const state = { origin, size: 300, root: openCheckpoint(files.get('checkpoint')!, options.logKey).root };
    const put = async (text: string, signer = key) =>
      changed(files, 'checkpoint', () => undefined).set('checkpoint', await signNote(text, [signer]));
    expect(await codesOf(await put(writeCheckpoint(state), stranger))).toEqual([
      'checkpoint-refused checkpoint',
    ]);
    expect(await codesOf(await put(writeCheckpoint({ ...state, origin: 'x' })))).toEqual([
      'checkpoint-refused checkpoint',
    ]);
    expect(await codesOf(await put(writeCheckpoint({ ...state, size: 299 })))).toEqual([
      'bundle-missing tile/entries/001.p/43',
    ]);
    expect(await codesOf(await put(writeCheckpoint({ ...state, size: 301 })))).toEqual([
      'bundle-missing tile/entries/001.p/45',
    ]);
  });

  it('finds a rewritten or shortened history when an earlier state is known', async () => {
    const old = openCheckpoint((await grownLog(280)).get('checkpoint')!, options.logKey);
    const files = await grownLog(300);
    expect(await codesOf(files, { known: [old, { size: 0, root: edgeRoot(EMPTY_EDGE) }] })).toEqual([]);
    expect(await codesOf(files, { known: [{ size: 280, root: seedOf('other') }] })).toEqual([
      'earlier-root-differs size 280',
    ]);
    expect(await codesOf(await grownLog(270), { known: [old] })).toEqual(['earlier-root-differs size 280']);
  });

  it('leaves a batch that is stored but not signed yet alone, and names files that belong to nothing', async () => {
    const before = await grownLog(300);
    const files = new Map([...(await grownLog(300, 310)), ['checkpoint', before.get('checkpoint')!]]);
    expect(await codesOf(files)).toEqual([]);
    files.set('tile/0/009', new Uint8Array(8192));
    const report = await fsck(storeSource(memoryStore(files)), options);
    expect(report.clean).toBe(true);
    expect(report.findings.map((f) => [f.code, f.severity, f.place])).toEqual([
      ['stray-file', 'warning', 'tile/0/009'],
    ]);
  });

  it('names entries that are no commitments', async () => {
    const { edge, files } = growEdge(EMPTY_EDGE, [
      logOpening(origin),
      utf8('{"name":"张三"}'),
      logOpening(origin),
    ]);
    const note = await signNote(writeCheckpoint({ origin, size: 3, root: edgeRoot(edge) }), [key]);
    const all = new Map([...files.map((f) => [f.path, f.bytes] as const), ['checkpoint', note] as const]);
    expect(await codesOf(all)).toEqual(['entry-unlike-commitment #1', 'entry-unlike-commitment #2']);
    expect(await codesOf(all, { entriesAreCommitments: false })).toEqual([]);
  });
});

describe('an entry', () => {
  it('commits to an event without showing it, in at most 300 bytes', () => {
    const event = {
      type: 'documents.issue',
      doc: 'a-document',
      seq: 12,
      prev: seedOf('p'),
      sha256: seedOf('a'),
      sm3: seedOf('b'),
    };
    const entry = commitment(event);
    expect(entry.length).toBeLessThanOrEqual(300);
    const read = readCommitment(entry);
    expect(read).toMatchObject({ v: 1, type: 'documents.issue', seq: 12 });
    expect(read.doc).toBe(Buffer.from(seedOf('a-document').subarray(0, 16)).toString('base64url'));
    expect(new TextDecoder().decode(entry)).not.toContain('a-document');
    expect(readCommitment(commitment({ ...event, doc: undefined, prev: undefined }))).toMatchObject({
      doc: '',
      prev: '',
    });
  });

  it('is refused with other members, types or spelling', () => {
    const good = { type: 'documents.issue', seq: 1, sha256: seedOf('a'), sm3: seedOf('b') };
    for (const bad of [
      { ...good, type: 'issue' },
      { ...good, type: '签发.x' },
      { ...good, seq: -1 },
      { ...good, seq: 1.5 },
      { ...good, sha256: new Uint8Array(31) },
      { ...good, prev: new Uint8Array(16) },
    ]) {
      expect(() => commitment(bad)).toThrow(expect.objectContaining({ code: 'entry-malformed' }));
    }
    const text = new TextDecoder().decode(commitment(good));
    for (const other of [
      text.replace('{', '{"a":1,'),
      text.replace(',"v":1', ''),
      text.replace('"v":1', '"v":2'),
      `${text} `,
      '[]',
      '1',
      '',
      'x'.repeat(65_536),
    ]) {
      expect(() => readCommitment(utf8(other)), other.slice(0, 40)).toThrow(
        expect.objectContaining({ code: 'entry-malformed' }),
      );
    }
  });

  it('of a new log names the last state of the old one', () => {
    const previous = { origin: 'oa.test/log/2026', size: 77, root: seedOf('r') };
    expect(readLogOpening(logOpening('oa.test/log/2027', previous))).toEqual({
      origin: 'oa.test/log/2027',
      previous,
    });
    expect(readLogOpening(logOpening('oa.test/log/2026'))).toEqual({ origin: 'oa.test/log/2026' });
    for (const other of [
      '{"origin":"","type":"log.opened","v":1}',
      '{"origin":"a","type":"x","v":1}',
      '{"origin":"a","previous":{"origin":"b","root":"AA","size":1},"type":"log.opened","v":1}',
    ]) {
      expect(() => readLogOpening(utf8(other))).toThrow(expect.objectContaining({ code: 'entry-malformed' }));
    }
  });
});

describe.skipIf(!haveSamples)('logs of other programs', () => {
  const load = (dir: string): Map<string, Uint8Array> => {
    const root = `${samples}/${dir}`;
    const names = readdirSync(root, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
    return new Map(
      names.map((f) => {
        const path = `${f.parentPath}/${f.name}`;
        return [path.slice(root.length + 1), new Uint8Array(readFileSync(path))] as const;
      }),
    );
  };
  const isTile = ([path]: readonly [string, Uint8Array]): boolean => path.startsWith('tile/');

  it.each([
    ['tessera-log', 15],
    ['demo-log', 600],
  ])('%s is clean at each of its checkpoints', async (dir, size) => {
    const all = load(dir);
    const logKey = noteVerifier(new TextDecoder().decode(all.get('vkey.txt')!).trim());
    const tiles = [...all].filter(isTile);
    const checkpoints = [...all].filter(([path]) => path.startsWith('checkpoint'));
    expect(checkpoints.length).toBeGreaterThanOrEqual(2);
    for (const [path, bytes] of checkpoints) {
      const report = await fsck(storeSource(memoryStore(new Map([...tiles, ['checkpoint', bytes]]))), {
        logKey,
      });
      expect(
        report.findings.filter((f) => f.severity === 'error'),
        path,
      ).toEqual([]);
      expect(report.entries).toBe(path === 'checkpoint' ? size : Number(path.split('.')[1]));
    }
  });

  it('demo-log with one byte of any file changed, or the wrong checkpoint’s key, is not clean', async () => {
    const all = load('demo-log');
    const logKey = noteVerifier(new TextDecoder().decode(all.get('vkey.txt')!).trim());
    const files = new Map([...all].filter(isTile)).set('checkpoint', all.get('checkpoint')!);
    for (const [path, bytes] of files) {
      const at = Math.floor(bytes.length / 3);
      const report = await fsck(storeSource(memoryStore(changed(files, path, flipAt(at)))), { logKey });
      expect(report.clean, path).toBe(false);
    }
  });
});
