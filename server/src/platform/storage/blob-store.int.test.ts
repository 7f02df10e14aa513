import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { radosgwFound, startRadosgw } from '../../testing/radosgw.ts';
import { type BlobStore, localFolder, s3Bucket } from './index.ts';

const text = new TextEncoder().encode('关于做好参保缴费工作的通知');

/** What every store must do. */
function contract(name: string, make: () => Promise<{ store: BlobStore; end(): Promise<void> }>): void {
  describe(name, () => {
    let store: BlobStore;
    let end: () => Promise<void>;
    beforeAll(async () => {
      ({ store, end } = await make());
    }, 240_000);
    afterAll(() => end?.());

    it('gives back what was put, under both digests', async () => {
      const ref = await store.put(text);
      expect(ref).toEqual({
        sha256: createHash('sha256').update(text).digest('hex'),
        sm3: createHash('sm3').update(text).digest('hex'),
        size: text.length,
      });
      expect(await store.get(ref.sha256)).toEqual(text);
      expect(await store.has(ref.sha256)).toBe(true);
    });

    it('stores the same content once, also when several put it at the same moment', async () => {
      const refs = await Promise.all(Array.from({ length: 8 }, () => store.put(text)));
      expect(new Set(refs.map((ref) => ref.sha256)).size).toBe(1);
      expect(await store.get(refs[0]!.sha256)).toEqual(text);
    });

    it('takes and gives streams', async () => {
      const chunks = Array.from({ length: 20 }, (_, index) => new Uint8Array(100_000).fill(index));
      const ref = await store.put(
        (async function* () {
          yield* chunks;
        })(),
      );
      expect(ref.size).toBe(2_000_000);
      const read: Uint8Array[] = [];
      for await (const chunk of (await store.stream(ref.sha256))!) {
        read.push(chunk);
      }
      expect(Buffer.concat(read).equals(Buffer.concat(chunks))).toBe(true);
    });

    it('keeps empty content', async () => {
      const ref = await store.put(new Uint8Array());
      expect(ref.size).toBe(0);
      expect(await store.get(ref.sha256)).toEqual(new Uint8Array());
    });

    it('says that it has not what was never put', async () => {
      const absent = '0'.repeat(64);
      expect(await store.has(absent)).toBe(false);
      expect(await store.get(absent)).toBeUndefined();
      expect(await store.stream(absent)).toBeUndefined();
    });

    it('refuses names that are no digest', async () => {
      await expect(store.get('../../etc/passwd')).rejects.toThrow(RangeError);
      await expect(store.has('A'.repeat(64))).rejects.toThrow(RangeError);
    });

    it('leaves nothing of a put that broke off', async () => {
      await expect(
        store.put(
          (async function* () {
            yield text;
            throw new Error('line went dead');
          })(),
        ),
      ).rejects.toThrow('line went dead');
    });
  });
}

contract('local folder', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'yiwen-files-'));
  return { store: localFolder(folder), end: async () => rmSync(folder, { recursive: true, force: true }) };
});

describe('local folder', () => {
  it('notices a damaged file, and leaves no drafts behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yiwen-files-'));
    const store = localFolder(folder);
    const { sha256 } = await store.put(text);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    writeFileSync(join(folder, 'sha256', sha256.slice(0, 2), sha256.slice(2, 4), sha256), 'changed');
    await expect(store.get(sha256)).rejects.toThrow(/is damaged/);
    rmSync(folder, { recursive: true, force: true });
  });
});

if (radosgwFound()) {
  contract('S3 bucket (Ceph radosgw)', async () => {
    const server = await startRadosgw();
    const store = s3Bucket(server.settings);
    return {
      store,
      end: async () => {
        store.close();
        await server.stop();
      },
    };
  });
} else {
  describe('S3 bucket', () => {
    it.skip('skipped: no S3 server here (Debian packages radosgw, ceph-mon, ceph-osd)', () => undefined);
  });
}
