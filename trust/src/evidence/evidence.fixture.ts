/** A document with its acts, its log with two witnesses, and everything a package of it is made from. */

import {
  type CanonicalValue,
  canonicalBytes,
  digestContent,
  digestFile,
  versionRoot,
} from '@yiwen/trust/content';
import { hex, sha256, sm3, utf8 } from '@yiwen/trust/crypto';
import {
  commitment,
  cosigner,
  EMPTY_EDGE,
  ed25519NoteSigner,
  edgeRoot,
  entryDigest,
  growEdge,
  leafHash,
  logOpening,
  readPolicy,
  signNote,
  writeCheckpoint,
  writeProof,
  writeVkey,
} from '@yiwen/trust/log';
import { proveConsistency, proveInclusion } from '../merkle/index.ts';
import {
  NOW,
  plainEntries,
  random,
  sealEntries,
  trust as signers,
} from '../verification/sealed-ofd.fixture.ts';
import { buildEvidence, type EvidenceAct, type EvidenceParts } from './index.ts';

export const DOC = '3b0f7c1e-97a5-4a41-b1c4-0d6f2f3f6a11';
export const ORGAN = '11111111-1111-4111-8111-111111111111';
const ORIGIN = 'oa.test/log/2026';

export { NOW };

const seed = (name: string) => sha256(utf8(name));
const logKey = ed25519NoteSigner(ORIGIN, seed('evidence log'));
const seconds = Math.floor(NOW / 1000);

/** The witnesses, cosigning at a time of the test's choosing. */
export const witnessAt = (name: 'county' | 'city', time: number) =>
  cosigner(`w.test/${name}`, seed(name), () => time);

export const policy = readPolicy(
  `log ${writeVkey(logKey.vkey)}\nwitness county ${writeVkey(witnessAt('county', 0).vkey)}\nwitness city ${writeVkey(witnessAt('city', 0).vkey)}\ngroup both all county city\nquorum both\n`,
);
export const trust = signers;

const contents: readonly {
  id: string;
  kind: string;
  parent: string;
  position: number;
  content: { readonly [name: string]: CanonicalValue };
}[] = [
  { id: 'fields', kind: 'group.fields', parent: '', position: 0, content: {} },
  {
    id: 'title',
    kind: 'field.title',
    parent: 'fields',
    position: 0,
    content: { value: '关于开展冬季消防安全检查的通知' },
  },
];
const parts = contents.map((part) => ({
  ...part,
  salt: hex(random(16)),
  contentDigest: digestContent(part.content),
}));
const { sha256: rootSha256, sm3: rootSm3 } = versionRoot(parts);
const root = { sha256: rootSha256, sm3: rootSm3 };

const clerk = { personId: 'p1', name: '孙八', postId: 'b1', post: '文书' };
const leader = { personId: 'p2', name: '李四', postId: 'b2', post: '镇长' };

type Told = { type: string; actor: object; data: Record<string, CanonicalValue>; doc?: string };

/** A body as the node salts it. */
export function bodyOf(
  { type, actor, data, doc = DOC }: Told,
  seq: number,
  at = NOW + seq * 1000,
): CanonicalValue {
  return {
    v: 1,
    id: `e-${seq}-${type}`,
    type,
    organ: ORGAN,
    at: new Date(at).toISOString(),
    actor: actor as CanonicalValue,
    doc,
    seq,
    data,
    salt: hex(random(16)),
  };
}

/** Entries of a chain of bodies. */
export function entriesOf(bodies: readonly CanonicalValue[], doc = DOC): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (const [i, body] of bodies.entries()) {
    const bytes = canonicalBytes(body);
    const prev = entries.at(-1);
    entries.push(
      commitment({
        type: (body as { type: string }).type,
        doc,
        seq: i + 1,
        prev: prev === undefined ? undefined : entryDigest(prev),
        sha256: sha256(bytes),
        sm3: sm3(bytes),
      }),
    );
  }
  return entries;
}

