/** Words of the public page in both languages. */
/** The public page speaks Chinese unless asked otherwise. */
export type Language = 'zh' | 'en';

const zh = {
  title: '核验公文',
  lead: '看一份公文是谁发的、有没有被改过。不用登录，文件只在这台设备上查看，不会传出去。',
  code: '纸上的核验码（20 位数字）',
  look: '查询核验码',
  number: '发文字号',
  date: '成文日期',
  issuer: '发文机关',
  version: '版本',
  newest: '这是最新版本',
  newer: '已有更新的版本，请向发文机关索取',
  sealedAt: '盖章时间',
  logged: '日志',
  index: '第 {n} 条',
  registeredContent:
    '下面是登记的内容。请与手中纸面逐项对照：核验码只能证明平台登记过这份公文，不能证明眼前这张纸没有改动。',
  again: '核验另一份',
  english: 'English',
  other: '/verify?lang=en',
  problem: '没有核验成',
  foot: '文件只在这台设备上核验，不会传到本平台。也可以用命令 npx yiwen verify 在自己的电脑上核验。',
  withoutScript: '核验文件在这台设备上进行，需要浏览器允许运行脚本；没有脚本也可以查询核验码。',
  limits: '纸面能证明什么',
  codeFound: '这个核验码登记过',
};

const en: typeof zh = {
  title: 'Check a document',
  lead: 'See who issued a document and whether it was changed. No sign-in; files are looked at on this device and sent nowhere.',
  code: 'Code on the paper (20 digits)',
  look: 'Look the code up',
  number: 'Document number',
  date: 'Date',
  issuer: 'Issued by',
  version: 'Version',
  newest: 'this is the newest version',
  newer: 'a newer version exists: ask the issuer for it',
  sealedAt: 'Sealed at',
  logged: 'Log',
  index: 'entry {n}',
  registeredContent:
    'This is what was registered. Compare it with the paper in your hand: the code proves that this document was registered, not that this very sheet is unchanged.',
  again: 'Check another',
  english: '中文',
  other: '/verify',
  problem: 'Not checked',
  foot: 'Files are checked on this device and never sent here. You can also run npx yiwen verify on your own computer.',
  withoutScript:
    'Checking a file happens on this device and needs a script; looking a code up works without one.',
  limits: 'What paper can prove',
  codeFound: 'This code is registered',
};

/** All words of the page. */
export const words: Record<Language, typeof zh> = { zh, en };
