import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of 收文.
declareErrors({
  'circulation.reply-due': {
    status: 409,
    zh: '来文要求答复，还没有登记答复，不能办结。',
    en: 'A reply is due and none is recorded. It cannot be closed yet.',
    remedy: { zh: '请先登记答复的文号或方式。', en: 'Record the reply first.' },
  },
  'circulation.file-not-usable': {
    status: 422,
    zh: '这个文件不能作为来文：找不到，或已属于别的公文。',
    en: 'This file cannot be taken as an incoming document: unknown, or already part of another.',
  },
});
