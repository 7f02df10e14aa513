/** What is fuzzed: good inputs of each kind, what reads them, and what a reader may claim of a damaged one. */
import { readZip, type ZipEntry } from '@yiwen/formats/container';
import { signApprovals, verifyApproval } from '@yiwen/trust/approvals';
import {
  answerOcsp,
  buildCrl,
  checkRevocation,
  isSignedBy,
  makeDemoAuthority,
  ocspRequest,
  parseCertificate,
  parseTrustList,
  readCertificateRequest,
  TrustListError,
  trustListJson,
} from '@yiwen/trust/certificates';
import { CanonicalJsonError, readCanonicalJson } from '@yiwen/trust/content';
import {
  DerError,
  ecdsaP256Sign,
  hash,
  hex,
  keySigner,
  p256KeyPair,
  readDer,
  sha256,
  utf8,
} from '@yiwen/trust/crypto';
import {
  completeAsic,
  completeDetached,
  entriesToSign,
  prepareAsic,
  prepareDetached,
} from '@yiwen/trust/documents';
import { verifyEvidence } from '@yiwen/trust/evidence';
import {
  checkProof,
  EMPTY_EDGE,
  ed25519NoteSigner,
  edgeRoot,
  fsck,
  growEdge,
  LogError,
  noteVerifier,
  openCheckpoint,
  openNote,
  readBundle,
  readPolicy,
  readTile,
  signNote,
  tileSource,
  writeCheckpoint,
  writeVkey,
} from '@yiwen/trust/log';
import {
  checkPrintedCode,
  paperKeyId,
  readPrintedCode,
  signKeyStatement,
  writePrintedCode,
} from '@yiwen/trust/paper';
import { checkSealMaker, readSeal, readSesSignature } from '@yiwen/trust/seals';
import {
  checkSignedData,
  digestOf,
  judgeTimeStamp,
  makeTimeStamp,
  readTimeStampResponse,
  signedAttributes,
  signedData,
  timeStampRequest,
} from '@yiwen/trust/signatures';
import { verifyDetached, verifyDocument } from '@yiwen/trust/verification';
import type { Random } from '../../formats/src/ofd/mutations/random.fixture.ts';
import * as approvals from '../../trust/src/approvals/approvals.fixture.ts';
import * as pdf from '../../trust/src/documents/pdf-files.fixture.ts';
import {
  NOW as EVIDENCE_NOW,
  policy as evidencePolicy,
  trust as evidenceTrust,
  goodPackage,
  makeParts,
} from '../../trust/src/evidence/evidence.fixture.ts';
import {
  issued,
  NOW,
  trust as ofdTrust,
  plainEntries,
  sealEntries,
  signEntries,
} from '../../trust/src/verification/sealed-ofd.fixture.ts';
import { damage, damageZip } from './damage.fixture.ts';

/**
 * One kind of input. `claim` reads a damaged one and answers what a person would be told to believe, or undefined when
 * nothing; it may throw only errors of `refusals`. A claim must be one that a good input makes.
 */
export type Target = {
  readonly name: string;
  /** How often it is taken, beside the others. */
  readonly weight: number;
  readonly seeds: readonly Uint8Array[];
  readonly refusals: readonly (new (...words: never[]) => Error)[];
  claim(bytes: Uint8Array): unknown;
  damage(seed: Uint8Array, random: Random): Uint8Array;
};

type Sketch = Omit<Target, 'damage' | 'weight'> & Partial<Pick<Target, 'damage' | 'weight'>>;

function target(sketch: Sketch): Target {
  return { weight: 6, damage: (seed, random) => damage(seed, sketch.seeds, random), ...sketch };
}

const DAY_MS = 86_400_000;

/** Numbers that are the same each time, in place of keys' randomness: a fault can then be repeated. */
function numbers(seed: number): (length: number) => Uint8Array {
  let state = seed;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    });
}

/** All kinds of input. Takes a second or two to make. */
export async function makeTargets(): Promise<Target[]> {
  return [
    ...(await certificateTargets()),
    ...(await signatureTargets()),
    ...(await logTargets()),
    ...(await paperTargets()),
    ...(await documentTargets()),
    ...(await fileTargets()),
  ];
}

