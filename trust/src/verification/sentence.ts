/** The verdict in a sentence a clerk reads once and understands; and what a verdict never proves. */

import { DEMO_MARK } from '@yiwen/trust/certificates';
import type { Assessment, SignatureFacts } from './assessment.ts';
import type { DocumentStatus, Verdict, Words } from './report.ts';

const CHINA_OFFSET_MS = 8 * 3600 * 1000;
const MAX_NAME = 60;

/** Control characters, and those that turn the writing direction or take no room. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name fit for a sentence: no control or direction characters, not endless, without the demonstration's mark. */
export function plainName(name: string): string {
  const unmarked = name.replace(INVISIBLE, '').replaceAll(`（${DEMO_MARK}）`, '').trim();
  const characters = [...unmarked];
  const cut = characters.length > MAX_NAME ? `${characters.slice(0, MAX_NAME).join('')}…` : unmarked;
  return cut === '' ? '未署名' : cut;
}

function dateWords(time: string | undefined): Words | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time);
  if (Number.isNaN(at)) {
    return undefined;
  }
  const local = new Date(at + CHINA_OFFSET_MS);
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()];
  const english = local.toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return { zh: `${year}年${month}月${day}日`, en: english };
}

function verbs(reports: readonly SignatureFacts[]): Words {
  const kinds = new Set(reports.map(({ kind }) => kind));
  if (kinds.size === 1 && kinds.has('time-stamp')) {
    return { zh: '加盖时间戳', en: 'time-stamped' };
  }
  if (kinds.size > 1) {
    return { zh: '签章', en: 'sealed and signed' };
  }
  return kinds.has('seal') ? { zh: '盖章', en: 'sealed' } : { zh: '签名', en: 'signed' };
}

/** "甲于2026年11月23日、乙于…", for what is proven. */
function signers(reports: readonly SignatureFacts[]): Words {
  return listed(reports, (name, date) =>
    date === undefined ? { zh: name, en: name } : { zh: `${name}于${date.zh}`, en: `${name} on ${date.en}` },
  );
}

/** "“甲”（自称时间2026年11月23日）", for what is only claimed. */
function claimants(reports: readonly SignatureFacts[]): Words {
  return listed(reports, (name, date) => ({
    zh: date === undefined ? `“${name}”` : `“${name}”（自称时间${date.zh}）`,
    en: date === undefined ? `“${name}”` : `“${name}” (claimed date ${date.en})`,
  }));
}

function listed(
  reports: readonly SignatureFacts[],
  word: (name: string, date: Words | undefined) => Words,
): Words {
  const shown = reports.slice(0, 5).map(({ signer, time }) => word(plainName(signer), dateWords(time)));
  const more = reports.length > shown.length;
  return {
    zh: shown.map(({ zh }) => zh).join('、') + (more ? '等' : ''),
    en: shown.map(({ en }) => en).join(' and ') + (more ? ' and others' : ''),
  };
}

const NO_REASON: Words = { zh: '文件的形式不在可核验的范围内', en: 'its form cannot be checked' };

/** The sentence of a verdict. With a demonstration's trust list it ends in 演示无效. */
export function verdictSentence(verdict: Verdict, assessment: Assessment, demo: boolean): Words {
  const words = plainSentence(verdict, assessment);
  return demo
    ? {
        zh: `${words.zh}。${DEMO_MARK}`,
        en: `${words.en}. Demonstration only, without effect (${DEMO_MARK})`,
      }
    : words;
}

