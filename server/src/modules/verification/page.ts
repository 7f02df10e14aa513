/** The public page: one drop zone, one code field, and a verdict in a sentence. No framework, no inline script or style. */
import type { Report, SignatureReport } from '@yiwen/trust/verification';
import { type Html, html } from './html.ts';
import type { Registered } from './registered.ts';
import { type Language, verdictLook, words } from './words.ts';

function shell(language: Language, title: string, content: Html): string {
  const w = words[language];
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · 一文通</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/verify/page.css">
<script src="/verify/page.js" defer></script>
</head>
<body>
<header><a class="name" href="/verify${language === 'en' ? '?lang=en' : ''}">一文通 ${language === 'en' ? 'Yiwen' : ''}</a><a href="${w.other}">${w.english}</a></header>
<main>${content}</main>
<footer>${w.foot}</footer>
</body>
</html>`.text;
}

/** The form for a file; page.js answers it on the spot, without a script it is sent as any form. */
function fileForm(language: Language): Html {
  const w = words[language];
  return html`<form id="file-form" method="post" action="/verify${language === 'en' ? '?lang=en' : ''}" enctype="multipart/form-data" data-checking="${w.checking}" data-viewer="/public-viewer.js">
<label class="drop" for="file"><span class="drop-words">${w.drop}</span><span class="pick" aria-hidden="true">${w.choose}</span><span class="file-name" aria-live="polite"></span>
<input id="file" name="file" type="file" accept=".ofd,.pdf" required aria-label="${w.choose}"></label>
<button type="submit">${w.check}</button>
</form>`;
}

/** The two forms; they work without a script too. */
export function askPage(language: Language, problem?: string): string {
  const w = words[language];
  return shell(
    language,
    w.title,
    html`<h1>${w.title}</h1>
<p class="lead">${w.lead}</p>
${problem === undefined ? undefined : html`<p class="problem" role="alert"><strong>${w.problem}</strong> ${problem}</p>`}
${fileForm(language)}
<p class="or">${w.or}</p>
<form method="get" action="/verify/code">
<label for="code">${w.code}</label>
<input id="code" name="code" inputmode="numeric" autocomplete="off" pattern="[0-9 ]{20,24}" maxlength="24" required>
${language === 'en' ? html`<input type="hidden" name="lang" value="en">` : undefined}
<button type="submit" class="quiet">${w.look}</button>
</form>`,
  );
}

function timeText(iso: string | undefined, language: Language): string {
  if (iso === undefined) {
    return '';
  }
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(new Date(iso));
}

function row(name: string, value: Html | string | undefined): Html | undefined {
  return value === undefined || value === '' ? undefined : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function signatureRows(signature: SignatureReport, language: Language): Html {
  const w = words[language];
  return html`<dl>${[
    row(w.who, signature.sealName ?? signature.signer),
    row(
      w.when,
      `${timeText(signature.time, language)}${signature.timeSource === 'claimed' && signature.time ? ` （${w.claimed}）` : ''}`,
    ),
  ]}</dl>`;
}

function registeredRows(found: Registered, language: Language): Html {
  const w = words[language];
  return html`<dl>${[
    row(language === 'zh' ? '标题' : 'Title', found.title),
    row(w.number, found.number),
    row(w.issuer, found.issuer),
    row(w.date, found.date),
    row(w.sealedAt, timeText(found.sealedAt, language)),
    row(w.version, `${found.versionNo} · ${found.newer === null ? w.newest : w.newer}`),
    row(
      w.logged,
      found.logged === null
        ? undefined
        : html`${w.index.replace('{n}', String(found.logged.index))} · <a href="${found.logged.href}">${found.logged.origin}</a>`,
    ),
  ]}</dl>`;
}

function findingList(report: Report, language: Language): Html {
  const w = words[language];
  const all = [...report.findings, ...report.signatures.flatMap((signature) => signature.findings)];
  const uncovered = report.signatures.flatMap((signature) => signature.uncovered);
  return html`<details><summary>${w.details}</summary>
<ul>${all.slice(0, 60).map((finding) => html`<li class="${finding.severity}">${finding.message}${finding.place ? html` <code>${finding.place}</code>` : undefined}</li>`)}</ul>
${uncovered.length === 0 ? undefined : html`<p>${w.uncovered}</p><ul>${uncovered.slice(0, 60).map((name) => html`<li><code>${name}</code></li>`)}</ul>`}
<p><code>${report.verdict}</code></p></details>`;
}

/** The answer about a file. */
export function answerPage(language: Language, report: Report, found: Registered | null): string {
  const w = words[language];
  const look = verdictLook[report.verdict];
  return shell(
    language,
    report.sentence[language],
    html`<section class="verdict ${look.tone}" role="status"><span class="mark" aria-hidden="true">${look.mark}</span><h1>${report.sentence[language]}</h1></section>
<div class="answer">${report.signatures.map((signature) => signatureRows(signature, language))}
<h2>${w.which}</h2>
${found === null ? html`<p>${w.notRegistered}</p>` : registeredRows(found, language)}
<h2>${w.doesNotProve}</h2>
<ul>${report.doesNotProve.map((limit) => html`<li>${limit[language]}</li>`)}</ul>
${findingList(report, language)}
<p class="again"><a href="/verify${language === 'en' ? '?lang=en' : ''}">${w.again}</a></p></div>
<div id="file" data-report="${reportForViewer(report)}" data-language="${language}"></div>`,
  );
}

/** The report as the viewer needs it, without the lists of entries; page.js hands it on with the file. */
function reportForViewer(report: Report): string {
  const signatures = report.signatures.map((signature) => ({ ...signature, covered: [], uncovered: [] }));
  return JSON.stringify({ ...report, signatures, findings: [] });
}

/** The answer about a printed code. */
export function codePage(language: Language, found: Registered, demo: boolean): string {
  const w = words[language];
  return shell(
    language,
    found.title,
    html`<section class="verdict ${found.newer === null ? 'ok' : 'warn'}" role="status"><span class="mark" aria-hidden="true">${found.newer === null ? '✓' : '!'}</span><h1>${w.codeFound}：${found.number || found.title}${demo ? (language === 'zh' ? '（演示无效）' : ' (demonstration, not valid)') : ''}</h1></section>
<p>${w.registeredContent}</p>
${registeredRows(found, language)}
<h2 class="no-print">${w.alsoFile}</h2>
${fileForm(language)}
<p class="again"><a href="/verify${language === 'en' ? '?lang=en' : ''}">${w.again}</a></p>`,
  );
}
