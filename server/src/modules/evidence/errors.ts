import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of evidence packages.
declareErrors({
  'evidence.document-unknown': {
    status: 404,
    zh: '本单位没有这份文件。',
    en: 'This organ has no such document.',
    remedy: {
      zh: '请给出文件的编号、发文字号（如 禾汀政发〔2026〕12号）或纸上的 20 位验证码。',
      en: 'Give its id, its number (such as 禾汀政发〔2026〕12号) or the 20 digits printed on it.',
    },
  },
  'evidence.too-large': {
    status: 413,
    zh: '这份文件的附件太大，装不进一个证据包。',
    en: 'The attachments are too large for one package.',
    remedy: { zh: '请联系管理员分开导出。', en: 'Ask an administrator to export them separately.' },
  },
});
