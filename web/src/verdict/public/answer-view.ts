/** The answer: one card with a sentence to act on, what it rests on below, technical details folded. */
import type { EvidenceReport } from '@yiwen/trust/evidence';
import { type PaperReport, paperLimits } from '@yiwen/trust/paper';
import type { Report, SignatureReport, Verdict } from '@yiwen/trust/verification';
import { verifyWords } from '../../words/verify-words.ts';
import { element } from './element.ts';
import type { Means, Read } from './means.ts';
import { offerReading } from './read-aloud.ts';
import type { Asked, Registered } from './registered.ts';

type Tone = 'ok' | 'warn' | 'bad';
type Card = { tone: Tone; sentence: string; demo: boolean };

const marks: Record<Tone, string> = { ok: '✓', warn: '!', bad: '✕' };

const fileTones: Record<Verdict, Tone> = {
  valid: 'ok',
  'valid-superseded': 'warn',
  'valid-withdrawn': 'bad',
  'intact-untrusted': 'warn',
  'intact-time-unproven': 'warn',
  'partly-covered': 'warn',
  'changed-after-signing': 'bad',
  tampered: 'bad',
  'certificate-bad': 'bad',
  unsigned: 'warn',
  damaged: 'bad',
  refused: 'warn',
};

const paperTones: Record<PaperReport['verdict'], Tone> = {
  'registered-content': 'ok',
  'signer-untrusted': 'warn',
  'unknown-key': 'warn',
  'outside-key-dates': 'bad',
  'key-revoked': 'warn',
  altered: 'bad',
  unreadable: 'warn',
};

/** Lines of details that are shown; the command line shows all. */
const mostFindings = 60;

type Row = readonly [name: string, value: string | Node | undefined];

function rows(list: readonly Row[]): HTMLElement {
  return element(
    'dl',
    {},
    list.flatMap(([name, value]) =>
      value === undefined || value === ''
        ? []
        : [element('div', {}, element('dt', {}, name), element('dd', {}, value))],
    ),
  );
}

/** Makes the answers of one page. */
export class AnswerView {
  readonly #means: Means;
  readonly #words: typeof verifyWords.zh;

  constructor(means: Means) {
    this.#means = means;
    this.#words = verifyWords[means.language];
  }

  /** About a file. */
  file(report: Report, asked: Asked): HTMLElement[] {
    const w = this.#words;
    const { language } = this.#means;
    const card = { tone: fileTones[report.verdict], sentence: report.sentence[language], demo: false };
    const findings = [...report.findings, ...report.signatures.flatMap((one) => one.findings)];
    const uncovered = report.signatures.flatMap((one) => one.uncovered);
    return this.#answer(card, report.verdict, [
      report.signatures.map((one) => this.#signature(one)),
      element('h2', {}, w.which),
      asked
        ? rows(this.#registeredRows(asked))
        : element('p', {}, asked === null ? w.notRegistered : w.notAsked),
      this.#unproven(report.doesNotProve),
      element(
        'details',
        {},
        element('summary', {}, w.details),
        element(
          'ul',
          {},
          findings
            .slice(0, mostFindings)
            .map(({ severity, message, place }) =>
              element('li', { class: severity }, message, place ? [' ', element('code', {}, place)] : ''),
            ),
        ),
        uncovered.length > 0 && [
          element('p', {}, w.uncovered),
          element(
            'ul',
            {},
            uncovered.slice(0, mostFindings).map((name) => element('li', {}, element('code', {}, name))),
          ),
        ],
        element('p', {}, element('code', {}, report.verdict)),
      ),
    ]);
  }

  /** What the answer does not prove; nothing where it proves nothing good. */
  #unproven(limits: Report['doesNotProve']): HTMLElement[] {
    const { language } = this.#means;
    return limits.length === 0
      ? []
      : [
          element('h2', {}, this.#words.doesNotProve),
          element(
            'ul',
            {},
            limits.map((limit) => element('li', {}, limit[language])),
          ),
        ];
  }

