import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of the verification page.
declareErrors({
  'verification.no-file': {
    status: 400,
    zh: '没有收到文件。',
    en: 'No file was received.',
    remedy: { zh: '请选择一个 OFD 或 PDF 文件再核验。', en: 'Choose an OFD or PDF file and check it again.' },
  },
  'verification.too-slow': {
    status: 422,
    zh: '这个文件在规定时间内没有核验完，可能过大或内容异常。',
    en: 'The file could not be checked in the time allowed; it may be too large or malformed.',
    remedy: {
      zh: '可用命令行 npx yiwen verify 在自己的机器上核验。',
      en: 'Check it on your own machine with npx yiwen verify.',
    },
  },
  'verification.page-not-built': {
    status: 503,
    zh: '离线核验页面还没有生成。',
    en: 'The offline page has not been built.',
    remedy: {
      zh: '请管理员运行 npm start 生成网页。',
      en: 'An administrator builds the pages with npm start.',
    },
  },
  'verification.code-unknown': {
    status: 404,
    zh: '没有登记过这个核验码。',
    en: 'No document is registered under this code.',
    remedy: {
      zh: '请逐位核对纸上的20位数字；仍查不到的，请向落款单位核实。',
      en: 'Compare the 20 digits with the paper; if it stays unknown, ask the issuing office.',
    },
  },
});
