import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of the log.
declareErrors({
  'log.file-unknown': {
    status: 404,
    zh: '日志中没有这个文件。',
    en: 'The log has no such file.',
  },
});
