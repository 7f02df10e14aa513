/**
 * 核验单: what a verification found, on one page for the file or for whoever asks for paper. It
 * repeats the report, it adds no judgement of its own.
 */
import { drawPdf, type EngineOptions } from '../engine/engine.ts';
import { settableText } from '../layout/cells.ts';
import { drawVerifyMark, QR_MM } from '../layout/verify-mark.ts';
import type { VerifyMark } from '../official-document.ts';
import type { SetSheet } from './processing-sheet.ts';
import { SHEET, Sheet, type SheetCell, textParts } from './sheet.ts';

/** The part of a verification report the sheet prints; a full report fits it. */
export type SheetReport = {
  verdict: string;
  sentence: { zh: string };
  format: string;
  signatures: readonly {
    kind: 'seal' | 'signature';
    signer: string;
    sealName?: string;
    time?: string;
    timeSource: 'claimed' | 'timestamp';
    intact: boolean;
    trust: 'trusted' | 'untrusted' | 'bad';
    covers: 'all' | 'part';
  }[];
  findings: readonly { severity: 'info' | 'warning' | 'error'; message: string; place?: string }[];
  doesNotProve: readonly { zh: string }[] | { zh: string };
  demo: boolean;
  metadata?: Readonly<Record<string, string>>;
};

/** What the sheet says beside the report. `checkedAt` and `checkedBy` are printed as given. */
export type SheetFacts = {
  fileName: string;
  sha256: string;
  sm3?: string;
  checkedAt: string;
  checkedBy: string;
  /** The file's fixed date, `YYYY-MM-DD`. */
  date: string;
  verify?: VerifyMark;
};

const WIDTH_MM = SHEET.rightMm - SHEET.leftMm;
const LABEL_MM = 30;
/** How much is printed; the first budget that fits on one page is taken. */
const BUDGETS = [
  { signatures: 4, findings: 10, characters: 160 },
  { signatures: 4, findings: 6, characters: 70 },
  { signatures: 2, findings: 3, characters: 40 },
  { signatures: 1, findings: 2, characters: 30 },
] as const;
type Budget = (typeof BUDGETS)[number];
const SHOWN_FIELDS = ['标题', '发文字号', '发文机关', '成文日期'];

const TRUST_WORDS = { trusted: '证书可信', untrusted: '证书不在信任列表中', bad: '证书有问题' } as const;
const SEVERITY_WORDS = { info: '说明', warning: '注意', error: '错误' } as const;

/** At most `length` characters, so that the sheet stays on its page. */
function clipped(text: string, length: number): string {
  const chars = [...settableText(text)];
  return chars.length > length ? `${chars.slice(0, length).join('')}…` : chars.join('');
}

function row(sheet: Sheet, label: string, text: string): void {
  const wide = WIDTH_MM - LABEL_MM;
  const name: SheetCell = {
    widthMm: LABEL_MM,
    middle: true,
    parts: textParts(label, LABEL_MM, { role: 'heiti', sizePt: 10.5, align: 'centre' }),
  };
  sheet.row([name, { widthMm: wide, middle: true, parts: textParts(text, wide, { sizePt: 10.5 }) }], 7.5);
}

function signatureWords(s: SheetReport['signatures'][number], { characters }: Budget): string {
  const time = s.time
    ? `${s.time}（${s.timeSource === 'timestamp' ? '时间戳' : '签名者声明的时间'}）`
    : '未标明时间';
  return [
    `${s.sealName ? `${clipped(s.sealName, characters)}，` : ''}${clipped(s.signer, characters)}`,
    time,
    `${s.intact ? '签后未改动' : '与签名不符'}；${TRUST_WORDS[s.trust]}；${s.covers === 'all' ? '覆盖全文' : '只覆盖一部分'}`,
  ].join('\n');
}