async function certificateTargets(): Promise<Target[]> {
  const random = numbers(1);
  const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 400 * DAY_MS });
  const life = { notBefore: NOW - DAY_MS, notAfter: NOW + DAY_MS };
  const leaves = (['sm2-sm3', 'ecdsa-p256-sha256'] as const).map((algorithm) => {
    const issued = authority.issue({ commonName: '禾汀镇人民政府' }, { purpose: 'seal', algorithm, ...life });
    const issuer = authority.issuer('seal', algorithm);
    return {
      der: issued.certificate,
      leaf: parseCertificate(issued.certificate),
      issuer,
      top: parseCertificate(issuer.certificate),
    };
  });
  const tbs = new Map(leaves.map(({ leaf }) => [hex(sha256(leaf.tbs)), true]));
  const [sm2, p256] = leaves;
  const revoked = leaves.map(({ issuer, leaf }) =>
    buildCrl(
      {
        number: 7n,
        thisUpdate: NOW,
        nextUpdate: NOW + DAY_MS,
        revoked: [{ serial: leaf.serial, at: NOW - DAY_MS / 2, reason: 'superseded' }],
      },
      issuer.key,
      { random },
    ),
  );
  const clean = buildCrl(
    { number: 8n, thisUpdate: NOW, nextUpdate: NOW + DAY_MS, revoked: [] },
    sm2!.issuer.key,
    { random },
  );
  const answer = answerOcsp(
    ocspRequest([p256!.leaf], p256!.top, { random }),
    { certificate: p256!.issuer.certificate, ...p256!.issuer.key },
    {
      issuer: p256!.issuer.certificate,
      statusOf: () => ({ status: 'good' }),
      thisUpdate: NOW,
      nextUpdate: NOW + DAY_MS,
      random,
    },
  );
  const path = (one: (typeof leaves)[number]) => [one.leaf, one.top];
  const evidence = (bytes: Uint8Array, kind: 'crls' | 'ocsps') => {
    const given = { crls: [], ocsps: [], [kind]: [bytes] };
    const results = leaves.map((one) => checkRevocation(path(one), given, { at: NOW, now: NOW + 1000 }));
    const told = results.map(({ status, revokedAt, reason }) => ({ status, revokedAt, reason }));
    return told.some(({ status }) => status !== 'unknown') ? told : undefined;
  };
  return [
    target({
      name: 'der',
      seeds: [...leaves.map(({ der }) => der), ...revoked, answer],
      refusals: [DerError],
      claim: (bytes) => void readDer(bytes, { maxDepth: 64, maxNodes: 20_000 }),
    }),
    target({
      name: 'certificate',
      seeds: leaves.map(({ der }) => der),
      refusals: [DerError],
      claim(bytes) {
        const read = parseCertificate(bytes);
        const isIssued = leaves.some(({ top }) => isSignedBy(read, top));
        return isIssued ? tbs.has(hex(sha256(read.tbs))) : undefined;
      },
    }),
    target({
      name: 'certificate-request',
      seeds: leaves.map(({ der }) => der),
      refusals: [DerError],
      claim: (bytes) => void readCertificateRequest(bytes),
    }),
    target({
      name: 'crl',
      seeds: [...revoked, clean],
      refusals: [],
      claim: (bytes) => evidence(bytes, 'crls'),
    }),
    target({ name: 'ocsp', seeds: [answer], refusals: [], claim: (bytes) => evidence(bytes, 'ocsps') }),
    target({
      name: 'trust-list',
      seeds: [utf8(trustListJson(authority.trustList()))],
      refusals: [TrustListError],
      claim: (bytes) => void parseTrustList(new TextDecoder().decode(bytes)),
    }),
  ];
}

