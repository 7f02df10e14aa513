import { writeZip } from '@yiwen/formats/container';
import { utf8 } from '@yiwen/trust/crypto';
import { describe, expect, it } from 'vitest';
import type { AssessedSignature, Assessment, Condition } from './assessment.ts';
import { plainName, type Report, type SignatureReport, verifyDocument } from './index.ts';
import { doesNotProve, verdictSentence } from './sentence.ts';
import { decideVerdict } from './verdict.ts';

function signature(
  state: AssessedSignature['state'],
  changes: Partial<SignatureReport> = {},
): AssessedSignature {
  return {
    state,
    report: {
      kind: 'seal',
      signer: '禾汀镇人民政府（演示无效）',
      time: '2026-11-22T16:30:00Z',
      timeSource: 'claimed',
      intact: state === 'intact',
      trust: 'trusted',
      covers: 'all',
      covered: ['OFD.xml'],
      uncovered: [],
      findings: [],
      ...changes,
    },
  };
}

function assessment(signatures: AssessedSignature[], ...conditions: Condition[]): Assessment {
  return { format: 'ofd', signatures, findings: [], conditions: new Set(conditions) };
}

const good = signature('intact');
const untrusted = signature('intact', { trust: 'untrusted' });
const bad = signature('intact', { trust: 'bad' });
const part = signature('intact', { covers: 'part', uncovered: ['OFD.xml', 'Doc_0/Document.xml'] });

describe('the decision table', () => {
  it.each<[Report['verdict'], Assessment]>([
    ['valid', assessment([good])],
    ['valid', assessment([good, good])],
    ['valid', assessment([part, good])],
    ['intact-untrusted', assessment([untrusted])],
    ['intact-untrusted', assessment([good, untrusted])],
    ['partly-covered', assessment([part])],
    ['partly-covered', assessment([good], 'stowaway')],
    ['partly-covered', assessment([{ ...part, report: { ...part.report, trust: 'untrusted' } }])],
    ['certificate-bad', assessment([bad])],
    ['certificate-bad', assessment([good, bad], 'stowaway')],
    ['tampered', assessment([good, signature('broken')])],
    ['tampered', assessment([], 'signatures-removed')],
    ['tampered', assessment([signature('broken')], 'damaged', 'changed-after-signing')],
    ['changed-after-signing', assessment([good], 'changed-after-signing')],
    ['changed-after-signing', assessment([signature('list-changed'), good])],
    ['unsigned', assessment([])],
    ['unsigned', assessment([], 'changed-after-signing')],
    ['damaged', assessment([], 'damaged')],
    ['damaged', assessment([good], 'damaged')],
    ['refused', assessment([signature('unverifiable')])],
    ['refused', assessment([good], 'ambiguous')],
    ['refused', assessment([], 'refused')],
  ])('%s', (verdict, facts) => {
    expect(decideVerdict(facts)).toBe(verdict);
  });

  it('does not call anything valid whose parts contradict each other', () => {
    const odd = signature('intact', { intact: false });
    expect(decideVerdict(assessment([odd]))).not.toBe('valid');
  });
});

describe('sentences', () => {
  const verdicts: Report['verdict'][] = [
    'valid',
    'intact-untrusted',
    'partly-covered',
    'changed-after-signing',
    'tampered',
    'certificate-bad',
    'unsigned',
    'damaged',
    'refused',
  ];

  it('end in 演示无效 for every verdict under a demonstration’s list, and in none otherwise', () => {
    for (const verdict of verdicts) {
      expect(verdictSentence(verdict, assessment([good]), true).zh.endsWith('演示无效')).toBe(true);
      expect(verdictSentence(verdict, assessment([good]), true).en).toContain('演示无效');
      expect(verdictSentence(verdict, assessment([good]), false).zh).not.toContain('演示无效');
    }
  });

  it('name everybody, in Chinese local time', () => {
    const signed = signature('intact', { kind: 'signature', signer: '钱七' });
    const { zh, en } = verdictSentence('valid', assessment([good, signed]), false);
    expect(zh).toBe('这份文件是真的，没有被改动，由禾汀镇人民政府于2026年11月23日、钱七于2026年11月23日签章');
    expect(en).toContain('23 November 2026');
  });

  it('count what is outside the seal', () => {
    expect(verdictSentence('partly-covered', assessment([part]), false).zh).toContain(
      '有2处内容不在保护范围内',
    );
  });

  it('carry no hidden or endless names', () => {
    expect(plainName('真\u202e镇\u0000政府\u200b')).toBe('真镇政府');
    expect(plainName('政'.repeat(100))).toBe(`${'政'.repeat(60)}…`);
    expect(plainName(' \u2066 ')).toBe('未署名');
  });

  it('say what is not proven only where something is', () => {
    expect(doesNotProve('valid', [good.report]).length).toBe(4);
    expect(doesNotProve('valid', [{ ...good.report, timeSource: 'timestamp' }]).length).toBe(3);
    expect(doesNotProve('tampered', [good.report])).toEqual([]);
  });
});

describe('files that are neither OFD nor PDF', () => {
  const verdict = (bytes: Uint8Array) => verifyDocument(bytes, { now: 0 });

  it('are refused with the reason in words', () => {
    for (const bytes of [
      new Uint8Array(0),
      utf8('plain text'),
      utf8('PK'),
      new Uint8Array(1000),
      writeZip([{ name: 'word/document.xml', bytes: utf8('<w/>') }]),
    ]) {
      const report = verdict(bytes);
      expect(['refused', 'damaged']).toContain(report.verdict);
      expect(report.sentence.zh.length).toBeGreaterThan(8);
      expect(report.findings.length).toBeGreaterThan(0);
    }
    expect(verdict(writeZip([{ name: 'a.txt', bytes: utf8('a') }])).format).toBe('other');
  });

  it('takes an archive that holds a stored PDF near its start for an archive', () => {
    const pdf = utf8('%PDF-1.7 %%EOF');
    const files = [
      { name: 'a.pdf', bytes: pdf },
      { name: 'OFD.xml', bytes: utf8('<OFD/>') },
    ];
    expect(verdict(writeZip(files)).format).toBe('ofd');
    expect(verdict(pdf).format).toBe('pdf');
  });

  it('is damaged when it says it is an OFD and is not one inside', () => {
    expect(verdict(writeZip([{ name: 'OFD.xml', bytes: utf8('<broken') }])).verdict).toBe('damaged');
  });
});
