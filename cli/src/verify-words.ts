/** A report as a clerk reads it: the sentence, then each signature with its questions answered, then what was noticed. */
import type { Finding } from '@yiwen/formats';
import type { Answer, Answers, Report, SignatureReport, Verdict } from '@yiwen/trust/verification';

/** Language of the text. */
export type Language = 'zh' | 'en';

const marks: Readonly<Record<Answer, string>> = { good: '✓', doubtful: '▲', bad: '✕', none: '–' };

const words = {
  zh: {
    file: '文件',
    kinds: { seal: '印章', signature: '签名', 'time-stamp': '时间戳' },
    by: '签署人',
    time: '时间',
    claimed: '签署人自称',
    stamped: '可信时间戳证明',
    noTime: '没有写明',
    questions: {
      integrity: '内容未改动',
      seal: '印章有效',
      signer: '签署时证书有效',
      trust: '在信任名单里',
      time: '时间有证明',
      coverage: '盖住全部内容',
    },
    uncovered: '没有受保护',
    notice: '查到的情况',
    status: '发文登记',
    statuses: { valid: '现行有效', superseded: '已有新版', withdrawn: '已撤回', unknown: '没有查询' },
    doesNotProve: '不能证明',
    verdict: '结论代码',
    places: (n: number) => ` 等 ${n} 处`,
    legend: '✓ 是  ▲ 不能确定  ✕ 否  – 不涉及',
    more: (n: number) => `……另有 ${n} 条，用 --json 看全部`,
    total: (good: number, all: number) => `共 ${all} 个文件，${good} 个有效（valid）。`,
  },
  en: {
    file: 'File',
    kinds: { seal: 'Seal', signature: 'Signature', 'time-stamp': 'Time-stamp' },
    by: 'by',
    time: 'time',
    claimed: "by the signer's own clock",
    stamped: 'proven by a trusted time-stamp',
    noTime: 'none given',
    questions: {
      integrity: 'content unchanged',
      seal: 'seal good',
      signer: 'certificate good when signing',
      trust: 'on the trust list',
      time: 'time proven',
      coverage: 'covers everything shown',
    },
    uncovered: 'not protected',
    notice: 'Noticed',
    status: 'Register',
    statuses: { valid: 'in force', superseded: 'superseded', withdrawn: 'withdrawn', unknown: 'not asked' },
    doesNotProve: 'Does not prove',
    verdict: 'verdict',
    places: (n: number) => ` and others, ${n} in all`,
    legend: '✓ yes  ▲ not certain  ✕ no  – does not arise',
    more: (n: number) => `… ${n} more, see --json`,
    total: (good: number, all: number) => `${all} files, ${good} valid.`,
  },
} satisfies Record<Language, unknown>;

const mostLines = 40;

/** Control and direction characters of a name in a file must not play with the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�');
}

function capped(lines: readonly string[], language: Language): string[] {
  return lines.length <= mostLines
    ? [...lines]
    : [...lines.slice(0, mostLines), words[language].more(lines.length - mostLines)];
}

/** What was noticed; the same thing at many places is one line. */
function findingLines(findings: readonly Finding[], language: Language): string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    // An evidence in brackets differs from line to line, its beginning says what it is about.
    const key = `${finding.severity} ${finding.code} ${finding.message.replace(/（.*/s, '')}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const mark = { info: '·', warning: '▲', error: '✕' };
  const lines = [...groups.values()].map((group) => {
    const { severity, message, place, code } = group[0] as Finding;
    const many = group.length > 1 ? words[language].places(group.length) : '';
    const where = place || many ? `（${plain(place ?? '')}${many}）` : '';
    return `${mark[severity]} ${plain(message)}${where}  [${code}]`;
  });
  return capped(lines, language);
}

function timeText(time: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(new Date(time));
}

function signatureLines(signature: SignatureReport, language: Language): string[] {
  const w = words[language];
  const { answers, time, timeSource, uncovered } = signature;
  const names = Object.keys(w.questions) as (keyof Answers)[];
  const when =
    time === undefined
      ? w.noTime
      : `${timeText(time, language)}（${timeSource === 'claimed' ? w.claimed : w.stamped}）`;
  return [
    `${w.kinds[signature.kind]}  ${plain(signature.sealName ?? signature.signer)}  [${signature.verdict}]`,
    `  ${w.by}  ${plain(signature.signer)}`,
    `  ${w.time}  ${when}`,
    `  ${names.map((name) => `${marks[answers[name]]} ${w.questions[name]}`).join('  ')}`,
    ...capped(
      uncovered.map((name) => `▲ ${w.uncovered}: ${plain(name)}`),
      language,
    ).map((line) => `  ${line}`),
    ...findingLines(signature.findings, language).map((line) => `  ${line}`),
  ];
}

const uncertain: readonly Verdict[] = [
  'valid-superseded',
  'intact-untrusted',
  'intact-time-unproven',
  'partly-covered',
  'unsigned',
];

function headMark(verdict: Verdict): string {
  return marks[verdict === 'valid' ? 'good' : uncertain.includes(verdict) ? 'doubtful' : 'bad'];
}

/** The report on one file as text. */
export function reportText(file: string, report: Report, language: Language): string {
  const w = words[language];
  return [
    `${w.file}  ${plain(file)}`,
    `${headMark(report.verdict)}  ${report.sentence[language]}`,
    '',
    ...report.signatures.flatMap((signature) => signatureLines(signature, language)),
    ...(report.signatures.length === 0 ? [] : [w.legend]),
    ...(report.findings.length === 0 ? [] : [w.notice, ...findingLines(report.findings, language)]),
    `${w.status}  ${w.statuses[report.status]}`,
    ...report.doesNotProve.map((limit) => `${w.doesNotProve}  ${limit[language]}`),
    `${w.verdict}  ${report.verdict}`,
  ].join('\n');
}

/** The last line under several files. */
export function totalText(good: number, all: number, language: Language): string {
  return words[language].total(good, all);
}
