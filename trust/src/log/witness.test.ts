import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leafHash, proveConsistency, rootOf } from '../merkle/index.ts';
import {
  compareWithMirror,
  cosigner,
  EMPTY_EDGE,
  ed25519NoteSigner,
  growEdge,
  judgeGrowth,
  LogError,
  noteVerifier,
  openAddCheckpoint,
  openCheckpoint,
  readAddCheckpoint,
  readCosignatures,
  readVkey,
  signNote,
  type TileSource,
  tileSource,
  type WitnessRefusal,
  withLines,
  writeAddCheckpoint,
  writeCheckpoint,
  writeSignatureLine,
} from './index.ts';

const seed = Number(process.env.YIWEN_SEED ?? Date.now() % 2 ** 31);
const soak = Number(process.env.YIWEN_SOAK ?? 1);
console.log(`witness: YIWEN_SEED=${seed}`);
const samples = `${process.env.YIWEN_SAMPLES ?? new URL('../../../../shared/samples', import.meta.url).pathname}/tlog`;
const haveSamples = existsSync(samples);
if (!haveSamples) {
  console.log('skipped: the conversation with a witness needs the samples');
}

const sha = (bytes: Uint8Array | string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest());
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const leaves = (n: number, what = 'entry'): Uint8Array[] =>
  Array.from({ length: n }, (_, i) => leafHash(sha, utf8(`${what} ${i}`)));
const origin = 'oa.test/log/2026';
const logKey = ed25519NoteSigner(origin, sha('log'));
const witness = cosigner('w.test/county', sha('witness'), () => 1_767_261_600);

type State = { size: number; root: Uint8Array };

/** A witness with its state in memory; answers as the HTTP one does. */
class Memory {
  state: State | undefined;
  readonly #keys: ReturnType<typeof readVkey>[];
  constructor(keys: ReturnType<typeof readVkey>[]) {
    this.#keys = keys;
  }
  ask(body: Uint8Array): WitnessRefusal | State {
    const request = openAddCheckpoint(body, (name) => this.#keys.filter((key) => key.name === name));
    if ('status' in request) {
      return request;
    }
    const refusal = judgeGrowth(request, this.state);
    if (refusal === undefined) {
      this.state = { size: request.opened.size, root: request.opened.root };
    }
    return refusal ?? this.state!;
  }
}

async function request(tree: Uint8Array[], oldSize: number, proof?: Uint8Array[], root = rootOf(sha, tree)) {
  const note = await signNote(writeCheckpoint({ origin, size: tree.length, root }), [logKey]);
  const hashes = proof ?? (oldSize === 0 ? [] : proveConsistency(sha, tree, oldSize));
  return writeAddCheckpoint({ oldSize, proof: hashes, checkpoint: note });
}

describe('a witness', () => {
  it('answers each fault with the status of the specification, in its order', async () => {
    const one = new Memory([logKey.vkey]);
    const five = leaves(5);
    const good = await request(five, 0);
    const status = async (body: Uint8Array | Promise<Uint8Array>) => {
      const answer = one.ask(await body);
      return 'status' in answer ? answer.status : 200;
    };
    for (const bad of ['', 'old 0', 'old 00\n\n', 'old -1\n\n', 'older 0\n\n', 'old 0\nAAAA\n\n']) {
      expect(await status(utf8(bad)), bad).toBe(400);
      expect(await status(utf8(`${bad}${new TextDecoder().decode(good).slice(6)}`)), bad).toBe(400);
    }
    expect(await status(writeTooMany())).toBe(400);
    const text = new TextDecoder().decode(good);
    expect(await status(utf8(text.replaceAll(origin, 'oa.test/log/2027')))).toBe(404);
    expect(await status(utf8(text.replace('\n5\n', '\n6\n')))).toBe(403);
    const stranger = ed25519NoteSigner(origin, sha('stranger'));
    const unsigned = await signNote(writeCheckpoint({ origin, size: 5, root: rootOf(sha, five) }), [
      stranger,
    ]);
    expect(await status(writeAddCheckpoint({ oldSize: 0, proof: [], checkpoint: unsigned }))).toBe(403);
    expect(await status(request(five, 6, []))).toBe(400);
    expect(await status(request(five, 3, []))).toBe(409);
    expect(await status(request(five, 0, [five[0]!]))).toBe(422);
    expect(await status(request([], 0, [], five[0]))).toBe(422);
    expect(await status(good)).toBe(200);
    const again = one.ask(good);
    expect(again).toMatchObject({ status: 409, knownSize: 5 });
    expect(await status(request(five, 5, []))).toBe(200);
    expect(await status(request(leaves(5, 'other'), 5, []))).toBe(422);
    expect(await status(request(leaves(9), 5, []))).toBe(422);
    expect(await status(request(leaves(9, 'other'), 5))).toBe(422);
    expect(await status(request(leaves(9), 5))).toBe(200);
    expect(one.state?.size).toBe(9);
  });

  it(`never goes back and never follows another history (seed ${seed})`, async () => {
    const trees = [leaves(60), [...leaves(20), ...leaves(40, 'fork')]];
    const step = fc.record({ tree: fc.nat(1), size: fc.integer({ min: 0, max: 60 }), old: fc.nat(60) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const one = new Memory([logKey.vkey]);
        const followed = new Set<number>();
        for (const { tree, size, old } of steps) {
          const before = one.state;
          const whole = trees[tree]!.slice(0, size);
          const answer = one.ask(await request(whole, old, old > 0 && old < size ? undefined : []));
          if ('status' in answer) {
            expect(one.state).toBe(before);
            continue;
          }
          expect(size).toBeGreaterThanOrEqual(before?.size ?? 0);
          if (size > 20) {
            followed.add(tree);
          }
        }
        expect(followed.size).toBeLessThanOrEqual(1);
      }),
      { seed, numRuns: 60 * soak },
    );
  });

  it('reads what it wrote, and refuses bytes that are none of its requests', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const requests = fc.record({
      oldSize: fc.maxSafeNat(),
      proof: fc.array(hash, { maxLength: 63 }),
      checkpoint: fc.string().map(utf8),
    });
    fc.assert(
      fc.property(requests, (one) => {
        expect(readAddCheckpoint(writeAddCheckpoint(one))).toEqual(one);
      }),
      { seed, numRuns: 100 * soak },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const answer = openAddCheckpoint(bytes, () => [logKey.vkey]);
        expect(answer).toMatchObject({ status: 400 });
      }),
      { seed, numRuns: 200 * soak },
    );
  });

  it('is believed by its client only for lines over that very checkpoint', async () => {
    const text = writeCheckpoint({ origin, size: 5, root: rootOf(sha, leaves(5)) });
    const note = await signNote(text, [logKey]);
    const line = {
      name: witness.name,
      keyId: witness.keyId,
      signature: await witness.sign(utf8(text)),
    };
    const stranger = { ...line, name: 'w.test/stranger' };
    const answer = utf8(writeSignatureLine(stranger) + writeSignatureLine(line));
    const lines = readCosignatures(answer, text, witness.vkey);
    expect(lines).toEqual([line]);
    const cosigned = withLines(withLines(note, lines), lines);
    const opened = openCheckpoint(cosigned, noteVerifier(logKey.vkey), [noteVerifier(witness.vkey)]);
    expect(opened.verified.map((one) => one.name)).toEqual([origin, 'w.test/county']);
    const other = writeCheckpoint({ origin, size: 6, root: rootOf(sha, leaves(6)) });
    expect(() => readCosignatures(answer, other, witness.vkey)).toThrow(LogError);
    expect(() => readCosignatures(utf8('<html>'), text, witness.vkey)).toThrow(LogError);
    expect(readCosignatures(utf8(writeSignatureLine(stranger)), text, witness.vkey)).toEqual([]);
  });
});