function compose(report: SheetReport, facts: SheetFacts, budget: Budget): Sheet {
  const sheet = new Sheet('black');
  sheet.heading('电子公文核验单', 'xiaobiaosong', 22, 'black');
  if (report.demo) {
    sheet.paragraph('演示无效', { role: 'heiti', sizePt: 14, ink: 'red', align: 'centre' });
  }
  sheet.paragraph(clipped(report.sentence.zh, budget.characters), {
    role: 'heiti',
    sizePt: 14,
    align: 'centre',
  });
  sheet.yMm += 3;
  row(sheet, '文件', `${clipped(facts.fileName, budget.characters)}（${report.format.toUpperCase()}）`);
  for (const name of SHOWN_FIELDS) {
    const text = report.metadata?.[name];
    if (text) {
      row(sheet, name, clipped(text, budget.characters));
    }
  }
  row(sheet, 'SHA-256', facts.sha256);
  if (facts.sm3) {
    row(sheet, 'SM3', facts.sm3);
  }
  if (report.signatures.length === 0) {
    row(sheet, '印章和签名', '没有');
  }
  report.signatures.slice(0, budget.signatures).forEach((s, i) => {
    row(sheet, `${s.kind === 'seal' ? '印章' : '签名'}${i + 1}`, signatureWords(s, budget));
  });
  if (report.signatures.length > budget.signatures) {
    row(sheet, '其余', `另有 ${report.signatures.length - budget.signatures} 个印章或签名，见电子核验报告。`);
  }
  const order = ['error', 'warning', 'info'];
  const findings = [...report.findings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const shown = findings
    .slice(0, budget.findings)
    .map((f) =>
      clipped(
        `${SEVERITY_WORDS[f.severity]}：${f.message}${f.place ? `（${f.place}）` : ''}`,
        budget.characters,
      ),
    );
  if (findings.length > budget.findings) {
    shown.push(`另有 ${findings.length - budget.findings} 条，见电子核验报告。`);
  }
  row(sheet, '发现', shown.length > 0 ? shown.join('\n') : '没有');
  const limits = Array.isArray(report.doesNotProve) ? report.doesNotProve : [report.doesNotProve];
  row(
    sheet,
    '不能证明',
    limits
      .slice(0, 4)
      .map((l: { zh: string }) => clipped(l.zh, budget.characters))
      .join('\n'),
  );
  row(sheet, '核验', `${facts.checkedAt}，${clipped(facts.checkedBy, 60)}`);
  sheet.yMm += 3;
  sheet.paragraph(
    '本单由核验程序生成，只转述核验报告；任何人都可以用原文件重新核验，以重新核验的结果为准。',
    {
      sizePt: 9,
      ink: 'grey',
    },
  );
  if (facts.verify) {
    sheet.room(QR_MM + 3);
    const markTop = sheet.yMm + 3;
    const place = { page: sheet.page, xMm: SHEET.leftMm, yMm: markTop, words: 'right' } as const;
    drawVerifyMark(sheet.canvas, place, facts.verify);
  }
  return sheet;
}

/** Lays the sheet out on one page. */
function composeVerificationSheet(report: SheetReport, facts: SheetFacts): Sheet {
  let sheet: Sheet | undefined;
  for (const budget of BUDGETS) {
    sheet = compose(report, facts, budget);
    if (sheet.page === 1) {
      break;
    }
  }
  return sheet!;
}

/** Sets the 核验单 as PDF/A. @throws TypesetError */
export async function typesetVerificationSheet(
  report: SheetReport,
  facts: SheetFacts,
  options: EngineOptions = {},
): Promise<SetSheet> {
  const { pages } = composeVerificationSheet(report, facts).canvas;
  const about = {
    title: `电子公文核验单：${clipped(facts.fileName, 80)}`,
    authors: [clipped(facts.checkedBy, 60)],
    keywords: [clipped(facts.sha256, 64)],
    date: facts.date.split('-').map(Number) as [number, number, number],
  };
  return { ...(await drawPdf(pages, about, options)), pages: pages.length };
}