async function signatureTargets(): Promise<Target[]> {
  const random = numbers(2);
  const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 400 * DAY_MS });
  const trust = authority.trustList();
  const content = utf8('被签名的内容');
  const cms: Uint8Array[] = [];
  const stamps: Uint8Array[] = [];
  for (const algorithm of ['sm2-sm3', 'ecdsa-p256-sha256'] as const) {
    const life = { algorithm, notBefore: NOW - DAY_MS, notAfter: NOW + DAY_MS };
    const issued = authority.issue({ commonName: '甲' }, { purpose: 'document', ...life });
    const signer = keySigner(issued, { random });
    const { certificate, chain } = signer;
    const contentDigest = hash(digestOf(algorithm), content);
    const attributes = signedAttributes({ contentDigest, certificate, algorithm });
    const signature = await signer.sign(attributes);
    cms.push(signedData({ attributes, signature, certificate, chain, algorithm }));
    const tsa = keySigner(authority.issue({ commonName: '时' }, { purpose: 'time', ...life }), { random });
    const request = timeStampRequest(content, { hash: algorithm === 'sm2-sm3' ? 'sm3' : 'sha256', random });
    const response = await makeTimeStamp(request, tsa, { now: NOW, serial: 9n, accuracy: 1 });
    stamps.push(readTimeStampResponse(response, request).token!);
  }
  const said = approvals.statement();
  const key = approvals.personalKey('person-1', '张三');
  const [approval] = await signApprovals([said], key, { random });
  return [
    target({
      name: 'cms',
      seeds: cms,
      refusals: [],
      claim(bytes) {
        const { intact, signer, claimedTime } = checkSignedData(bytes, content);
        return intact ? [signer && hex(sha256(signer.tbs)), claimedTime] : undefined;
      },
    }),
    target({
      name: 'time-stamp',
      seeds: stamps,
      refusals: [],
      claim(bytes) {
        const { status, time } = judgeTimeStamp(bytes, content, trust, { now: NOW + 1000 });
        return status === 'trusted' ? time : undefined;
      },
    }),
    target({
      name: 'approval',
      seeds: [utf8(JSON.stringify(approval))],
      refusals: [SyntaxError],
      claim(bytes) {
        const signature: unknown = JSON.parse(new TextDecoder().decode(bytes));
        const context = { trust: approvals.authority.trustList(), at: approvals.AT };
        const { answer } = verifyApproval(said, signature, context);
        return answer === 'signed' ? answer : undefined;
      },
    }),
  ];
}

async function logTargets(): Promise<Target[]> {
  const origin = 'oa.test/log/2026';
  const key = ed25519NoteSigner(origin, sha256(utf8('fuzzed log')));
  const verifier = noteVerifier(key.vkey);
  const parts = await makeParts();
  const entries = parts.log;
  const { edge, files } = growEdge(EMPTY_EDGE, entries);
  const note = await signNote(writeCheckpoint({ origin, size: edge.size, root: edgeRoot(edge) }), [key]);
  const bundle = files.find(({ path }) => path.startsWith('tile/entries/'))!;
  const tile = files.find(({ path }) => path.startsWith('tile/0/'))!;
  const [act] = parts.acts;
  const inLog = new Map([
    ...files.map(({ path, bytes }) => [path, bytes] as const),
    ['checkpoint', note] as const,
  ]);
  return [
    target({
      name: 'note',
      seeds: [note, ...parts.checkpoints],
      refusals: [LogError],
      claim: (bytes) => openNote(bytes, [verifier]).text,
    }),
    target({
      name: 'checkpoint',
      seeds: [note],
      refusals: [LogError],
      claim(bytes) {
        const { size, root } = openCheckpoint(bytes, verifier);
        return [size, hex(root)];
      },
    }),
    target({
      name: 'proof',
      weight: 8,
      seeds: parts.acts.map(({ proof }) => proof!),
      refusals: [],
      claim(bytes) {
        const check = checkProof(bytes, act!.entry, evidencePolicy);
        return check.ok ? [check.index, check.checkpoint.size, hex(check.checkpoint.root)] : undefined;
      },
    }),
    target({
      name: 'bundle',
      seeds: [bundle.bytes],
      refusals: [LogError],
      claim: (bytes) => void readBundle(bytes, entries.length),
    }),
    target({
      name: 'policy',
      seeds: [
        utf8(
          `log ${writeVkey(key.vkey)}\nwitness a ${writeVkey(evidencePolicy.witnesses[0]!)}\ngroup g any a\nquorum g\n`,
        ),
      ],
      refusals: [LogError],
      claim: (bytes) => void readPolicy(new TextDecoder().decode(bytes)),
    }),
    target({
      name: 'tile',
      seeds: [tile.bytes],
      refusals: [LogError],
      claim(bytes) {
        const source = tileSource(async (path) => (path === tile.path ? bytes : inLog.get(path)));
        return readTile(source, { level: 0, index: 0, width: entries.length }).then(() =>
          fsck(source, { logKey: verifier }).then(({ clean }) => (clean ? hex(bytes) : undefined)),
        );
      },
    }),
    target({
      name: 'canonical-json',
      seeds: [act!.entry, utf8(JSON.stringify(act!.body))],
      refusals: [CanonicalJsonError],
      claim: (bytes) => void readCanonicalJson(bytes),
    }),
  ];
}

