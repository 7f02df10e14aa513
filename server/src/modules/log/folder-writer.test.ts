import { createHash } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EMPTY_EDGE,
  ed25519NoteSigner,
  edgeRoot,
  fsck,
  noteVerifier,
  signNote,
  storeSource,
  type TreeEdge,
  writeCheckpoint,
} from '@yiwen/trust/log';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { folderStore } from './folder-store.ts';
import { FolderWriter } from './folder-writer.ts';
import { type JournalRecord, readRecords, writeRecord } from './journal-records.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 2 ** 31);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`folder writer: YIWEN_SEED=${seed}`);
const base = mkdtempSync(join(tmpdir(), 'yiwen-folder-writer-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let count = 0;

const origin = 'oa.test/log/2026';
const key = ed25519NoteSigner(origin, new Uint8Array(createHash('sha256').update('key').digest()));
const entries = Array.from({ length: 700 }, (_, i) => new TextEncoder().encode(`entry ${i}`));
const noteOf = (edge: TreeEdge) =>
  signNote(writeCheckpoint({ origin, size: edge.size, root: edgeRoot(edge) }), [key]);

/** A log grown to each size in turn, as a writer that is never closed leaves it. */
async function grown(folder: string, sizes: readonly number[]) {
  const writer = new FolderWriter(folder);
  let edge = EMPTY_EDGE;
  for (const size of sizes) {
    edge = await writer.grow(edge, entries.slice(edge.size, size));
    await writer.show(await noteOf(edge));
  }
  return writer;
}
const check = (folder: string) => fsck(storeSource(folderStore(folder)), { logKey: noteVerifier(key.vkey) });
const tilesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));

describe('the writer of a log in a folder', () => {
  it(`makes again from its journal whatever a crash took of its files (seed ${seed})`, async () => {
    const harm = fc.constantFrom('remove', 'empty', 'half', 'zero', 'leave');
    await fc.assert(
      fc.asyncProperty(fc.array(harm, { minLength: 5, maxLength: 5 }), fc.nat(), async (harms, salt) => {
        const folder = join(base, `log-${count++}`);
        await grown(folder, [1, 200, 256, 300, 513]);
        for (const [i, file] of tilesOf(folder).entries()) {
          const bytes = readFileSync(file);
          const how = harms[(i + salt) % harms.length];
          if (how === 'remove') {
            rmSync(file);
          } else if (how === 'zero') {
            writeFileSync(file, new Uint8Array(bytes.length));
          } else if (how !== 'leave') {
            truncateSync(file, how === 'half' ? Math.floor(bytes.length / 2) : 0);
          }
        }
        expect(await check(folder)).toMatchObject({ clean: true, entries: 513, findings: [] });
      }),
      { seed, numRuns: 8 * soak },
    );
  });

  it('does not take a batch whose record was not whole for durable', async () => {
    const folder = join(base, `log-${count++}`);
    await grown(folder, [100, 300]);
    const [segment] = readdirSync(`${folder}.journal`);
    const journal = join(`${folder}.journal`, segment!);
    const bytes = readFileSync(journal);
    const whole = [...readRecords(bytes)];
    expect(whole.map((record) => record.kind)).toEqual(['entries', 'checkpoint', 'entries', 'checkpoint']);
    for (const cut of [1, 30, bytes.length / 2]) {
      const left = [...readRecords(bytes.subarray(0, bytes.length - cut))];
      expect(left).toEqual(whole.slice(0, left.length));
      expect(left.length).toBeLessThan(whole.length);
    }
  });

  it('removes its journal when its files are synced, and partial files that a full one replaced', async () => {
    const folder = join(base, `log-${count++}`);
    const writer = await grown(folder, [1, 2, 255, 256, 300]);
    await writer.close();
    expect(readdirSync(`${folder}.journal`)).toEqual([]);
    const left = tilesOf(folder).map((file) => file.slice(folder.length + 1).replaceAll('\\', '/'));
    expect(left).not.toContain('tile/0/000.p/255');
    expect(left).toContain('tile/0/001.p/44');
    expect(await check(folder)).toMatchObject({ clean: true, entries: 300 });
  });

  it('does not put an older checkpoint back over a newer one', async () => {
    const folder = join(base, `log-${count++}`);
    await grown(folder, [10]);
    const old = readdirSync(`${folder}.journal`);
    const kept = readFileSync(join(`${folder}.journal`, old[0]!));
    rmSync(join(`${folder}.journal`, old[0]!));
    const store = folderStore(folder);
    await store.grow!({ ...EMPTY_EDGE }, entries.slice(0, 10));
    writeFileSync(join(`${folder}.journal`, old[0]!), kept);
    utimesSync(join(`${folder}.journal`, old[0]!), 0, 0);
    const edge = await store.grow!(EMPTY_EDGE, entries.slice(0, 10));
    const more = await store.grow!(edge, entries.slice(10, 20));
    await store.write('checkpoint', await noteOf(more));
    await new FolderWriter(folder).recover();
    expect(await check(folder)).toMatchObject({ clean: true, entries: 20 });
    // What was left behind long ago is taken away.
    expect(readdirSync(`${folder}.journal`)).not.toContain(old[0]);
  });

  it('reads back each record it writes', () => {
    const entry = fc.uint8Array({ maxLength: 400 });
    const record: fc.Arbitrary<JournalRecord> = fc.oneof(
      fc.record({ kind: fc.constant('checkpoint' as const), note: entry }),
      fc.record({
        kind: fc.constant('entries' as const),
        from: fc.maxSafeNat(),
        entries: fc.array(entry, { maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 6 }), fc.uint8Array({ maxLength: 40 }), (records, rest) => {
        const bytes = Buffer.concat([...records.map(writeRecord), rest]);
        expect([...readRecords(bytes)].slice(0, records.length)).toEqual(records);
      }),
      { seed, numRuns: 100 * soak },
    );
  });
});