  /** About an evidence package: the four questions of a dispute, each file, and what was noticed. */
  evidence(report: EvidenceReport): HTMLElement[] {
    const w = this.#words;
    const { language } = this.#means;
    const answers = (['whoSigned', 'when', 'whichVersion', 'whoSaw'] as const).map(
      (question): Row => [w[question], lines(report.answers[question].map((one) => one[language]))],
    );
    const card = { tone: fileTones[report.verdict], sentence: report.sentence[language], demo: false };
    return this.#answer(card, report.verdict, [
      element('h2', {}, w.evidence),
      rows(answers),
      report.files.length > 0 && element('h2', {}, w.filesInside),
      rows(report.files.map(({ path, name, report: inner }) => [name ?? path, inner.sentence[language]])),
      this.#unproven(report.doesNotProve),
      element(
        'details',
        {},
        element('summary', {}, w.details),
        element(
          'ul',
          {},
          report.findings
            .slice(0, mostFindings)
            .map(({ severity, message, place }) =>
              element('li', { class: severity }, message, place ? [' ', element('code', {}, place)] : ''),
            ),
        ),
        element('p', {}, element('code', {}, report.verdict)),
      ),
    ]);
  }

  /** About a printed code: what its signature proves offline, and what the node says of it now. */
  paper(report: PaperReport, asked: Asked, lists: Read): HTMLElement[] {
    const w = this.#words;
    const { language } = this.#means;
    const { content } = report;
    const good = report.verdict === 'registered-content';
    const isOther = good && asked ? asked.root.sha256 !== content?.sha256 : false;
    const card: Card = {
      tone: paperTones[report.verdict],
      sentence: report.sentence[language],
      demo: report.demo && good,
    };
    if (good && asked === null) {
      Object.assign(card, { tone: 'warn', sentence: w.unknownCodeButSigned });
    } else if (isOther) {
      Object.assign(card, { tone: 'bad', sentence: w.otherContent });
    } else if (good && asked && asked.newer !== null) {
      Object.assign(card, { tone: 'warn', sentence: w.codeNewer });
    }
    const host = report.origin !== undefined && report.origin !== lists.origin ? hostOf(report.origin) : '';
    return this.#answer(card, report.verdict, [
      content !== undefined &&
        report.verdict !== 'altered' &&
        this.#content(report, isOther ? undefined : asked),
      host !== '' && element('p', {}, w.otherNode.replace('{host}', host)),
      element('h2', {}, w.which),
      asked
        ? rows(isOther ? this.#registeredRows(asked) : this.#statusRows(asked))
        : element('p', {}, asked === null && report.shortCode !== undefined ? w.unknownCode : w.notAsked),
      this.#limits(),
      element(
        'details',
        {},
        element('summary', {}, w.details),
        rows([
          [w.signedBy, report.signer],
          [w.keysOf, this.#time(report.listedAt ?? lists.at)],
          [w.shortCode, report.shortCode && grouped(report.shortCode)],
        ]),
        element(
          'ul',
          {},
          report.findings.slice(0, 20).map(({ message }) => element('li', {}, message)),
        ),
        element('p', {}, element('code', {}, `${report.verdict} ${content?.sha256 ?? ''}`)),
      ),
    ]);
  }

  /** About a short code alone. */
  code(asked: Asked, demo: boolean): HTMLElement[] {
    const w = this.#words;
    if (!asked) {
      const sentence = asked === null ? w.unknownCode : w.notAsked;
      return this.#answer({ tone: 'warn', sentence, demo: false }, 'unknown', []);
    }
    const found = `${w.codeFound}${asked.number || asked.title}${w.stop}`;
    const card: Card =
      asked.newer === null
        ? { tone: 'ok', sentence: `${found}${w.codeFoundSentence}`, demo }
        : { tone: 'warn', sentence: `${found}${w.codeNewer}`, demo };
    return this.#answer(card, 'registered', [
      element('h2', {}, w.which),
      rows(this.#registeredRows(asked)),
      this.#limits(),
    ]);
  }

  #answer(card: Card, verdict: string, parts: Parameters<typeof element>[2][]): HTMLElement[] {
    const w = this.#words;
    const sentence = `${card.sentence}${card.demo ? `（${w.demo}）` : ''}`;
    const heading = element('h1', { tabindex: '-1' }, sentence);
    const aloud = element('button', { type: 'button', class: 'aloud quiet', hidden: true });
    const answer = element('div', { class: 'answer' }, element('div', { class: 'tools' }, aloud), ...parts);
    offerReading(aloud, this.#means.language, { start: w.readAloud, stop: w.stopReading }, () =>
      [sentence, ...[...answer.querySelectorAll('dl div')].map((row) => spoken(row))].join('。'),
    );
    return [
      element(
        'section',
        { class: `verdict ${card.tone}`, role: 'status', 'data-verdict': verdict },
        element('span', { class: 'mark', 'aria-hidden': 'true' }, marks[card.tone]),
        heading,
      ),
      answer,
    ];
  }

  /** The lines to compare; the whole title where the node was asked and says the same of the rest. */
  #content({ content, shortCode }: PaperReport, asked: Asked): HTMLElement {
    const w = this.#words;
    const { number, title, issuer, date, pages } = content!;
    return element(
      'div',
      {},
      element('h2', {}, w.compare),
      element('p', {}, w.compareLead),
      rows([
        [w.number, `${number.code}〔${number.year}〕${number.n}号`],
        [w.documentTitle, asked?.title ?? title],
        [w.issuer, issuer],
        [w.date, date],
        [w.pages, w.pageCount.replace('{n}', String(pages))],
        [w.shortCode, shortCode && grouped(shortCode)],
      ]),
    );
  }

  #limits(): HTMLElement {
    const { language } = this.#means;
    return element(
      'div',
      {},
      element('h2', {}, this.#words.paperLimits),
      element(
        'ul',
        {},
        paperLimits.map((limit) => element('li', {}, limit[language])),
      ),
    );
  }

  #registeredRows(found: Registered): Row[] {
    const w = this.#words;
    return [
      [w.documentTitle, found.title],
      [w.number, found.number],
      [w.issuer, found.issuer],
      [w.date, found.date],
      ...this.#statusRows(found),
    ];
  }

  /** What only the node knows: when it was sealed, whether it is the newest, where it stands in the log. */
  #statusRows(found: Registered): Row[] {
    const w = this.#words;
    const { logged } = found;
    return [
      [w.sealedAt, this.#time(found.sealedAt)],
      [w.version, `${found.versionNo} · ${found.newer === null ? w.newest : w.newer}`],
      [
        w.logged,
        logged === null
          ? undefined
          : element(
              'span',
              {},
              `${w.index.replace('{n}', String(logged.index))} · `,
              element('a', { href: logged.href }, element('code', {}, logged.origin)),
            ),
      ],
    ];
  }

  #signature({ sealName, signer, time, timeSource }: SignatureReport): HTMLElement {
    const w = this.#words;
    const claimed = timeSource === 'claimed' && time ? ` （${w.claimed}）` : '';
    return rows([
      [w.who, sealName ?? signer],
      [w.when, `${this.#time(time)}${claimed}`],
    ]);
  }

  #time(iso: string | undefined): string {
    return iso === undefined
      ? ''
      : new Intl.DateTimeFormat(this.#means.language === 'zh' ? 'zh-CN' : 'en-GB', {
          dateStyle: 'long',
          timeStyle: 'short',
          timeZone: 'Asia/Shanghai',
        }).format(new Date(iso));
  }
}

/** Texts one under the other, kinds of acts (`documents.drafted`) marked as the code they are. */
function lines(texts: readonly string[]): Node | undefined {
  return texts.length === 0
    ? undefined
    : element(
        'ul',
        {},
        texts.slice(0, mostFindings).map((text) =>
          element(
            'li',
            {},
            text
              .split(/\b([a-z]+\.[a-z-]+)/)
              .map((part, i) => (i % 2 === 1 ? element('code', {}, part) : part)),
          ),
        ),
      );
}

function grouped(code: string): string {
  return code.replace(/(\d{4})(?=\d)/g, '$1 ');
}

function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//i, '');
}

/** A line as it is read out: name and value, without the digits nobody listens to. */
function spoken(row: Element): string {
  return [...row.children].map((part) => (part.textContent ?? '').replace(/\d{4}( \d{4}){4}/, '')).join('，');
}
