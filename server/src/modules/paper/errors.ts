import { declareErrors } from '../../platform/errors/index.ts';

// Refusals about keys of printed codes.
declareErrors({
  'paper.no-key': {
    status: 409,
    zh: '本单位还没有启用中的二维码签名密钥。',
    en: 'Your office has no key of printed codes in use.',
    remedy: { zh: '首次盖章时会自动启用。', en: 'One is made with the first sealed document.' },
  },
});