async function paperTargets(): Promise<Target[]> {
  const random = numbers(3);
  const pair = p256KeyPair(random);
  const authority = makeDemoAuthority({ random, now: NOW, validFrom: NOW - 400 * DAY_MS });
  const issued = authority.issue(
    { organisation: '禾汀镇人民政府', commonName: '禾汀镇人民政府' },
    { purpose: 'document', algorithm: 'sm2-sm3', notBefore: NOW - DAY_MS, notAfter: NOW + DAY_MS },
  );
  const statement = {
    organ: { id: 'b8f1c9a0-0000-4000-8000-000000000001', name: '禾汀镇人民政府' },
    at: new Date(NOW).toISOString(),
    keys: [{ publicKey: pair.publicKey, from: '2026-01-01' }],
  };
  const keys = [
    await signKeyStatement(statement, keySigner({ ...issued, algorithm: 'sm2-sm3' }, { random })),
  ];
  const address = writePrintedCode(
    {
      number: { code: '禾汀政发', year: 2026, n: 12 },
      issuer: '云岭县禾汀镇人民政府',
      date: '2026-11-20',
      sha256: '0123456789abcdef'.repeat(4),
      title: '关于做好今冬明春森林防火工作的通知',
      pages: 3,
      signedOn: '2026-11-23',
    },
    {
      publicUrl: 'https://oa.heting.gov.cn',
      shortCode: '12345678901234567890',
      keyId: paperKeyId(pair.publicKey),
      sign: (bytes: Uint8Array) => ecdsaP256Sign(pair.privateKey, bytes),
    },
  );
  const trust = authority.trustList();
  const good = readPrintedCode(address).content;
  return [
    target({
      name: 'printed-code',
      seeds: [utf8(address)],
      refusals: [],
      claim(bytes) {
        const report = checkPrintedCode(new TextDecoder().decode(bytes), { keys, trust, now: NOW + 1000 });
        return report.verdict === 'registered-content'
          ? JSON.stringify(report.content) === JSON.stringify(good)
          : undefined;
      },
    }),
  ];
}

/** Entries of a package that its verdict speaks for, by content. */
function entriesOf(bytes: Uint8Array, wanted: (name: string) => boolean = () => true): string {
  const { entries } = readZip(bytes);
  const named = [...entries]
    .filter(([name]) => wanted(name))
    .map(([name, content]) => `${name} ${hex(sha256(content))}`);
  return hex(sha256(utf8(named.sort().join('\n'))));
}