/** One sentence: what it means, why, and what to do next. */
function plainSentence(verdict: Verdict, assessment: Assessment): Words {
  const reports = assessment.signatures.map(({ report }) => report);
  const who = signers(reports);
  const claimed = claimants(reports);
  const verb = verbs(reports);
  const reason = assessment.reason ?? NO_REASON;
  switch (verdict) {
    case 'valid':
      return {
        zh: `这份文件是真的，没有被改动，由${who.zh}${verb.zh}，可以采信`,
        en: `This document is genuine and unchanged, ${verb.en} by ${who.en}; you may rely on it`,
      };
    case 'valid-superseded':
      return {
        zh: `这份文件是真的，没有被改动，由${who.zh}${verb.zh}，但已有更新的版本，请向发文机关索取新版，以新版为准`,
        en: `This document is genuine and unchanged, ${verb.en} by ${who.en}, but a newer version has replaced it; ask the issuing organ for that one`,
      };
    case 'valid-withdrawn':
      return {
        zh: `这份文件是真的，没有被改动，由${who.zh}${verb.zh}，但发文机关已经撤回或废止，不要再按它办理，请向发文机关询问`,
        en: `This document is genuine and unchanged, ${verb.en} by ${who.en}, but its issuer has withdrawn it; do not act on it any more, and ask the issuing organ`,
      };
    case 'intact-untrusted':
      if (reports.every(({ kind }) => kind === 'time-stamp')) {
        return {
          zh: `文件自加盖时间戳后没有被改动（时间戳署名为${claimed.zh}），但没有任何人在上面签名或盖章，时间戳不能证明出自谁手，请向发文机关核实后再采信`,
          en: `The document is unchanged since it was time-stamped (the stamp names ${claimed.en}), but nobody signed or sealed it, and a time-stamp does not say whose it is; ask the issuing organ before you rely on it`,
        };
      }
      return {
        zh: `文件自${verb.zh}后没有被改动，但无法确认${verb.zh}者的证书由谁担保（署名为${claimed.zh}），请向署名的机关核实后再采信`,
        en: `The document is unchanged since it was ${verb.en}, but nobody we know vouches for the certificate (it names ${claimed.en}); ask the organ it names before you rely on it`,
      };
    case 'intact-time-unproven':
      return {
        zh: `文件自${verb.zh}后没有被改动，但${verb.zh}所用的证书现已过期，又没有可信的时间戳证明是在过期之前${verb.zh}的（署名为${claimed.zh}），请向署名的机关核实`,
        en: `The document is unchanged since it was ${verb.en}, but the certificate has expired since and no trusted time-stamp shows that it was ${verb.en} before (it names ${claimed.en}); ask the organ it names`,
      };
    case 'partly-covered':
      return partlyCovered(assessment, verb);
    case 'changed-after-signing':
      return {
        zh: `文件在${verb.zh}之后又有添加或改动，现在看到的不是当时${verb.zh}的样子，只能采信${verb.zh}时的版本，请向发文机关索取原件`,
        en: `The document was added to or changed after it was ${verb.en}, so what you see is not what was ${verb.en}; rely only on that version and ask the issuing organ for the original`,
      };
    case 'tampered':
      return {
        zh: `文件的内容或签章在${verb.zh}之后被改动，与签章对不上，不可采信，请向发文机关重新索取`,
        en: `The content or the signature was changed after the document was ${verb.en} and the two no longer agree; do not rely on it, and ask the issuing organ for another copy`,
      };
    case 'certificate-bad':
      return {
        zh: `文件没有被改动，但${verb.zh}所用的证书或印章在${verb.zh}时已失效、被吊销或不许这样用（署名为${claimed.zh}），不可采信，请让发文机关换用有效的印章重新出具`,
        en: `The document is unchanged, but the certificate or seal was expired, revoked or not for this use when it was ${verb.en} (it names ${claimed.en}); do not rely on it, and ask for one made with a valid seal`,
      };
    case 'unsigned':
      return {
        zh: '这份文件没有签章，无法证明出自谁手、是否被改动过；要作凭据，请向发文机关索取盖章的文件',
        en: 'This document carries no signature: who made it and whether it was changed cannot be told; ask the issuing organ for a sealed copy',
      };
    case 'damaged':
      return {
        zh: `文件或其签章已损坏，无法核验：${reason.zh}，不可采信，请向发文机关重新索取`,
        en: `The file or its signature is damaged and cannot be checked (${reason.en}); do not rely on it, and ask for another copy`,
      };
    case 'refused':
      return {
        zh: `无法核验这份文件：${reason.zh}，为了安全没有采信它，请向发文机关索取规范的 OFD 或 PDF 文件`,
        en: `This file cannot be checked (${reason.en}) and for safety is not relied on; ask the issuing organ for a proper OFD or PDF file`,
      };
  }
}

/** Filled fields and unprotected entries are two reasons for one verdict. */
function partlyCovered(assessment: Assessment, verb: Words): Words {
  if (assessment.signatures.some(({ changed }) => changed === 'form-filled')) {
    return {
      zh: `${verb.zh}保护的内容没有被改动，但${verb.zh}之后有人填写了表单，填写的内容不能当作已${verb.zh}，请向发文机关核实`,
      en: `What was ${verb.en} is unchanged, but form fields were filled in afterwards and must not be taken as ${verb.en}; ask the issuing organ about them`,
    };
  }
  const count = partCount(assessment);
  return {
    zh: `${verb.zh}保护的部分没有被改动，但文件中有${count}处内容不在保护范围内，这些内容不能当作已${verb.zh}，请向发文机关核实`,
    en: `What is ${verb.en} is unchanged, but ${count} part(s) of the file are not covered and must not be taken as ${verb.en}; ask the issuing organ about them`,
  };
}

/** Parts some signature leaves out, and what rides along unseen. */
function partCount(assessment: Assessment): number {
  const left = new Set(assessment.signatures.flatMap(({ report }) => report.uncovered));
  const stowaways = assessment.findings.filter(({ code }) => code === 'stowaway-entry').length;
  return Math.max(1, left.size + stowaways);
}

const NOT_PROVEN = {
  content: {
    zh: '内容是否属实、签发是否合规：核验只证明文件出自谁手、有没有被改动',
    en: 'that the content is true or rightly decided: only who made the file and that it is unchanged',
  },
  time: {
    zh: '盖章时间：它来自盖章方自己的时钟，没有独立的时间戳',
    en: 'the time: it comes from the signer’s own clock, without an independent time stamp',
  },
  revocation: {
    zh: '证书是否已被吊销：文件里没有足够的吊销信息，本次核验也没有联网查询',
    en: 'that the certificate has not been revoked: the file holds too little about it, and no service was asked',
  },
  current: {
    zh: '是否仍然有效、有没有更新的版本：请按文件上的二维码或验证码向发文机关查询',
    en: 'that it is still in force or the newest version: ask the issuing organ by the code on the document',
  },
} as const;

/** What this verdict does not prove, most important first. Empty when nothing was proven at all. */
export function doesNotProve(
  verdict: Verdict,
  reports: readonly SignatureFacts[],
  known: { status: DocumentStatus; revocation: boolean },
): Words[] {
  const nothingProven: readonly Verdict[] = ['unsigned', 'damaged', 'refused', 'tampered'];
  if (nothingProven.includes(verdict)) {
    return [];
  }
  const claimed = reports.some(({ timeSource }) => timeSource === 'claimed');
  return [
    NOT_PROVEN.content,
    ...(claimed ? [NOT_PROVEN.time] : []),
    ...(known.revocation ? [] : [NOT_PROVEN.revocation]),
    ...(known.status === 'unknown' ? [NOT_PROVEN.current] : []),
  ];
}
