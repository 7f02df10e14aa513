import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of the witness role towards people; towards logs it answers as the protocol says.
declareErrors({
  'witness.off': {
    status: 404,
    zh: '本节点没有担任见证人。',
    en: 'This node is no witness.',
  },
  'witness.log-unknown': {
    status: 404,
    zh: '本见证人没有见过这本日志。',
    en: 'This witness has not seen that log.',
  },
});
