import { readZip, writeZip, type ZipEntry } from '@yiwen/formats/container';
import { type CanonicalValue, canonicalBytes, digestFile } from '@yiwen/trust/content';
import { utf8 } from '@yiwen/trust/crypto';
import {
  ed25519NoteSigner,
  readProof,
  signNote,
  type Vkey,
  writeCheckpoint,
  writeProof,
  writeVkey,
} from '@yiwen/trust/log';
import { beforeAll, describe, expect, it } from 'vitest';
import { entriesOf, makeParts, NOW, policy, trust, witnessAt } from './evidence.fixture.ts';
import {
  buildEvidence,
  type EvidenceParts,
  type EvidenceReport,
  looksLikeEvidence,
  verifyEvidence,
} from './index.ts';

const now = NOW + 3_600_000;
let parts: Awaited<ReturnType<typeof makeParts>>;
let zip: Uint8Array;
beforeAll(async () => {
  parts = await makeParts();
  zip = buildEvidence(parts).zip;
});

const check = (bytes: Uint8Array, more: object = {}): EvidenceReport =>
  verifyEvidence(bytes, { trust, policy, now, ...more });
const codes = (report: EvidenceReport): string[] => report.findings.map(({ code }) => code);
const rebuilt = (change: Partial<EvidenceParts>): EvidenceReport =>
  check(buildEvidence({ ...parts, ...change }).zip);

/** The package with files changed, and the list made to agree: what somebody who can count would hand in. */
function withFiles(change: (entries: Map<string, Uint8Array>) => void): Uint8Array {
  const { entries } = readZip(zip);
  change(entries);
  const manifest = JSON.parse(new TextDecoder().decode(entries.get('manifest.json')));
  manifest.files = manifest.files
    .filter((file: { path: string }) => entries.has(file.path))
    .map((file: { path: string }) => {
      const bytes = entries.get(file.path)!;
      return { ...file, size: bytes.length, ...digestFile(bytes) };
    });
  entries.set('manifest.json', canonicalBytes(manifest));
  return writeZip([...entries].map(([name, bytes]): ZipEntry => ({ name, bytes })));
}

