import { createHash, randomUUID } from 'node:crypto';
import { canonicalBytes } from '@yiwen/trust/content';
import { readCommitment } from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeTestDatabase, type TestDatabase } from '../../testing/index.ts';
import { type OpenDatabase, openDatabase } from '../database/index.ts';
import {
  assignIndex,
  declareAct,
  entriesOfDocument,
  entryById,
  pendingEntries,
  pendingLogs,
  recordAct,
} from './index.ts';

const organId = '11111111-1111-4111-8111-111111111111';
const at = new Date('2026-11-23T01:00:00Z');
const actor = { personId: randomUUID(), name: '孙八', postId: randomUUID(), post: '文书' };
const drafted = declareAct({
  kind: 'test.drafted',
  version: 2,
  schema: z.object({ title: z.string(), note: z.string().optional() }),
  label: { zh: '起草', en: 'Drafted' },
});

describe('acts as events', () => {
  let database: TestDatabase;
  let db: OpenDatabase;
  beforeAll(async () => {
    database = await makeTestDatabase();
    db = openDatabase(database.address, () => undefined);
  });
  afterAll(async () => {
    await db?.close();
    await database?.drop();
  });

  const record = (doc: string | undefined, body: Record<string, unknown>, kind = drafted.kind) =>
    db.asOrgan({ organId }, (tx) => recordAct(tx, { kind, organId, actor, at, doc, body }));

  it('keep a salted body whose digests anybody can recompute', async () => {
    const doc = randomUUID();
    const ref = await record(doc, { title: '通知', note: undefined });
    const entry = await db.asOrgan({ organId }, (tx) => entryById(tx, ref.id));
    expect(entry!.body).toMatchObject({
      v: 1,
      type: 'test.drafted',
      typeVersion: 2,
      actor: { name: '孙八', post: '文书' },
      at: '2026-11-23T01:00:00.000Z',
      data: { title: '通知' },
      salt: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const bytes = canonicalBytes(entry!.body as never);
    expect(Buffer.from(entry!.sha256)).toEqual(createHash('sha256').update(bytes).digest());
    expect(Buffer.from(entry!.sm3)).toEqual(createHash('sm3').update(bytes).digest());
    const commitment = readCommitment(new Uint8Array(entry!.commitment));
    expect(commitment).toMatchObject({ type: 'test.drafted', seq: 1, prev: '' });
    expect(commitment.sha256).toBe(Buffer.from(entry!.sha256).toString('base64url'));
    expect(new TextDecoder().decode(entry!.commitment)).not.toContain(doc);
  });

  it('of one document are numbered and chained; the same act twice has different digests', async () => {
    const doc = randomUUID();
    const refs = [];
    for (let time = 0; time < 3; time++) {
      refs.push(await record(doc, { title: '同一标题' }));
    }
    expect(refs.map((ref) => ref.seq)).toEqual([1, 2, 3]);
    const entries = await db.asOrgan({ organId }, (tx) => entriesOfDocument(tx, doc));
    expect(new Set(entries.map((entry) => Buffer.from(entry.sha256).toString('hex'))).size).toBe(3);
    for (const [index, entry] of entries.entries()) {
      const before = entries[index - 1];
      const prev = readCommitment(new Uint8Array(entry.commitment)).prev;
      const expected = before ? createHash('sha256').update(before.commitment).digest('base64url') : '';
      expect(prev).toBe(expected);
    }
  });

  it('are refused when nobody declared the kind, or the body is not as declared', async () => {
    await expect(record(undefined, {}, 'test.unheard-of')).rejects.toThrow(/is not declared/);
    await expect(record(undefined, { title: 7 })).rejects.toThrow();
    await expect(record(undefined, { title: '\ud800' })).rejects.toThrow();
  });

  it('exist only with the transaction they were recorded in', async () => {
    const doc = randomUUID();
    await db
      .asOrgan({ organId }, async (tx) => {
        await recordAct(tx, { kind: drafted.kind, organId, actor, at, doc, body: { title: '一' } });
        throw new Error('the change failed');
      })
      .catch(() => undefined);
    expect(await db.asOrgan({ organId }, (tx) => entriesOfDocument(tx, doc))).toEqual([]);
    expect((await record(doc, { title: '二' })).seq).toBe(1);
  });

  it('cannot take the same number in one document twice', async () => {
    const doc = randomUUID();
    const racing = await Promise.allSettled([1, 2, 3, 4].map(() => record(doc, { title: '抢号' })));
    const done = racing.filter((one) => one.status === 'fulfilled').map((one) => one.value.seq);
    expect(new Set(done).size).toBe(done.length);
    expect(done.length).toBeGreaterThan(0);
  });

  it('get an index once, from the sequencer alone', async () => {
    const ref = await record(randomUUID(), { title: '待入日志' });
    const logs = await db.asSequencer(pendingLogs);
    expect(logs).toEqual([{ organId, year: 2026 }]);
    const pending = await db.asSequencer((tx) => pendingEntries(tx, organId, 2026, 1000));
    expect(pending.map((entry) => entry.id)).toContain(ref.id);
    await db.asSequencer((tx) => assignIndex(tx, ref.id, 7));
    await expect(db.asSequencer((tx) => assignIndex(tx, ref.id, 8))).rejects.toThrow(
      /already has a log index/,
    );
    await expect(db.asOrgan({ organId }, (tx) => assignIndex(tx, ref.id, 9))).rejects.toThrow(
      /permission denied/,
    );
    expect((await db.asOrgan({ organId }, (tx) => entryById(tx, ref.id)))!.logIndex).toBe(7);
    await expect(
      db.asSequencer((tx) => tx.selectFrom('event.entry').select('body').execute()),
    ).rejects.toThrow(/permission denied/);
  });

  it('say that they were recorded, when their transaction commits', async () => {
    const heard: string[] = [];
    const listener = await db.listen('yiwen_event', (payload) => heard.push(payload));
    await record(randomUUID(), { title: '通知监听者' });
    await expect.poll(() => heard).toContain(`${organId}/2026`);
    await listener.close();
  });
});
