/** What is said of a printed code, and of paper in general. */
import type { PaperVerdict } from './check-printed-code.ts';

/** A sentence in both languages. */
export type Words = { readonly zh: string; readonly en: string };

/** One sentence for each verdict: what it means, and what to do next. */
export const paperSentences: Readonly<Record<PaperVerdict, Words>> = {
  'registered-content': {
    zh: '二维码由发文机关签过名：下面是登记的内容，请与手中的纸逐项对照，对不上的以登记的为准。',
    en: 'The code was signed by the issuing office: below is what was registered. Compare it with your paper line by line; where they differ, the registered content counts.',
  },
  'signer-untrusted': {
    zh: '二维码的签名是完整的，但签名的机关不在可信名单里，不能确认是谁。请向落款机关核实。',
    en: 'The signature in the code is intact, but its office is not on the trust list, so it is not certain whose it is. Ask the issuing office.',
  },
  'unknown-key': {
    zh: '手里的公钥名单中没有签这个二维码的密钥，无法判断。请换用最新的名单，或联网输入核验码查询。',
    en: 'The list of keys at hand does not hold the key of this code, so nothing can be said. Get a newer list, or look the short code up online.',
  },
  'outside-key-dates': {
    zh: '签名的密钥在二维码所写的日期并未启用或已停用，不能相信。请向落款机关核实。',
    en: 'The key was not in force on the day the code names: do not rely on it. Ask the issuing office.',
  },
  'key-revoked': {
    zh: '签名的密钥已经作废，单凭二维码不能相信。请联网输入核验码查询登记情况。',
    en: 'The key of this code has been revoked, so the code alone is not to be relied on. Look the short code up online.',
  },
  altered: {
    zh: '二维码的内容被改动过，与签名不符，不能相信。请向落款机关核实，并保留这张纸。',
    en: 'The content of the code was altered and does not match its signature: do not rely on it. Ask the issuing office and keep the paper.',
  },
  unreadable: {
    zh: '这不是一文通公文的二维码，或没有扫全。请把纸铺平、对准再扫一次，或输入旁边的 20 位核验码。',
    en: 'This is no code of a Yiwen document, or it was not read completely. Flatten the paper and scan again, or type the 20 digits beside it.',
  },
};

/** What paper can and cannot prove: shown with every answer about a printed code. */
export const paperLimits: readonly Words[] = [
  {
    zh: '能证明：发文机关登记过这样一份公文，文号、标题、日期、机关、页数如上。',
    en: 'It proves that the office registered a document with this number, title, date, issuer and page count.',
  },
  {
    zh: '不能证明：眼前这张纸是原件，或纸上的正文没有被换过。二维码可以复印。',
    en: 'It does not prove that this sheet is the original, or that its text was not replaced: a code can be copied.',
  },
  {
    zh: '要确认正文，请索取盖章的 OFD 或 PDF 文件再核验。',
    en: 'To be sure of the text, ask for the sealed OFD or PDF file and check that.',
  },
];