describe.skipIf(!haveSamples)('a witness, against the published conversation', () => {
  it('answers all nine requests as expected', () => {
    type Step = { request: string; status: number; status_by_current_spec?: number };
    const conversation = JSON.parse(readFileSync(`${samples}/witness/add-checkpoint.json`, 'utf8')) as {
      log: { vkey: string };
      steps: Step[];
    };
    const one = new Memory([readVkey(conversation.log.vkey)]);
    expect(conversation.steps).toHaveLength(9);
    for (const step of conversation.steps) {
      const answer = one.ask(utf8(step.request));
      const status = 'status' in answer ? answer.status : 200;
      expect(status).toBe(step.status_by_current_spec ?? step.status);
    }
  });
});

describe('a mirror', () => {
  const copy = (entries: readonly Uint8Array[], without?: string): { source: TileSource; size: number } => {
    const files = new Map<string, Uint8Array>();
    for (const { path, bytes } of growEdge(EMPTY_EDGE, entries).files) {
      files.set(path, bytes);
    }
    files.delete(without ?? '');
    return { source: tileSource(async (path) => files.get(path)), size: entries.length };
  };
  const entries = Array.from({ length: 700 }, (_, i) => utf8(`record ${i}`));
  const mirror = copy(entries);
  const instead = utf8('another');

  it('finds nothing in a log that holds all it saw, also a longer one', async () => {
    expect(await compareWithMirror(copy(entries), mirror)).toBeUndefined();
    expect(await compareWithMirror(copy([...entries, instead]), mirror)).toBeUndefined();
  });

  it(`names the first bad record and what happened to it (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 699 }), async (at) => {
        const [before, after] = [entries.slice(0, at), entries.slice(at)];
        const [record, ...rest] = after;
        const found = (log: Uint8Array[]) => compareWithMirror(copy(log), mirror);
        const mirrored = { index: at, mirrored: record };
        expect(await found([...before, instead, ...rest])).toMatchObject({ ...mirrored, kind: 'changed' });
        expect(await found([...before, instead, ...after])).toMatchObject({ ...mirrored, kind: 'inserted' });
        const removed = rest.length === 0 ? 'cut-off' : 'removed';
        expect(await found([...before, ...rest])).toMatchObject({ ...mirrored, kind: removed });
        expect(await found(before)).toMatchObject({ ...mirrored, kind: 'cut-off' });
      }),
      { seed, numRuns: 12 * soak },
    );
    const unreadable = await compareWithMirror(copy(entries, 'tile/entries/001'), mirror);
    expect(unreadable).toMatchObject({ index: 256, kind: 'unreadable' });
    await expect(compareWithMirror(copy(entries), copy(entries, 'tile/entries/000'))).rejects.toThrow(
      LogError,
    );
  });
});

/** A request with one hash too many. */
function writeTooMany(): Uint8Array {
  const line = `${Buffer.alloc(32).toString('base64')}\n`;
  return utf8(`old 1\n${line.repeat(64)}\nx\n`);
}