describe('an evidence package', () => {
  it('that is whole is valid, and answers the four questions with how far each goes', () => {
    const report = check(zip);
    expect(report.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(report.verdict).toBe('valid');
    expect(report.sentence.zh).toContain('演示无效');
    expect(looksLikeEvidence(zip)).toBe(true);
    expect(report.parts.filter(({ state }) => state === 'good').map(({ part }) => part)).toEqual([
      1, 2, 3, 5, 6, 9, 10, 11,
    ]);
    expect(report.files.map(({ report: file }) => file.verdict)).toEqual(['valid']);
    const seconds = Math.floor(NOW / 1000);
    const at = (offset: number) => new Date((seconds + offset) * 1000).toISOString();
    // The quorum of two is met when the second has cosigned; the first three acts lie between the first two checkpoints.
    expect(report.acts.map(({ logged }) => logged)).toEqual([
      ...[1, 2, 3].map(() => ({ after: at(2), until: at(62), by: 'witnesses' })),
      ...[4, 5].map(() => ({ after: at(62), until: at(122), by: 'witnesses' })),
    ]);
    expect(report.answers.whoSigned.map(({ zh }) => zh).join()).toMatch(/印章，有效.*李四.*没有本人签名/s);
    expect(report.answers.whoSaw.map(({ en }) => en).join()).toMatch(
      /opened or took.*no such act was logged/s,
    );
    expect(report.answers.whichVersion).toHaveLength(1);
    const when = report.answers.when.map(({ zh }) => zh).join();
    expect(when).toContain('起草 documents.drafted');
    expect(when).toMatch(/不晚于 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+08:00/);
  });

  it('is called valid by no policy of its own: without the verifier’s keys nothing is borne out', () => {
    expect(check(zip, { policy: undefined }).verdict).toBe('intact-untrusted');
    const noQuorum = check(zip, { policy: { ...policy, quorum: undefined } });
    expect([noQuorum.verdict, codes(noQuorum).includes('not-witnessed')]).toEqual(['intact-untrusted', true]);
    expect(noQuorum.acts.every(({ logged }) => logged?.by === 'issuer')).toBe(true);
  });

  it('counts keys of a trust list only while the list believes in them', () => {
    const keys = (list: readonly Vkey[]) => list.map((key) => ({ vkey: writeVkey(key), name: key.name }));
    const [logs, witnesses] = [keys(policy.logs), keys(policy.witnesses)];
    const until = now - 1;
    const by = (more: object) =>
      check(zip, { policy: undefined, trust: { ...trust, logs, witnesses, ...more } });
    expect(by({}).verdict).toBe('valid');
    const retired = by({ witnesses: witnesses.map((one) => ({ ...one, until })) });
    expect([retired.verdict, codes(retired).includes('not-witnessed')]).toEqual(['intact-untrusted', true]);
    const closed = by({ logs: logs.map((one) => ({ ...one, from: now + 1 })) });
    expect([closed.verdict, codes(closed).includes('log-unknown')]).toEqual(['intact-untrusted', true]);
  });

  it('with one byte of any file changed is not valid, listed anew or not', () => {
    const names = [...readZip(zip).entries.keys()].filter((name) => name !== 'manifest.json');
    for (const name of names) {
      const flipped = (bytes: Uint8Array) =>
        bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte));
      const listed = withFiles((entries) => entries.set(name, flipped(entries.get(name)!)));
      const { entries } = readZip(zip);
      entries.set(name, flipped(entries.get(name)!));
      const unlisted = writeZip([...entries].map(([path, bytes]): ZipEntry => ({ name: path, bytes })));
      expect(check(unlisted).verdict, name).not.toBe('valid');
      // The maker's own words (policy, statement, page) are words: they carry no proof and none is claimed for them.
      if (!/^(5|10|11)-/.test(name)) {
        expect(check(listed).verdict, `${name} listed`).not.toBe('valid');
      }
    }
  });

  it('with any file left out or added is not valid', () => {
    const names = [...readZip(zip).entries.keys()].filter((name) => !/^(manifest|11-verifier)/.test(name));
    for (const name of names) {
      const report = check(withFiles((entries) => entries.delete(name)));
      // Checkpoints beyond the proofs' own only narrow the times.
      if (!/^6-.*(checkpoint|consistency)$/.test(name)) {
        expect(report.verdict, name).not.toBe('valid');
      }
    }
    const { entries } = readZip(zip);
    entries.set('1-versions/9/document-1.ofd', utf8('more'));
    expect(check(writeZip([...entries].map(([name, bytes]) => ({ name, bytes })))).verdict).toBe('damaged');
  });

  it('whose act was rewritten with its entry is not in the log', () => {
    const [first, second, ...rest] = parts.acts;
    const forged = {
      ...(second!.body as object),
      data: { ...(second!.body as { data: object }).data, opinion: '不同意' },
    };
    const bodies = [first!.body!, forged as CanonicalValue, ...rest.map(({ body }) => body!)];
    const acts = entriesOf(bodies).map((entry, i) => ({ ...parts.acts[i]!, body: bodies[i], entry }));
    const report = rebuilt({ acts });
    expect(report.verdict).toBe('tampered');
    expect(codes(report).filter((code) => code === 'entry-not-in-log')).toHaveLength(4);
  });

  it('whose sequence lacks, repeats or turns acts about is found out', () => {
    const [a, b, c, d, e] = parts.acts;
    for (const acts of [
      [a!, b!, d!, e!],
      [b!, c!, d!, e!],
      [a!, b!, b!, c!, d!, e!],
      [a!, c!, b!, d!, e!],
    ]) {
      const report = rebuilt({ acts });
      expect(report.verdict).toBe('tampered');
      expect(codes(report)).toContain('sequence-broken');
    }
  });

  it('cut off at its end is whole by itself, and found out by whoever has the log', () => {
    const acts = parts.acts.slice(0, -1);
    const cut = buildEvidence({ ...parts, acts }).zip;
    expect(check(cut).verdict).toBe('valid');
    const report = check(cut, { entries: parts.log });
    expect([report.verdict, codes(report).includes('later-act')]).toEqual(['intact-untrusted', true]);
    expect(check(zip, { entries: parts.log }).verdict).toBe('valid');
  });

  it('of a second history, signed with the log’s own key and one witness, is not borne out', async () => {
    const key = ed25519NoteSigner(
      'oa.test/log/2026',
      (await import('@yiwen/trust/crypto')).sha256(utf8('evidence log')),
    );
    const text = writeCheckpoint({ origin: 'oa.test/log/2026', size: 11, root: new Uint8Array(32) });
    const note = await signNote(text, [key, witnessAt('county', 5)]);
    const report = rebuilt({ checkpoints: [...parts.checkpoints, note] });
    expect([report.verdict, codes(report).includes('two-histories')]).toEqual(['tampered', true]);
    const proof = writeProof({ ...readProof(parts.acts[0]!.proof!), checkpoint: note });
    expect(rebuilt({ acts: [{ ...parts.acts[0]!, proof }, ...parts.acts.slice(1)] }).verdict).toBe(
      'tampered',
    );
  });

  it('whose older checkpoint is no beginning of the newer shows a rewritten history', () => {
    const links = parts.links.map((link) => ({
      ...link,
      hashes: link.hashes.map((hash) => hash.map((byte) => byte ^ 1)),
    }));
    expect(codes(rebuilt({ links }))).toContain('history-rewritten');
  });

  it('whose body is missing, erased or kept back, keeps its sequence and is not called valid', () => {
    const acts = parts.acts.map((act, i) => (i === 4 ? { ...act, body: undefined } : act));
    const report = rebuilt({ acts });
    expect([report.verdict, report.acts[4]!.authenticity]).toEqual(['intact-untrusted', 'erased']);
    expect(codes(report)).toContain('body-absent');
  });

  it('with a file no act names, or another version’s content, is found out', () => {
    const [version] = parts.versions;
    const stranger = { bytes: utf8('x'), name: 'x.txt', ending: 'txt', role: 'attachment' as const };
    expect(codes(rebuilt({ versions: [{ ...version!, files: [...version!.files, stranger] }] }))).toContain(
      'file-not-in-acts',
    );
    const content = { value: '另一个标题' };
    const other = version!.parts.map((part) =>
      part.id === 'title' ? { ...part, content, contentDigest: digestFile(canonicalBytes(content)) } : part,
    );
    expect(codes(rebuilt({ versions: [{ ...version!, parts: other }] }))).toContain('version-root-differs');
    expect(codes(rebuilt({ versions: [{ ...version!, files: [] }] }))).toContain('file-missing');
  });

  it('with a version no act names, and a file that only that version vouches for, is found out', () => {
    const [version] = parts.versions;
    const forged = {
      bytes: utf8('伪造的附件'),
      name: '附件.pdf',
      ending: 'pdf',
      role: 'attachment' as const,
    };
    const content = { title: '另一个标题' };
    const invented = {
      no: 9,
      files: [forged],
      parts: [
        { ...version!.parts[0]!, id: 'a', content, contentDigest: digestFile(canonicalBytes(content)) },
        {
          ...version!.parts[0]!,
          id: 'f',
          kind: 'attachment',
          position: 1,
          content,
          contentDigest: digestFile(forged.bytes),
        },
      ],
    };
    const report = rebuilt({ versions: [version!, invented] });
    expect(codes(report)).toEqual(expect.arrayContaining(['version-not-in-acts', 'file-not-in-acts']));
    expect(report.verdict).toBe('tampered');
  });

  it('judges a sealed file under whatever name it stands in', () => {
    const [version] = parts.versions;
    const files = version!.files.map((file) => ({ ...file, role: 'attachment' as const }));
    const report = rebuilt({ versions: [{ ...version!, files }] });
    expect(report.files.map(({ report: file }) => file.verdict)).toEqual(['valid']);
  });

  it('whose list names another title, number or organ than the acts and versions is only that maker’s word', () => {
    for (const change of [
      { title: '关于免除全部费用的通知' },
      { number: '禾汀政发〔2026〕99号' },
      { organName: '某某省人民政府' },
      { organ: '99999999-9999-4999-8999-999999999999' },
    ]) {
      const report = rebuilt({ subject: { ...parts.subject, ...change } });
      expect([report.verdict, codes(report)]).toEqual(['intact-untrusted', ['subject-not-borne-out']]);
    }
  });

  it('refuses what is no package', () => {
    for (const bytes of [new Uint8Array(0), utf8('PK'), writeZip([{ name: 'a', bytes: utf8('b') }])]) {
      expect(check(bytes).verdict).toBe('refused');
    }
  });
});
