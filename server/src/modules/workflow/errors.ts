import { declareErrors } from '../../platform/errors/index.ts';

// Refusals of the workflow; those of the step function are its codes after `workflow.`.
declareErrors({
  'workflow.matter-unknown': { status: 404, zh: '没有找到这个办件。', en: 'There is no such matter.' },
  'workflow.matter-closed': {
    status: 409,
    zh: '这个办件已经办结，不能再操作。',
    en: 'This matter is closed.',
  },
  'workflow.step-unknown': { status: 404, zh: '没有找到这个步骤。', en: 'There is no such step.' },
  'workflow.step-ended': {
    status: 409,
    zh: '这一步已经办过了。',
    en: 'This step has already ended.',
    remedy: { zh: '请刷新后查看最新进展。', en: 'Reload to see where the matter stands.' },
  },
  'workflow.verb-unknown': {
    status: 404,
    zh: '这一步没有这个操作。',
    en: 'This step does not have that verb.',
  },
  'workflow.not-your-step': {
    status: 403,
    zh: '这一步不由您的岗位办理。',
    en: 'This step is not held by your post.',
    remedy: { zh: '请换用相应岗位，或请承办人办理。', en: 'Switch posts, or ask whoever holds it.' },
  },
  'workflow.system-only': {
    status: 403,
    zh: '这一操作只能由系统完成。',
    en: 'Only the node itself does this.',
  },
  'workflow.choose-holder': {
    status: 422,
    zh: '下一步有几位可以办理，请选定一位。',
    en: 'Several people could take the next step. Choose one.',
  },
  'workflow.no-holder': {
    status: 422,
    zh: '下一步没有可以办理的岗位，工作没有移动。',
    en: 'Nobody can take the next step. Nothing was moved.',
    remedy: { zh: '请系统管理员设置相应岗位。', en: 'Ask an administrator to set up the post.' },
    reportable: true,
  },
  'workflow.not-a-possible-holder': {
    status: 422,
    zh: '选定的岗位不能承办这一步。',
    en: 'The chosen post cannot take this step.',
  },
  'workflow.nobody-named': {
    status: 422,
    zh: '请指定由谁办理。',
    en: 'Name who is to take it.',
  },
  'workflow.already-asked': {
    status: 409,
    zh: '指定的岗位都已经在办了。',
    en: 'The named posts have all been asked already.',
  },
  'workflow.others-still-open': {
    status: 409,
    zh: '还有人没有办完，不能办结。',
    en: 'Others have not finished. The matter cannot be closed.',
  },
  'workflow.branch-must-join': {
    status: 409,
    zh: '这是并行办理中的一支，不能单独办结整件。',
    en: 'This is one branch of several and cannot close the matter.',
  },
  'workflow.not-in-a-fork': {
    status: 409,
    zh: '这一步不在会签、传阅或承办之中。',
    en: 'This step is not part of a parallel opening.',
  },
  'workflow.not-your-fork': {
    status: 403,
    zh: '只有发起会签（传阅、交办）的岗位可以减签。',
    en: 'Only the post that opened it may take somebody out.',
  },
  'workflow.join-would-be-impossible': {
    status: 409,
    zh: '减去后就没有人会签（阅办）了，不能再减。',
    en: 'Without this one nobody would be left to complete it.',
  },
  'workflow.not-your-act': {
    status: 403,
    zh: '只能撤回自己办的事。',
    en: 'Only your own act can be taken back.',
  },
  'workflow.already-acted-on': {
    status: 409,
    zh: '下一步已经有人办理，不能撤回。',
    en: 'Somebody has already acted on it. It cannot be taken back.',
    remedy: { zh: '可以请对方退回。', en: 'Ask them to return it.' },
  },
  'workflow.final-act': {
    status: 409,
    zh: '这个操作不能撤回。',
    en: 'This act cannot be taken back.',
  },
  'workflow.not-a-participant': {
    status: 403,
    zh: '只有经办过此件的岗位可以催办。',
    en: 'Only those who had the matter may urge it.',
  },
  'workflow.key-reused': {
    status: 409,
    zh: '同一操作编号提交了不同内容，已拒绝。',
    en: 'The same key came with a different command. Refused.',
    reportable: true,
  },
  'workflow.stale': {
    status: 409,
    zh: '在您打开之后，这个办件又有了新进展，这次操作没有执行。',
    en: 'The matter has moved on since you opened it. Nothing was done.',
    remedy: { zh: '请看清变化后再办理。', en: 'Look at what changed, then act again.' },
  },
  'workflow.input-missing': {
    status: 422,
    zh: '还有必填的内容没有填写。',
    en: 'Something that must be given is missing.',
  },
});
