/** Words of the public page in both languages. */
import type { Verdict } from '@yiwen/trust/verification';

/** The public page speaks Chinese unless asked otherwise. */
export type Language = 'zh' | 'en';

const zh = {
  title: '核验公文',
  lead: '把收到的 OFD 或 PDF 拖到这里，或输入纸上的 20 位核验码，看它是谁发的、有没有被改过。不用登录。',
  drop: '把文件拖到这里',
  choose: '选择文件',
  check: '核验文件',
  or: '或者',
  code: '纸上的核验码（20 位数字）',
  look: '查询核验码',
  checking: '正在核验…',
  who: '签章',
  when: '时间',
  claimed: '签署人自称',
  which: '登记情况',
  number: '发文字号',
  date: '成文日期',
  issuer: '发文机关',
  version: '版本',
  newest: '这是最新版本',
  newer: '已有更新的版本，请向发文机关索取',
  sealedAt: '盖章时间',
  logged: '日志',
  index: '第 {n} 条',
  notRegistered: '这份文件的数字指纹没有在本平台登记，或不是从本平台发出。',
  registeredContent:
    '下面是登记的内容。请与手中纸面逐项对照：核验码只能证明平台登记过这份公文，不能证明眼前这张纸没有改动。',
  doesNotProve: '这个结论不能证明',
  details: '技术细节',
  covered: '签章保护的部分',
  uncovered: '没有受保护的部分',
  again: '核验另一份',
  english: 'English',
  other: '/verify?lang=en',
  problem: '没有核验成',
  download: '查看证明',
  foot: '核验在本平台的服务器上进行，文件不会被保存。也可以用命令 npx yiwen verify 在自己的电脑上核验。',
  codeFound: '这个核验码登记过',
  alsoFile: '收到的是电子文件？可以直接核验它',
};

const en: typeof zh = {
  title: 'Check a document',
  lead: 'Drop the OFD or PDF you received, or type the 20 digits printed on the paper, to see who issued it and whether it was changed. No sign-in.',
  drop: 'Drop the file here',
  choose: 'Choose a file',
  check: 'Check the file',
  or: 'or',
  code: 'Code on the paper (20 digits)',
  look: 'Look the code up',
  checking: 'Checking…',
  who: 'Seal or signature',
  when: 'Time',
  claimed: "by the signer's own clock",
  which: 'Registration',
  number: 'Document number',
  date: 'Date',
  issuer: 'Issued by',
  version: 'Version',
  newest: 'this is the newest version',
  newer: 'a newer version exists: ask the issuer for it',
  sealedAt: 'Sealed at',
  logged: 'Log',
  index: 'entry {n}',
  notRegistered: 'The fingerprint of this file is not registered on this node, or it was not issued here.',
  registeredContent:
    'This is what was registered. Compare it with the paper in your hand: the code proves that this document was registered, not that this very sheet is unchanged.',
  doesNotProve: 'What this does not prove',
  details: 'Details',
  covered: 'Protected by it',
  uncovered: 'Not protected',
  again: 'Check another',
  english: '中文',
  other: '/verify',
  problem: 'Not checked',
  download: 'Show the proof',
  foot: 'The check runs on this server; the file is not kept. You can also run npx yiwen verify on your own computer.',
  codeFound: 'This code is registered',
  alsoFile: 'You received it as a file? Check the file itself',
};

/** All words of the page. */
export const words: Record<Language, typeof zh> = { zh, en };

/** Shape and colour of a verdict; the sentence says the rest. */
export const verdictLook: Record<Verdict, { mark: string; tone: 'ok' | 'warn' | 'bad' }> = {
  valid: { mark: '✓', tone: 'ok' },
  'valid-superseded': { mark: '!', tone: 'warn' },
  'valid-withdrawn': { mark: '✕', tone: 'bad' },
  'intact-untrusted': { mark: '!', tone: 'warn' },
  'intact-time-unproven': { mark: '!', tone: 'warn' },
  'partly-covered': { mark: '!', tone: 'warn' },
  'changed-after-signing': { mark: '✕', tone: 'bad' },
  tampered: { mark: '✕', tone: 'bad' },
  'certificate-bad': { mark: '✕', tone: 'bad' },
  unsigned: { mark: '?', tone: 'warn' },
  damaged: { mark: '✕', tone: 'bad' },
  refused: { mark: '?', tone: 'warn' },
};
