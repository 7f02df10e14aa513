import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { base64, fromBase64, sha256, utf8 } from '../crypto/index.ts';
import { checkConsistency } from '../merkle/index.ts';
import { checkProof, cosigner, readPolicy, readProof, satisfies, writeProof, writeVkey } from './index.ts';

const samples = `${process.env.YIWEN_SAMPLES ?? new URL('../../../../shared/samples', import.meta.url).pathname}/tlog`;
const haveSamples = existsSync(samples);
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(`${samples}/${name}`));
const seedOf = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
const witness = (name: string): string =>
  writeVkey(cosigner(`w.example/${name}`, seedOf(name), () => 0).vkey);
const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'accepted';
};

describe('a policy', () => {
  const base = `# comment\n\nwitness a ${witness('a')}\nwitness b\t${witness('b')} https://b.example/\nwitness c ${witness('c')}\n`;
  const lines = (...names: string[]) =>
    names.map((n) => ({
      name: `w.example/${n}`,
      keyId: cosigner(`w.example/${n}`, seedOf(n), () => 0).keyId,
    }));

  it('counts distinct keys, through groups of groups', () => {
    const two = readPolicy(`${base}group g 2 a b c\nquorum g\n`);
    expect(satisfies(two, lines('a'))).toBe(false);
    expect(satisfies(two, lines('a', 'a', 'a'))).toBe(false);
    expect(satisfies(two, lines('a', 'c'))).toBe(true);
    const nested = readPolicy(`${base}group g any a b\ngroup h all g c\nquorum h`);
    expect(satisfies(nested, lines('a', 'b'))).toBe(false);
    expect(satisfies(nested, lines('b', 'c'))).toBe(true);
    expect(satisfies(readPolicy('quorum none'), [])).toBe(true);
    expect(satisfies(readPolicy(`${base}quorum b`), lines('b'))).toBe(true);
    const stranger = [{ ...lines('b')[0]!, keyId: '00000000' }];
    expect(satisfies(readPolicy(`${base}quorum b`), stranger)).toBe(false);
  });

  it('is refused when it is not clear', () => {
    const other = writeVkey(cosigner('w.example/other-name', seedOf('a'), () => 0).vkey);
    const broken = [
      '',
      base,
      `${base}quorum z`,
      `${base}quorum a\nquorum a`,
      `${base}group g 4 a b c\nquorum g`,
      `${base}group g 0 a b c\nquorum g`,
      `${base}group g two a b c\nquorum g`,
      `${base}group g 1\nquorum g`,
      `${base}group g 1 a a\nquorum g`,
      `${base}group g 1 a\ngroup h 1 a\nquorum g`,
      `${base}group g 1 g\nquorum g`,
      `${base}group a 1 b\nquorum a`,
      `${base}witness none ${witness('d')}\nquorum none`,
      // One key under two names would be counted twice.
      `${base}witness again ${other}\nquorum a`,
      `${base}unknown line\nquorum a`,
      `log ${witness('a')}\nquorum none`,
      `log x\nquorum none`,
      'quorum none\n'.repeat(2000),
    ];
    for (const policy of broken) {
      expect(
        code(() => readPolicy(policy)),
        policy.slice(-60),
      ).toBe('policy-malformed');
    }
  });
});

