/** An evidence package as `yiwen verify` checks and prints it: no network, the verifier's own policy and trust. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RevocationEvidence, TrustList } from '@yiwen/trust/certificates';
import { type EvidenceReport, verifyEvidence } from '@yiwen/trust/evidence';
import { type Policy, readBundle, readPolicy } from '@yiwen/trust/log';
import { folderReader, sourceOf } from './log-source.ts';
import type { Language } from './verify-words.ts';

/** What a package is checked with. */
export type EvidenceMeans = {
  trust?: TrustList | undefined;
  policy: Policy | undefined;
  /** Entries of the log from a mirror's folder. */
  entries: readonly Uint8Array[] | undefined;
  revocation?: RevocationEvidence | undefined;
  now: number;
};

/** The policy in a file (C2SP tlog-policy). Throws LogError with the line. */
export async function readPolicyFile(path: string): Promise<Policy> {
  return readPolicy(await readFile(path, 'utf8'));
}

/** All entries of a log kept in a folder, to see whether a package leaves acts out. */
export async function readMirror(folder: string): Promise<Uint8Array[]> {
  const source = sourceOf(folder, await folderReader(folder));
  const paths = (await source.list?.()) ?? [];
  const widest = new Map<string, { path: string; width: number }>();
  for (const path of paths) {
    const [, number, width] = /^tile\/entries\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
    const wide = Number(width ?? 256);
    if (number !== undefined && wide > (widest.get(number)?.width ?? 0)) {
      widest.set(number, { path, width: wide });
    }
  }
  const entries: Uint8Array[] = [];
  for (const { path, width } of widest.values()) {
    entries.push(...readBundle(new Uint8Array(await readFile(join(folder, ...path.split('/')))), width));
  }
  return entries;
}

/** Checks a package. */
export function checkEvidence(bytes: Uint8Array, means: EvidenceMeans): EvidenceReport {
  const { trust, policy, entries, revocation, now } = means;
  return verifyEvidence(bytes, {
    now,
    ...(trust === undefined ? {} : { trust }),
    ...(policy === undefined ? {} : { policy }),
    ...(entries === undefined ? {} : { entries }),
    ...(revocation === undefined ? {} : { revocation }),
  });
}

const words = {
  zh: {
    file: '证据包',
    verdict: '结论代码',
    parts: [
      '',
      '文件与版本',
      '事件内容',
      '日志条目与证明',
      '证书与吊销',
      '策略',
      '检查点',
      '时间戳',
      '上链存证',
      '责任表',
      '系统说明',
      '离线核验页',
    ],
    states: { good: '✓', open: '▲', bad: '✕', absent: '–' },
    legend: '✓ 成立  ▲ 无外部佐证  ✕ 有误  – 没有',
    questions: { whoSigned: '谁签的', when: '什么时候', whoSaw: '谁看过', whichVersion: '是哪一版' },
    noticed: '查到的情况',
    doesNotProve: '不能证明',
    more: (n: number) => `……另有 ${n} 条，用 --json 看全部`,
  },
  en: {
    file: 'Evidence package',
    verdict: 'verdict',
    parts: [
      '',
      'files and versions',
      'event bodies',
      'log entries and proofs',
      'certificates and revocation',
      'policy',
      'checkpoints',
      'time-stamps',
      'anchors',
      'responsibility',
      'statement',
      'offline verifier',
    ],
    states: { good: '✓', open: '▲', bad: '✕', absent: '–' },
    legend: '✓ holds  ▲ borne out by nobody outside  ✕ wrong  – none',
    questions: { whoSigned: 'Who signed', when: 'When', whoSaw: 'Who saw it', whichVersion: 'Which version' },
    noticed: 'Noticed',
    doesNotProve: 'Does not prove',
    more: (n: number) => `… ${n} more, see --json`,
  },
} satisfies Record<Language, unknown>;

const MOST_LINES = 40;

/** Names from a package must not play with the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
}

/** The report as a clerk reads it. */
export function evidenceText(file: string, report: EvidenceReport, language: Language): string {
  const word = words[language];
  const capped = (lines: string[]): string[] =>
    lines.length <= MOST_LINES
      ? lines
      : [...lines.slice(0, MOST_LINES), `  ${word.more(lines.length - MOST_LINES)}`];
  const { subject, parts, answers, findings } = report;
  const about =
    subject === undefined ? '' : [subject.organName, subject.number, subject.title].filter(Boolean).join(' ');
  return [
    `${word.file}: ${plain(file)}`,
    ...(about === '' ? [] : [`  ${plain(about)}`]),
    `  ${report.sentence[language]}`,
    `  ${word.verdict}: ${report.verdict}`,
    ...(parts.length === 0 ? [] : [`  ${word.legend}`]),
    ...parts.map(({ part, state }) => `  ${word.states[state]} ${part} ${word.parts[part]}`),
    ...Object.entries(word.questions).flatMap(([name, title]) => {
      const lines = answers[name as keyof typeof answers];
      return lines.length === 0
        ? []
        : [`  ${title}:`, ...capped(lines.map((line) => `    · ${plain(line[language])}`))];
    }),
    ...(findings.length === 0 ? [] : [`  ${word.noticed}:`]),
    ...capped(
      findings.map(
        ({ code, severity, message, place }) =>
          `    ${severity === 'error' ? '✕' : severity === 'warning' ? '▲' : '·'} ${plain(message)}${place === undefined ? '' : ` [${plain(place)}]`} (${code})`,
      ),
    ),
    `  ${word.doesNotProve}: ${report.doesNotProve.map((line) => line[language]).join('；')}`,
  ].join('\n');
}
