import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of personal signing. Nothing was done in any of them; what was written stays on the person's screen.
declareErrors({
  'signing.not-accepted': {
    status: 409,
    zh: '本人签名核对不符，没有办理。所写内容仍在，可以重新签名。',
    en: 'Your signature does not fit this act, so nothing was done. What you wrote is still here; sign again.',
  },
  'signing.owed': {
    status: 409,
    zh: '本机关规定这一步须本人签名，没有办理。',
    en: 'Your organ requires a personal signature for this step. Nothing was done.',
    remedy: {
      zh: '请在“我的”页启用个人签名后再办。',
      en: 'Enrol a personal signature on your own page, then do it again.',
    },
  },
  'signing.expected': {
    status: 409,
    zh: '您已启用个人签名，这一步还没有签名，没有办理。',
    en: 'You have a personal signature and this step is not signed. Nothing was done.',
    remedy: {
      zh: '请签名后办理，或选择“这次不签名”。',
      en: 'Sign it, or choose not to sign this time.',
    },
  },
  'signing.delegation-missing': {
    status: 409,
    zh: '代为办理须有委托记录，才能由本人签名。',
    en: 'Acting for somebody needs a delegation record before it can be signed.',
  },
  'signing.key-unknown': {
    status: 404,
    zh: '没有找到这个签名密钥。',
    en: 'There is no such signing key.',
  },
  'signing.key-ended': {
    status: 409,
    zh: '这个签名密钥已经停用。',
    en: 'This signing key was revoked before.',
  },
  'signing.key-refused': {
    status: 400,
    zh: '密钥的登记材料核对不符，没有启用。',
    en: 'What came with the key does not hold together. It was not enrolled.',
  },
  'signing.key-known': {
    status: 409,
    zh: '这个密钥已经登记过，不能再登记。',
    en: 'This key was enrolled before and cannot be enrolled again.',
  },
  'signing.certificate-of-another': {
    status: 409,
    zh: '这张证书写的不是申请人本人，没有采用。',
    en: 'This certificate names somebody else than the person who asked. It was not taken.',
  },
  'signing.too-many-keys': {
    status: 409,
    zh: '已有 5 个签名密钥，请先停用不用的。',
    en: 'You have 5 signing keys. Revoke one you do not use first.',
  },
});
