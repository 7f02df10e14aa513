/** The four questions of a dispute, answered with what the package shows and with how far that goes. */

import type { Report, Words } from '@yiwen/trust/verification';
import { plainName } from '@yiwen/trust/verification';
import { actName } from './act-names.ts';
import type { ActReport, Answers } from './report.ts';

/** Acts by which a person opens or takes a document: they bear out access by an account, nothing more. */
const SEEN = /\.(read|signed-for|received|opened|exported)$/;
const MOST_LINES = 200;

/** The answers. */
export function answersOf(
  acts: readonly ActReport[],
  files: readonly { name?: string; path: string; report: Report }[],
): Answers {
  return {
    whoSigned: [...files.flatMap(sealWords), ...acts.flatMap(signedWords)].slice(0, MOST_LINES),
    when: acts.map(whenWords).slice(0, MOST_LINES),
    whoSaw: sawWords(acts).slice(0, MOST_LINES),
    whichVersion: files.flatMap(versionWords).slice(0, MOST_LINES),
  };
}

function sealWords({ name, path, report }: { name?: string; path: string; report: Report }): Words[] {
  return report.signatures.map((signature) => {
    const who = plainName(signature.signer);
    const file = plainName(name ?? path);
    const trusted = signature.verdict === 'valid';
    return {
      zh: `《${file}》上有${who}的${signature.kind === 'seal' ? '印章' : '签名'}，${trusted ? '有效' : `结论为 ${signature.verdict}`}`,
      en: `“${file}” carries the ${signature.kind} of ${who}: ${trusted ? 'valid' : signature.verdict}`,
    };
  });
}

function signedWords(act: ActReport): Words[] {
  if (act.authenticity !== 'signed' && act.authenticity !== 'account') {
    return [];
  }
  const who = plainName(act.who ?? '');
  const post = plainName(act.post ?? '');
  const behalf = act.onBehalfOf === undefined ? '' : plainName(act.onBehalfOf);
  const name = nameOf(act);
  return act.authenticity === 'signed'
    ? [
        {
          zh: `${name.zh}：${who}（${post}）${behalf === '' ? '' : `代${behalf}`}本人签名，经核对`,
          en: `${name.en}: signed by ${who} (${post})${behalf === '' ? '' : ` on behalf of ${behalf}`} personally, checked`,
        },
      ]
    : [
        {
          zh: `${name.zh}：出具方记载是${who}（${post}）${behalf === '' ? '' : `代${behalf}`}的账号所为，没有本人签名`,
          en: `${name.en}: by the account of ${who} (${post})${behalf === '' ? '' : ` on behalf of ${behalf}`} as the issuer records it; not signed by the person`,
        },
      ];
}

/** Which act, for people and for whoever looks it up. */
function nameOf({ seq, type }: Pick<ActReport, 'seq' | 'type'>): Words {
  const { zh, en } = actName(type);
  return { zh: `第 ${seq} 条 ${zh}`, en: `Act ${seq}, ${en}` };
}

const CHINA_OFFSET_MS = 8 * 3600 * 1000;

/** An instant as clocks in China show it, to the second; what is no instant stays as it was written. */
function timeOf(iso: string | undefined): string {
  const ms = Date.parse(iso ?? '');
  return Number.isNaN(ms)
    ? (iso ?? '')
    : `${new Date(ms + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')} +08:00`;
}

function whenWords({ seq, type, at, logged }: ActReport): Words {
  const name = nameOf({ seq, type });
  const claimed = timeOf(at);
  if (logged === undefined || logged.by === 'issuer' || logged.until === undefined) {
    return {
      zh: `${name.zh}：只有出具方自己的时钟（${claimed}），没有外部的证明`,
      en: `${name.en}: only by the issuer’s own clock (${claimed}); nobody outside bears it out`,
    };
  }
  const by =
    logged.by === 'witnesses' ? { zh: '见证者', en: 'witnesses' } : { zh: '时间戳', en: 'a time-stamp' };
  return {
    zh: `${name.zh}：不晚于 ${timeOf(logged.until)}${logged.after === undefined ? '' : `，晚于 ${timeOf(logged.after)}`}（${by.zh}的时间）；出具方记载 ${claimed}`,
    en: `${name.en}: no later than ${timeOf(logged.until)}${logged.after === undefined ? '' : `, after ${timeOf(logged.after)}`} (by ${by.en}); the issuer says ${claimed}`,
  };
}

function sawWords(acts: readonly ActReport[]): Words[] {
  const lines = acts
    .filter(({ type }) => SEEN.test(type))
    .map(({ who, post, version, at, seq }): Words => {
      const of = {
        zh: version === undefined ? '' : `第${version}版`,
        en: version === undefined ? '' : ` version ${version}`,
      };
      return {
        zh: `${plainName(who ?? '')}（${plainName(post ?? '')}）的账号于 ${timeOf(at)} 打开或签收了${of.zh}（第 ${seq} 条）；不能证明本人看懂`,
        en: `The account of ${plainName(who ?? '')} (${plainName(post ?? '')}) opened or took${of.en} at ${timeOf(at)} (act ${seq}); not that the person understood it`,
      };
    });
  return [
    ...lines,
    {
      zh: '没有记载的，只能说“没有这样的记录”，不能说“没有别人看过”',
      en: 'Of anything else it can only be said that no such act was logged, not that nobody saw it',
    },
  ];
}

function versionWords({ path, name, report }: { path: string; name?: string; report: Report }): Words[] {
  const no = /^1-versions\/(\d+)\//.exec(path)?.[1];
  return [
    {
      zh: `第${no ?? '？'}版：《${plainName(name ?? path)}》，摘要与办理记录一致；文件本身的结论：${report.sentence.zh}`,
      en: `Version ${no ?? '?'}: “${plainName(name ?? path)}”, its digest stands in the acts; of the file itself: ${report.sentence.en}`,
    },
  ];
}

/** What a package never proves, whatever comes out. */
export const NEVER_PROVEN: readonly Words[] = [
  {
    zh: '不能证明文件写的内容属实，只能证明何时由谁写成、有没有改过',
    en: 'That what the document says is true: only who wrote what, and when',
  },
  { zh: '不能证明没有记录的事没有发生', en: 'That what was not recorded did not happen' },
  { zh: '不能证明密钥没有被盗用', en: 'That no key was stolen' },
];
