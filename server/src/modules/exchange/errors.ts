import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of the exchange.
declareErrors({
  'exchange.no-sealed-file': {
    status: 409,
    zh: '还没有盖好章的文件，不能核发。',
    en: 'There is no sealed file yet, so it cannot be released.',
    remedy: { zh: '请先用印，等盖章完成后再核发。', en: 'Seal it first, then release it.' },
  },
  'exchange.receiver-unknown': {
    status: 409,
    zh: '分送范围里有本平台找不到的单位，没有核发。',
    en: 'The distribution names an organ this node does not know. Nothing was released.',
    remedy: {
      zh: '请退回登记，重新选择分送单位。',
      en: 'Return it to registration and choose the receivers again.',
    },
  },
});