/** Everything of a document with six acts in a log of some strangers' entries. */
export async function makeParts(): Promise<EvidenceParts & { log: Uint8Array[] }> {
  const ofd = await sealEntries(plainEntries());
  const digests = digestFile(ofd);
  const step = (stepId: string, node: string, postId: string) => ({ stepId, node, postId });
  const told: Told[] = [
    {
      type: 'documents.drafted',
      actor: clerk,
      data: { stepId: 's1', effect: 'open', opened: [step('s1', 'draft', 'b1')] },
    },
    {
      type: 'documents.submitted',
      actor: clerk,
      data: { stepId: 's1', effect: 'advance', versionNo: 1, root, opened: [step('s2', 'approve', 'b2')] },
    },
    {
      type: 'documents.approved',
      actor: leader,
      data: {
        stepId: 's2',
        effect: 'advance',
        versionNo: 1,
        root,
        number: '禾汀政发〔2026〕12号',
        opinion: '同意',
        opened: [step('s3', 'seal', 'b1')],
      },
    },
    {
      type: 'sealing.sealed',
      actor: { name: '系统', post: '系统' },
      data: {
        stepId: 's3',
        effect: 'advance',
        files: [{ format: 'ofd', size: ofd.length, ...digests }],
        opened: [],
      },
    },
    { type: 'circulation.read', actor: leader, data: { effect: 'note', stepId: 's4', opened: [] } },
  ];
  const bodies = told.map((one, i) => bodyOf(one, i + 1));
  const own = entriesOf(bodies);
  const stranger = (i: number) =>
    entriesOf([bodyOf({ type: 'test.other', actor: clerk, data: { i }, doc: `d${i}` }, 1)], `d${i}`)[0]!;
  const log = [
    logOpening(ORIGIN),
    ...[0, 1, 2].map(stranger),
    ...own.slice(0, 3),
    ...[3, 4].map(stranger),
    ...own.slice(3),
  ];
  const indexOf = (entry: Uint8Array) => log.indexOf(entry);
  const sizes = [4, 9, log.length];
  const leaves = log.map((entry) => leafHash(sha256, entry));
  const notes: Uint8Array[] = [];
  for (const [i, size] of sizes.entries()) {
    const text = writeCheckpoint({
      origin: ORIGIN,
      size,
      root: edgeRoot(growEdge(EMPTY_EDGE, log.slice(0, size)).edge),
    });
    const at = seconds + i * 60;
    notes.push(await signNote(text, [logKey, witnessAt('county', at), witnessAt('city', at + 2)]));
  }
  const acts = own.map(
    (entry, i): EvidenceAct => ({
      body: bodies[i]!,
      entry,
      proof: writeProof({
        index: indexOf(entry),
        hashes: proveInclusion(sha256, leaves, indexOf(entry)),
        checkpoint: notes.at(-1)!,
      }),
    }),
  );
  return {
    subject: {
      document: DOC,
      organ: ORGAN,
      organName: '禾汀镇人民政府',
      title: '关于开展冬季消防安全检查的通知',
      number: '禾汀政发〔2026〕12号',
    },
    madeAt: new Date(NOW + 200_000).toISOString(),
    versions: [{ no: 1, parts, files: [{ bytes: ofd, name: '通知.ofd', ending: 'ofd', role: 'document' }] }],
    acts,
    related: [],
    certificates: [],
    crls: [],
    ocsps: [],
    seals: [],
    policy: 'quorum none\n',
    trust: '{}',
    checkpoints: notes,
    links: sizes.slice(0, -1).map((from) => ({
      origin: ORIGIN,
      from,
      to: log.length,
      hashes: proveConsistency(sha256, leaves, from),
    })),
    stamps: [],
    anchors: [],
    system: { operator: '禾汀镇人民政府' },
    verifier: utf8('<!doctype html>'),
    log,
  };
}

/** A good package. */
export async function goodPackage(): Promise<Uint8Array> {
  return buildEvidence(await makeParts()).zip;
}