describe.skipIf(!haveSamples)('a proof file', () => {
  it('is printed and read as the reference does', () => {
    const format = JSON.parse(readFileSync(`${samples}/notes/tlog-proof-format.json`, 'utf8')) as {
      marshal: { index: number; hashes: string[]; checkpoint: string; extra?: string; want: string }[];
      must_fail: string[];
    };
    for (const v of format.marshal) {
      const hashes = v.hashes.map((h) => fromBase64(h)!);
      const plain = { index: v.index, hashes, checkpoint: utf8(v.checkpoint) };
      const proof = v.extra === undefined ? plain : { ...plain, extra: utf8(v.extra) };
      expect(new TextDecoder().decode(writeProof(proof))).toBe(v.want);
      expect(readProof(utf8(v.want))).toEqual(proof);
    }
    for (const text of format.must_fail) {
      expect(
        code(() => readProof(utf8(text))),
        text,
      ).toBe('proof-malformed');
    }
    const many = `c2sp.org/tlog-proof@v1\nindex 0\n${`${base64(seedOf('x'))}\n`.repeat(64)}\nx\n`;
    expect(code(() => readProof(utf8(many)))).toBe('proof-malformed');
    expect(code(() => readProof(Uint8Array.of(0xff)))).toBe('proof-malformed');
  });

  const policy = () => readPolicy(readFileSync(`${samples}/demo-log/policy.txt`, 'utf8'));
  const proofOf = (i: number) => file(`demo-log/proofs/${i}.tlog-proof`);
  const entryOf = (i: number) => file(`demo-log/proofs/${i}.entry`);
  const edit = (i: number, change: (text: string) => string): Uint8Array =>
    utf8(change(new TextDecoder().decode(proofOf(i))));

  it('is accepted for its own entry and no other', () => {
    for (const i of [0, 299, 599]) {
      expect(checkProof(proofOf(i), entryOf(i), policy())).toMatchObject({ ok: true, index: i });
      const other = checkProof(proofOf(i), entryOf(i === 0 ? 299 : 0), policy());
      expect(other).toMatchObject({ ok: false, fault: 'entry-not-in-log' });
    }
  });

  it('is refused after any change that counts', () => {
    const cases: [string, (text: string) => string][] = [
      ['entry-not-in-log', (t) => t.replace('index 299', 'index 298')],
      ['entry-not-in-log', (t) => t.replace(/^[A-Za-z0-9+/]{43}=\n/m, '')],
      ['entry-not-in-log', reverseHashes],
      ['checkpoint-bad', (t) => t.replace('\n600\n', '\n601\n')],
      ['checkpoint-bad', (t) => t.replace('vwss13x6', 'vwss13x7')],
      ['checkpoint-bad', (t) => t.replace(/^— oa.*\n/m, '')],
      ['origin-unknown', (t) => t.replace('oa.town.example/log/2026\n600', 'other.example\n600')],
      ['policy-not-satisfied', (t) => t.replace(/^— witness\.(?:county|city).*\n/gm, '')],
      ['policy-not-satisfied', repeatOneWitness],
      ['proof-malformed', (t) => t.replace('index 299', 'index 0299')],
      ['proof-malformed', (t) => t.replace('tlog-proof@v1', 'tlog-proof@v2')],
    ];
    for (const [fault, change] of cases) {
      expect(checkProof(edit(299, change), entryOf(299), policy()), change.toString()).toMatchObject({
        ok: false,
        fault,
      });
    }
    const oneWitness = edit(299, (t) => t.replace(/^— witness\.county.*\n/m, ''));
    expect(checkProof(oneWitness, entryOf(299), policy())).toMatchObject({ ok: true });
  });

  it('takes its policy from the verifier: lines in the proof change nothing', () => {
    const withPolicy = edit(299, (t) =>
      t.replace('index 299', `extra ${base64(utf8('quorum none'))}\nindex 299`),
    );
    const strict = readPolicy(
      `${readFileSync(`${samples}/demo-log/policy.txt`, 'utf8').replace('levels 2', 'levels all')}`,
    );
    expect(checkProof(withPolicy, entryOf(299), strict)).toMatchObject({ ok: true });
    const fewer = edit(299, (t) => t.replace(/^— witness\.county.*\n/m, ''));
    expect(checkProof(fewer, entryOf(299), strict)).toMatchObject({
      ok: false,
      fault: 'policy-not-satisfied',
    });
  });

  it('comes with a consistency proof between two sizes of the log', () => {
    const c = JSON.parse(readFileSync(`${samples}/demo-log/consistency-300-600.json`, 'utf8')) as {
      old_size: number;
      old_root: string;
      new_size: number;
      new_root: string;
      proof: string[];
    };
    const claim = {
      oldSize: c.old_size,
      oldRoot: fromBase64(c.old_root)!,
      newSize: c.new_size,
      newRoot: fromBase64(c.new_root)!,
    };
    const proof = c.proof.map((h) => fromBase64(h)!);
    expect(checkConsistency(sha256, claim, proof)).toBe(true);
    expect(checkConsistency(sha256, claim, proof.toReversed())).toBe(false);
  });
});

function reverseHashes(text: string): string {
  const [head, ...rest] = text.split('\n\n');
  const [header, index, ...hashes] = head!.split('\n');
  return [[header, index, ...hashes.reverse()].join('\n'), ...rest].join('\n\n');
}

function repeatOneWitness(text: string): string {
  const line = /^— witness\.province.*\n/m.exec(text)![0];
  return `${text.replace(/^— witness\.(?:county|city).*\n/gm, '')}${line}${line}`;
}
