import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of sealing.
declareErrors({
  'sealing.no-seal': {
    status: 409,
    zh: '本机关还没有可用的电子印章，没有用印。',
    en: 'This organ has no usable seal. Nothing was sealed.',
    remedy: {
      zh: '请安全管理员在“印章”页制作印章。',
      en: 'Ask the security administrator to make one on the seals page.',
    },
  },
  'sealing.not-approved': {
    status: 409,
    zh: '这一版文稿还没有签发，不能用印。',
    en: 'This version has not been approved, so it cannot be sealed.',
    remedy: { zh: '请退回签发人签发这一版。', en: 'Return it to the signer to approve this version.' },
  },
  'sealing.under-way': {
    status: 409,
    zh: '用印已经提交，正在盖章，请稍候。',
    en: 'Sealing has been requested and is under way.',
  },
  'sealing.seal-exists': {
    status: 409,
    zh: '本机关已有有效的印章，没有另制。',
    en: 'This organ has a valid seal already.',
  },
});
