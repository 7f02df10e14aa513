/** The public page as it is without a script: a field for the printed code, and what is registered under it. */
import { paperLimits } from '@yiwen/trust/paper';
import { type Html, html } from './html.ts';
import type { Registered } from './registered.ts';
import { type Language, words } from './words.ts';

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
<script src="/public-verify.js" type="module"></script>
</head>
<body>
<header><a class="name" href="/verify${language === 'en' ? '?lang=en' : ''}">一文通 ${language === 'en' ? 'Yiwen' : ''}</a><a href="${w.other}">${w.english}</a></header>
<main>${content}</main>
<footer>${w.foot}</footer>
</body>
</html>`.text;
}

/** The form for a printed code, which works without a script; with one, the page takes its place (`/public-verify.js`). */
export function askPage(language: Language, problem?: string): string {
  const w = words[language];
  return shell(
    language,
    w.title,
    html`<h1>${w.title}</h1>
<p class="lead">${w.lead}</p>
${problem === undefined ? undefined : html`<p class="problem" role="alert"><strong>${w.problem}</strong> ${problem}</p>`}
<noscript><p>${w.withoutScript}</p></noscript>
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

/** The answer about a printed code. */
export function codePage(language: Language, found: Registered, demo: boolean): string {
  const w = words[language];
  return shell(
    language,
    found.title,
    html`<section class="verdict ${found.newer === null ? 'ok' : 'warn'}" role="status"><span class="mark" aria-hidden="true">${found.newer === null ? '✓' : '!'}</span><h1>${w.codeFound}：${found.number || found.title}${demo ? (language === 'zh' ? '（演示无效）' : ' (demonstration, not valid)') : ''}</h1></section>
<p>${w.registeredContent}</p>
${registeredRows(found, language)}
<h2>${w.limits}</h2>
<ul>${paperLimits.map((limit) => html`<li>${limit[language]}</li>`)}</ul>
<p class="again"><a href="/verify${language === 'en' ? '?lang=en' : ''}">${w.again}</a></p>`,
  );
}
