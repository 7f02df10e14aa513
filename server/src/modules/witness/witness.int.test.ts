import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  EMPTY_EDGE,
  ed25519NoteSigner,
  edgeRoot,
  fsck,
  growEdge,
  noteVerifier,
  openCheckpoint,
  originDigest,
  readCosignatures,
  readVkey,
  signNote,
  TileTree,
  type TreeEdge,
  tileSource,
  writeAddCheckpoint,
  writeCheckpoint,
  writeVkey,
} from '@yiwen/trust/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestNode, type TestNode } from '../../testing/index.ts';
import { logModule } from '../log/index.ts';
import { witnessModule } from './index.ts';

const sha = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const samples = `${process.env.YIWEN_SAMPLES ?? new URL('../../../../../shared/samples', import.meta.url).pathname}/tlog/witness`;
const haveSamples = existsSync(samples);
if (!haveSamples) {
  console.log('skipped: the published conversation needs the samples');
}

/** A log of somebody else, served over HTTP from memory. */
class OtherLog {
  readonly key: ReturnType<typeof ed25519NoteSigner>;
  readonly files = new Map<string, Uint8Array>();
  #edge: TreeEdge = EMPTY_EDGE;
  #server: Server;
  constructor(origin: string) {
    this.key = ed25519NoteSigner(origin, sha(origin));
    this.#server = createServer((request, response) => {
      const file = this.files.get(request.url!.slice(1));
      response.writeHead(file === undefined ? 404 : 200).end(file);
    });
  }
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  close(): void {
    this.#server.close();
  }
  get size(): number {
    return this.#edge.size;
  }
  /** Appends entries and answers the signed checkpoint. */
  async grow(count: number, what = 'entry'): Promise<Uint8Array> {
    const added = Array.from({ length: count }, (_, i) => utf8(`${what} ${this.#edge.size + i}`));
    const grown = growEdge(this.#edge, added);
    this.#edge = grown.edge;
    for (const { path, bytes } of grown.files) {
      this.files.set(path, bytes);
    }
    const state = { origin: this.key.name, size: this.#edge.size, root: edgeRoot(this.#edge) };
    const note = await signNote(writeCheckpoint(state), [this.key]);
    this.files.set('checkpoint', note);
    return note;
  }
  source() {
    return tileSource(async (path) => this.files.get(path));
  }
  async ask(oldSize: number): Promise<Uint8Array> {
    const proof = await new TileTree(this.source(), this.size).consistencyProof(oldSize);
    return writeAddCheckpoint({ oldSize, proof, checkpoint: this.files.get('checkpoint')! });
  }
}

const plain = new OtherLog('other.test/log/2026');
const mirrored = new OtherLog('mirrored.test/log/2026');
let test: TestNode;
let policyFile: string;

beforeAll(async () => {
  test = await startTestNode({
    modules: [logModule, witnessModule],
    roles: ['clerk'],
    environment: { YIWEN_WITNESS_NAME: 'example.com/witness', YIWEN_WITNESS_MIRROR: 'true' },
  });
  const lines = [
    `log ${writeVkey(plain.key.vkey)}`,
    `log ${writeVkey(mirrored.key.vkey)} ${await mirrored.listen()}`,
  ];
  if (haveSamples) {
    lines.push(`log ${conversation().log.vkey}`);
  }
  policyFile = join(test.node.dataDir, 'witness', 'policy');
  mkdirSync(join(test.node.dataDir, 'witness'), { recursive: true });
  writeFileSync(policyFile, `${lines.join('\n')}\nquorum none\n`);
}, 120_000);
afterAll(async () => {
  mirrored.close();
  await test?.stop();
});

type Step = { request: string; status: number; body_contains: string; status_by_current_spec?: number };
function conversation(): { log: { vkey: string }; steps: Step[] } {
  return JSON.parse(readFileSync(`${samples}/add-checkpoint.json`, 'utf8')) as never;
}

async function post(body: Uint8Array | string, type?: string) {
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
  const answer = await fetch(`${test.url}/witness/add-checkpoint`, {
    method: 'POST',
    body: body as string,
    headers,
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}
const vkey = async () => readVkey((await (await fetch(`${test.url}/witness/vkey`)).text()).trim());

describe('a node as a witness', () => {
  it.skipIf(!haveSamples)('answers the published conversation, step by step', async () => {
    for (const step of conversation().steps) {
      const answer = await post(step.request);
      expect(answer.status, answer.text).toBe(step.status_by_current_spec ?? step.status);
      if (answer.status !== 409) {
        expect(answer.text).toContain(step.body_contains);
      }
    }
  });

  it('cosigns a growing log, whatever media type is sent, and shows what it saw last', async () => {
    const digest = originDigest(plain.key.name);
    expect((await fetch(`${test.url}/witness/${digest}/checkpoint`)).status).toBe(404);
    let old = 0;
    for (const type of [
      undefined,
      'text/plain',
      'application/octet-stream',
      'application/x-www-form-urlencoded',
    ]) {
      const note = await plain.grow(300);
      const text = new TextDecoder().decode(note).split('\n\n')[0]!;
      const answer = await post(await plain.ask(old), type);
      expect(answer, answer.text).toMatchObject({ status: 200, type: 'text/plain; charset=utf-8' });
      expect(readCosignatures(utf8(answer.text), `${text}\n`, await vkey())).toHaveLength(1);
      old = plain.size;
    }
    const shown = await fetch(`${test.url}/witness/${digest}/checkpoint`);
    const opened = openCheckpoint(new Uint8Array(await shown.arrayBuffer()), noteVerifier(plain.key.vkey), [
      noteVerifier(await vkey()),
    ]);
    expect(opened).toMatchObject({ size: 1200 });
    expect(opened.verified).toHaveLength(2);
    expect(await post(await plain.ask(300))).toEqual({
      status: 409,
      type: 'text/x.tlog.size',
      text: '1200\n',
    });
    expect((await post('old 0\n')).status).toBe(400);
    expect((await post(new Uint8Array(100_000))).status).toBe(413);
    expect((await post('{}', 'application/json')).status).toBe(400);
  });

  it('lets only one of many requests at once move it on', async () => {
    const old = plain.size;
    await plain.grow(5);
    const one = await plain.ask(old);
    await plain.grow(5);
    const two = await plain.ask(old);
    const answers = await Promise.all([one, two, one, two, one, two].map((body) => post(body)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(5);
  });

  it('follows a new log as soon as the policy file names it', async () => {
    const next = new OtherLog('other.test/log/2027');
    await next.grow(3);
    expect((await post(await next.ask(0))).status).toBe(404);
    const text = readFileSync(policyFile, 'utf8');
    writeFileSync(policyFile, `log ${writeVkey(next.key.vkey)}\n${text}`);
    expect((await post(await next.ask(0))).status).toBe(200);
  });
});

describe('a node as a mirror', () => {
  const served = (origin: string) =>
    tileSource(async (path) => {
      const answer = await fetch(`${test.url}/witness/${originDigest(origin)}/${path}`);
      return answer.status === 404 ? undefined : new Uint8Array(await answer.arrayBuffer());
    });

  it('cosigns when it holds every entry, and serves the whole log', async () => {
    for (const count of [3, 300, 1, 66_000, 5]) {
      const old = mirrored.size;
      await mirrored.grow(count);
      expect((await post(await mirrored.ask(old))).status).toBe(200);
      const report = await fsck(served(mirrored.key.name), {
        logKey: noteVerifier(mirrored.key.vkey),
        others: [noteVerifier(await vkey())],
      });
      expect(report).toMatchObject({ clean: true, entries: mirrored.size });
    }
  });

  it('does not cosign while entries are missing, and says so', async () => {
    const old = mirrored.size;
    await mirrored.grow(10);
    const path = [...mirrored.files.keys()].findLast((one) => one.startsWith('tile/entries/'))!;
    const bundle = mirrored.files.get(path)!;
    mirrored.files.delete(path);
    expect(await post(await mirrored.ask(old))).toMatchObject({ status: 503 });
    mirrored.files.set(path, bundle);
    expect((await post(await mirrored.ask(old))).status).toBe(200);
  });

  it('keeps nothing of a log whose entries do not lead to the signed root', async () => {
    const old = mirrored.size;
    await mirrored.grow(10);
    const path = [...mirrored.files.keys()].findLast((one) => one.startsWith('tile/entries/'))!;
    const bundle = mirrored.files.get(path)!;
    mirrored.files.set(
      path,
      bundle.map((byte, i) => (i === bundle.length - 1 ? byte ^ 1 : byte)),
    );
    expect(await post(await mirrored.ask(old))).toMatchObject({ status: 503 });
    expect(await (await fetch(`${test.url}/metrics`)).text()).toMatch(/yiwen_mirror_contradictions 1/);
    mirrored.files.set(path, bundle);
    expect((await post(await mirrored.ask(old))).status).toBe(200);
    expect(await (await fetch(`${test.url}/metrics`)).text()).toMatch(/yiwen_mirror_contradictions 0/);
  });
});

describe('a node that is no witness', () => {
  it('says so', async () => {
    const other = await startTestNode({ modules: [logModule, witnessModule], roles: ['clerk'] });
    try {
      const answer = await fetch(`${other.url}/witness/add-checkpoint`, {
        method: 'POST',
        body: 'old 0\n\n',
      });
      expect(answer.status).toBe(404);
      expect(await answer.json()).toMatchObject({ error: { code: 'witness.off' } });
      expect((await fetch(`${other.url}/witness/vkey`)).status).toBe(404);
    } finally {
      await other.stop();
    }
  }, 120_000);
});