async function documentTargets(): Promise<Target[]> {
  const ofd = await sealEntries(plainEntries());
  const signer = pdf.person();
  const signedPdf = await pdf.signed(pdf.pages(), signer);
  const signature = readZip(ofd).entries;
  const value = [...signature].find(([name]) => name.endsWith('SignedValue.dat'))![1];
  const seal = readSesSignature(value).seal;
  const packed = await goodPackage();
  const before = pdfOutside(signedPdf);
  return [
    target({
      name: 'ofd',
      weight: 4,
      seeds: [ofd],
      refusals: [],
      damage: damageZip,
      claim(bytes) {
        const { verdict } = verifyDocument(bytes, { trust: ofdTrust, now: NOW });
        return verdict === 'valid' ? entriesOf(bytes) : undefined;
      },
    }),
    target({
      name: 'pdf',
      weight: 4,
      seeds: [signedPdf],
      refusals: [],
      claim(bytes) {
        const { verdict } = verifyDocument(bytes, { trust: pdf.trust, now: pdf.NOW });
        return verdict === 'valid' ? pdfOutside(bytes) === before : undefined;
      },
    }),
    target({
      name: 'seal',
      seeds: [seal.der],
      refusals: [DerError],
      claim(bytes) {
        const read = readSeal(bytes);
        return checkSealMaker(read).some(({ severity }) => severity === 'error')
          ? undefined
          : [read.esID, read.name, hex(sha256(read.picture.data)), read.validEnd.text];
      },
    }),
    target({
      name: 'seal-signature',
      seeds: [value],
      refusals: [DerError],
      claim: (bytes) => void readSesSignature(bytes),
    }),
    target({
      name: 'evidence',
      weight: 3,
      seeds: [packed],
      refusals: [],
      damage: damageZip,
      claim(bytes) {
        const options = { trust: evidenceTrust, policy: evidencePolicy, now: EVIDENCE_NOW + 3_600_000 };
        const { verdict } = verifyEvidence(bytes, options);
        return verdict === 'valid' ? entriesOf(bytes, (name) => /^[1239]-/.test(name)) : undefined;
      },
    }),
  ];
}

/** Files of any kind: signed beside, signed together, and an OFD of several signatures. */
async function fileTargets(): Promise<Target[]> {
  const random = numbers(11);
  const signer = keySigner(issued.person, { random });
  const signing = { ...signer, time: NOW };
  const content = utf8('户主,面积\n甲,120\n');
  const files = [
    { name: '台账.csv', bytes: content },
    { name: '附图/一.txt', bytes: utf8('图') },
  ];
  const together = async (entries: readonly ZipEntry[]) => {
    const prepared = prepareAsic(entries, signing);
    return completeAsic(prepared, await signer.sign(prepared.signing.toBeSigned));
  };
  const container = await together(files);
  const again = await together(entriesToSign(container));
  const prepared = prepareDetached(content, signing);
  const beside = completeDetached(prepared, await signer.sign(prepared.toBeSigned));
  const first = await sealEntries(plainEntries());
  const second = await signEntries(entriesToSign(first));
  const options = { trust: ofdTrust, now: NOW };
  // The bag of certificates beside a signer's own is signed by nobody.
  const isContent = (name: string) => !name.endsWith('.p7s');
  return [
    target({
      name: 'asice',
      weight: 4,
      seeds: [container, again],
      refusals: [],
      damage: damageZip,
      claim(bytes) {
        const { verdict, signatures } = verifyDocument(bytes, options);
        return verdict === 'valid' ? [signatures.length, entriesOf(bytes, isContent)] : undefined;
      },
    }),
    target({
      name: 'signature beside a file',
      seeds: [beside],
      refusals: [],
      claim(bytes) {
        const { verdict, signatures } = verifyDetached(content, bytes, options);
        return verdict === 'valid' ? signatures.map(({ signer: name, time }) => [name, time]) : undefined;
      },
    }),
    target({
      name: 'ofd of several signatures',
      weight: 3,
      seeds: [second, await sealEntries(entriesToSign(second))],
      refusals: [],
      damage: damageZip,
      claim(bytes) {
        const { verdict } = verifyDocument(bytes, options);
        return verdict === 'valid'
          ? entriesOf(bytes, (name) => !name.endsWith('SignedValue.dat'))
          : undefined;
      },
    }),
  ];
}

/** A PDF's bytes but for its longest hexadecimal string: the value is judged by what it says, not how it is spelled. */
function pdfOutside(bytes: Uint8Array): string {
  const text = new TextDecoder('latin1').decode(bytes);
  const longest = [...text.matchAll(/<[0-9A-Fa-f\s]{200,}>/g)].sort((a, b) => b[0].length - a[0].length)[0];
  const outside =
    longest === undefined
      ? text
      : text.slice(0, longest.index) + text.slice(longest.index + longest[0].length);
  return hex(sha256(utf8(outside)));
}
