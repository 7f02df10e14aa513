import { writeZip } from '@yiwen/formats/container';
import { utf8 } from '@yiwen/trust/crypto';
import { describe, expect, it } from 'vitest';
import type { AssessedSignature, Assessment, Condition, SignatureFacts } from './assessment.ts';
import { type DocumentStatus, plainName, type Verdict, verifyDocument } from './index.ts';
import { doesNotProve, verdictSentence } from './sentence.ts';
import { answersOf, decideVerdict, worstVerdict } from './verdict.ts';

function signature(
  state: AssessedSignature['state'],
  changes: Partial<SignatureFacts> = {},
  more: Partial<Omit<AssessedSignature, 'report' | 'state'>> = {},
): AssessedSignature {
  return {
    state,
    changed: 'none',
    timeUnproven: false,
    revocationKnown: false,
    seal: 'good',
    ...more,
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

const form = signature('intact', { covers: 'part' }, { changed: 'form-filled' });
const modified = signature('intact', { covers: 'part' }, { changed: 'modified' });
const old = signature('intact', {}, { timeUnproven: true });
const broken = signature('broken');
const alone = signature('unverifiable');

/** Worst first, as the issue orders them; each with facts that bring it about. */
const byGravity: [Verdict, Assessment, DocumentStatus?][] = [
  ['refused', assessment([good], 'ambiguous')],
  ['tampered', assessment([broken])],
  ['changed-after-signing', assessment([modified])],
  ['damaged', assessment([alone])],
  ['certificate-bad', assessment([bad])],
  ['partly-covered', assessment([part])],
  ['intact-untrusted', assessment([untrusted])],
  ['intact-time-unproven', assessment([old])],
  ['valid-withdrawn', assessment([good]), 'withdrawn'],
  ['valid-superseded', assessment([good]), 'superseded'],
  ['valid', assessment([good]), 'valid'],
];

describe('the decision table', () => {
  it.each<[Verdict, Assessment, DocumentStatus?]>([
    ...byGravity,
    ['valid', assessment([good, good])],
    ['valid', assessment([good, signature('intact', { kind: 'time-stamp' })])],
    ['intact-untrusted', assessment([signature('intact', { kind: 'time-stamp' })])],
    ['partly-covered', assessment([part, good])],
    ['partly-covered', assessment([good], 'stowaway')],
    ['partly-covered', assessment([form])],
    ['changed-after-signing', assessment([good], 'changed-after-signing')],
    ['changed-after-signing', assessment([signature('list-changed'), good])],
    ['tampered', assessment([broken], 'damaged', 'changed-after-signing')],
    ['damaged', assessment([], 'severed')],
    ['damaged', assessment([good], 'severed')],
    ['damaged', assessment([], 'damaged')],
    ['damaged', assessment([good], 'damaged')],
    ['refused', assessment([], 'refused')],
    ['unsigned', assessment([])],
    ['unsigned', assessment([], 'changed-after-signing')],
    ['unsigned', assessment([]), 'superseded'],
    ['tampered', assessment([broken]), 'withdrawn'],
  ])('%s', (verdict, facts, status) => {
    expect(decideVerdict(facts, status)).toBe(verdict);
  });

  it('lets the worst of any two decide, in the order of the issue', () => {
    for (const [i, [worse]] of byGravity.entries()) {
      for (const [better] of byGravity.slice(i)) {
        expect(worstVerdict([better, worse])).toBe(worse);
        expect(worstVerdict([worse, better])).toBe(worse);
      }
    }
    const gravity = byGravity.filter(([, { conditions }, status]) => conditions.size === 0 && !status);
    for (const [i, [worse, one]] of gravity.entries()) {
      for (const [, other] of gravity.slice(i)) {
        expect(decideVerdict(assessment([...other.signatures, ...one.signatures]))).toBe(worse);
      }
    }
  });

  it('answers every question by itself', () => {
    expect(answersOf(good)).toEqual({
      integrity: 'good',
      seal: 'good',
      signer: 'none',
      trust: 'good',
      time: 'doubtful',
      coverage: 'good',
    });
    expect(answersOf(modified)).toMatchObject({ integrity: 'bad', trust: 'good', coverage: 'doubtful' });
    expect(answersOf(form)).toMatchObject({ integrity: 'doubtful' });
    expect(answersOf(broken)).toMatchObject({ integrity: 'bad', trust: 'good' });
    expect(answersOf(signature('intact', { timeSource: 'timestamp' }))).toMatchObject({ time: 'good' });
  });

  it('does not call anything valid whose parts contradict each other', () => {
    const odd = signature('intact', { intact: false });
    expect(decideVerdict(assessment([odd]))).not.toBe('valid');
  });
});

describe('sentences', () => {
  const verdicts: Verdict[] = [...byGravity.map(([verdict]) => verdict), 'unsigned'];

  it('are one of their own for each of the twelve verdicts, in both languages', () => {
    const all = verdicts.map((verdict) => verdictSentence(verdict, assessment([good]), false));
    expect(new Set(all.map(({ zh }) => zh)).size).toBe(12);
    expect(new Set(all.map(({ en }) => en)).size).toBe(12);
    for (const { zh, en } of all) {
      expect(zh).toMatch(/请|采信/);
      expect(zh).not.toContain('。');
      expect(en).toMatch(/ask|rely/);
    }
  });

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
    expect(zh).toBe(
      '这份文件是真的，没有被改动，由禾汀镇人民政府于2026年11月23日、钱七于2026年11月23日签章，可以采信',
    );
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
    const nothing = { status: 'unknown', revocation: false } as const;
    expect(doesNotProve('valid', [good.report], nothing).length).toBe(4);
    expect(doesNotProve('valid', [good.report], { status: 'valid', revocation: true }).length).toBe(2);
    expect(doesNotProve('valid', [{ ...good.report, timeSource: 'timestamp' }], nothing).length).toBe(3);
    expect(doesNotProve('tampered', [good.report], nothing)).toEqual([]);
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

  it('are unsigned when they are XML without a signature, and damaged with one that cannot be checked', () => {
    expect(verdict(utf8('<?xml version="1.0"?><EInvoice/>')).verdict).toBe('unsigned');
    const signed = '<a><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></a>';
    expect(verdict(utf8(signed)).verdict).toBe('damaged');
    expect(verdict(utf8('<a><b></a>')).verdict).not.toBe('valid');
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
