/** The verdict on a package in a sentence a clerk reads once and understands. */

import { DEMO_MARK } from '@yiwen/trust/certificates';
import type { Verdict, Words } from '@yiwen/trust/verification';

const WORDS: Readonly<Partial<Record<Verdict, Words>>> = {
  valid: {
    zh: '证据包完整：文件、办理记录和日志证明互相吻合，并有见证者联署，可以采信',
    en: 'The package is whole: files, acts and log proofs agree and witnesses have cosigned; you may rely on it',
  },
  'intact-untrusted': {
    zh: '证据包前后一致，但有的内容没有您认可的机构或见证者作证，请看下列各项，必要时向见证者核实',
    en: 'The package agrees with itself, but some of it is vouched for by nobody you trust; see the findings and ask a witness where it matters',
  },
  tampered: {
    zh: '证据包里有内容被改动过，不可采信，请向出具机关重新索取并向见证者核实',
    en: 'Something in the package was changed; do not rely on it, ask for it again and compare with the witnesses',
  },
  damaged: {
    zh: '证据包残缺或有读不懂的内容，不能作完整的判断，请重新索取',
    en: 'The package is incomplete or partly unreadable; no full judgement is possible, ask for it again',
  },
  refused: {
    zh: '证据包没有打开：格式不对或超过限度，请重新索取',
    en: 'The package was not opened: not in the right form, or over the limits; ask for it again',
  },
};

const OTHER: Words = {
  zh: '证据包前后一致，但其中的文件本身有问题，请看各文件的结论',
  en: 'The package agrees with itself, but a file in it has a fault of its own; see the verdict on each file',
};

/** The sentence of a verdict; with a demonstration's trust list it ends in 演示无效. */
export function evidenceSentence(verdict: Verdict, demo: boolean): Words {
  const words = WORDS[verdict] ?? OTHER;
  return demo
    ? {
        zh: `${words.zh}。${DEMO_MARK}`,
        en: `${words.en}. Demonstration only, without effect (${DEMO_MARK})`,
      }
    : words;
}
